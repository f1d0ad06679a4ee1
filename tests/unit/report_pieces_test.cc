// The parts of a long document stand in order, whichever thread made them first.
#include "report/pieces.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace assay::report {
namespace {

constexpr std::size_t kMany = 500;

Piece number(std::size_t i) {
  return [i]() -> Result<std::string> { return std::to_string(i) + " "; };
}

std::string numbers(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += std::to_string(i) + " ";
  return text;
}

TEST(Pieces, StandInOrder) {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, kMany}) {
    std::string text;
    EXPECT_TRUE(write_pieces(count, number, into(text)));
    EXPECT_EQ(text, numbers(count));
  }
}

TEST(Pieces, AreBegunInOrderOnTheCallingThread) {
  const auto here = std::this_thread::get_id();
  std::size_t begun = 0;
  std::string text;
  EXPECT_TRUE(write_pieces(
      kMany,
      [&](std::size_t i) {
        EXPECT_EQ(i, begun++);
        EXPECT_EQ(std::this_thread::get_id(), here);
        return number(i);
      },
      into(text)));
  EXPECT_EQ(begun, kMany);
}

// What is begun and not written yet is in memory.
TEST(Pieces, FewAreAheadOfWhatIsWritten) {
  std::size_t begun = 0;
  std::size_t written = 0;
  std::size_t most = 0;
  const auto begin = [&](std::size_t i) {
    most = std::max(most, ++begun - written);
    return number(i);
  };
  EXPECT_TRUE(write_pieces(kMany, begin, [&](std::string_view) -> Status {
    ++written;
    return {};
  }));
  EXPECT_EQ(written, kMany);
  EXPECT_LE(most, 4 * std::max(1U, std::thread::hardware_concurrency()));
}

TEST(Pieces, TheFirstErrorEndsThem) {
  std::string text;
  const Status made = write_pieces(
      kMany,
      [&](std::size_t i) -> Piece {
        if (i < 300) return number(i);
        return [i]() -> Result<std::string> { return fail("spoilt " + std::to_string(i)); };
      },
      into(text));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message, "spoilt 300");
  EXPECT_EQ(text, numbers(300)) << "what comes before it is written";

  const Status begun = write_pieces(
      kMany,
      [](std::size_t i) -> Result<Piece> {
        if (i == 1) return fail("not there");
        return number(i);
      },
      into(text));
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().message, "not there");

  std::size_t calls = 0;
  const Status written = write_pieces(kMany, number, [&](std::string_view) -> Status {
    ++calls;
    return fail("the disk is full");
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(calls, 1U);
}

}  // namespace
}  // namespace assay::report
