#include "source/git_objects.h"

#include <gtest/gtest.h>

namespace assay::source {
namespace {

const std::string kId(40, 'a');

std::string raw_entry(const std::string& mode, const std::string& name) {
  return mode + " " + name + std::string(1, '\0') + std::string(20, '\xaa');
}

TEST(ObjectId, IsFortyHexadecimalDigits) {
  EXPECT_EQ(ObjectId::from_hex(kId)->hex(), kId);
  EXPECT_EQ(ObjectId::from_hex(std::string(40, 'A'))->hex(), kId);
  EXPECT_FALSE(ObjectId::from_hex(std::string(39, 'a')));
  EXPECT_FALSE(ObjectId::from_hex(std::string(64, 'a')));
  EXPECT_FALSE(ObjectId::from_hex(std::string(40, 'g')));
}

TEST(ParseTree, KeepsNamesAsTheyAre) {
  const std::string bytes =
      raw_entry("100644", "a.go") + raw_entry("40000", "x/../y") + raw_entry("120000", "");
  const auto entries = parse_tree(bytes, 10);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ((*entries)[0].mode, kModeFile | 0644U);
  EXPECT_EQ((*entries)[1].name, "x/../y");
  EXPECT_EQ((*entries)[1].mode, kModeTree);
  EXPECT_EQ((*entries)[2].name, "");
  EXPECT_EQ((*entries)[2].id.hex(), kId);
}

TEST(ParseTree, RefusesWhatIsCutShort) {
  const std::string whole = raw_entry("100644", "a.go");
  EXPECT_TRUE(parse_tree("", 10));
  for (std::size_t length = 1; length < whole.size(); ++length)
    EXPECT_FALSE(parse_tree(whole.substr(0, length), 10)) << length;
  EXPECT_FALSE(parse_tree(raw_entry("9", "a"), 10));
  EXPECT_FALSE(parse_tree(raw_entry("-1", "a"), 10));
  EXPECT_FALSE(parse_tree(raw_entry("77777777777777", "a"), 10));
}

TEST(ParseTree, StopsOneEntryPastTheLimit) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += raw_entry("100644", "f");
  EXPECT_EQ(parse_tree(bytes, 10)->size(), 11U);
}

TEST(ParseCommit, ReadsTheHeader) {
  const auto commit = parse_commit("tree " + kId + "\nparent " + kId + "\nparent " + kId +
                                   "\nauthor A > B <a@b> 12 +0100\ncommitter C <c@d> -7 +0000\n"
                                   "gpgsig x\n\nmessage\n");
  ASSERT_TRUE(commit);
  EXPECT_EQ(commit->parents.size(), 2U);
  EXPECT_EQ(commit->author, "A > B <a@b>");
  EXPECT_EQ(commit->time, -7);
}

TEST(ParseCommit, RefusesWhatHasNoTreeOrNoTime) {
  EXPECT_FALSE(parse_commit(""));
  EXPECT_FALSE(parse_commit("tree " + kId + "\n"));
  EXPECT_FALSE(parse_commit("tree abc\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n"));
  EXPECT_FALSE(parse_commit("tree " + kId + "\nauthor A <a> 1 +0000\ncommitter A <a> x\n"));
  EXPECT_FALSE(parse_commit("tree " + kId +
                            "\nauthor A <a> 1 +0000\ncommitter A <a> "
                            "99999999999999999999999 +0000\n"));
}

TEST(ParseTag, ReadsItsTarget) {
  const auto tag = parse_tag("object " + kId + "\ntype commit\ntag v1\n\nx");
  ASSERT_TRUE(tag);
  EXPECT_EQ(tag->target.hex(), kId);
  EXPECT_EQ(tag->type, "commit");
  EXPECT_FALSE(parse_tag("type commit\n"));
}

}  // namespace
}  // namespace assay::source
