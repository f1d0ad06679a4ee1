// A few values are remembered, and the oldest makes room.
#include "base/lately.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

TEST(Lately, KnowsWhatWasAddedLast) {
  Lately<std::string, int> lately(2);
  EXPECT_EQ(lately.find("a"), nullptr);
  EXPECT_EQ(lately.add("a", 1), 1);
  EXPECT_EQ(lately.add("b", 2), 2);
  ASSERT_NE(lately.find("a"), nullptr);
  EXPECT_EQ(*lately.find("a"), 1);
  EXPECT_EQ(*lately.find("b"), 2);
}

TEST(Lately, TheOldestMakesRoomHoweverOftenItWasAskedFor) {
  Lately<std::string, int> lately(2);
  lately.add("a", 1);
  lately.add("b", 2);
  ASSERT_NE(lately.find("a"), nullptr);
  lately.add("c", 3);
  EXPECT_EQ(lately.find("a"), nullptr);
  EXPECT_NE(lately.find("b"), nullptr);
  EXPECT_EQ(*lately.find("c"), 3);
}

}  // namespace
}  // namespace assay
