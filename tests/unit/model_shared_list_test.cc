#include "model/shared_list.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

namespace assay {
namespace {

using testing::ElementsAre;
using List = SharedList<std::string>;

TEST(SharedList, OfNothingIsEmpty) {
  EXPECT_TRUE(List().empty());
  EXPECT_EQ(List().begin(), List().end());
  EXPECT_EQ(List(), List(std::vector<std::string>{}));
}

TEST(SharedList, CopiesAreOneListUntilOneIsEdited) {
  List first = {"a", "b"};
  const List second = first;
  EXPECT_EQ(&first[0], &second[0]);
  first.edit()[0] = "c";
  EXPECT_THAT(first, ElementsAre("c", "b"));
  EXPECT_THAT(second, ElementsAre("a", "b"));
}

TEST(SharedList, EditedAloneStaysWhereItIs) {
  List list = {"a"};
  const std::string* before = &list[0];
  list.edit()[0] = "b";
  EXPECT_EQ(&list[0], before);
}

TEST(SharedList, EditsWhatWasEmpty) {
  List list;
  list.edit().emplace_back("a");
  EXPECT_EQ(list.front(), "a");
  EXPECT_EQ(list.back(), "a");
  EXPECT_EQ(list.size(), 1U);
}

TEST(SharedList, EqualListsAreKnownByTheirItems) {
  std::set<List> known;
  const List& kept = *known.insert({"a", "b"}).first;
  EXPECT_EQ(&known.insert({"a", "b"}).first->front(), &kept.front());
  EXPECT_TRUE(known.insert({"a", "c"}).second);
  EXPECT_TRUE(known.insert(List()).second);
}

}  // namespace
}  // namespace assay
