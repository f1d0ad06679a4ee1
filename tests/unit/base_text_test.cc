// Hostile text made printable, UTF-8 by the letter of RFC 3629, and distances.
#include <gmock/gmock.h>

#include "base/text.h"

namespace assay {
namespace {

using testing::ElementsAre;

// The UTF-8 of a code point, by a plain reading of the RFC; surrogates too.
std::string encode(std::uint32_t point) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((point >> shift) & 0x3F)); };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xC0 | (point >> 6)), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xE0 | (point >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (point >> 18)), tail(12), tail(6), tail(0)};
}

TEST(IsUtf8, TakesEveryCodePointButSurrogates) {
  for (std::uint32_t point = 0; point <= 0x10FFFF; ++point) {
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    ASSERT_EQ(is_utf8(encode(point)), !surrogate) << std::hex << point;
  }
}

TEST(IsUtf8, RefusesWhatIsIllFormed) {
  using namespace std::string_literals;
  for (const std::string& text : {"\x80"s,
                                  "\xBF"s,
                                  "\xC0\x80"s,
                                  "\xC1\xBF"s,  // stray tails, overlong ASCII
                                  "\xE0\x80\x80"s,
                                  "\xE0\x9F\xBF"s,
                                  "\xF0\x80\x80\x80"s,  // overlong
                                  "\xF0\x8F\xBF\xBF"s,
                                  "\xED\xA0\x80"s,
                                  "\xED\xBF\xBF"s,  // overlong, surrogates
                                  "\xF4\x90\x80\x80"s,
                                  "\xF5\x80\x80\x80"s,
                                  "\xF8\x88\x80\x80\x80"s,  // over U+10FFFF
                                  "\xFE"s,
                                  "\xFF"s,
                                  "\xC2"s,
                                  "\xE2\x82"s,
                                  "\xF0\x9F\x98"s,  // cut short
                                  "\xC2\x41"s,
                                  "\xE2\x41\x80"s,
                                  "\xE2\x82\x41"s,
                                  "\xF0\x9F\x98\x41"s,
                                  "ok\xC3\x28"s})
    EXPECT_FALSE(is_utf8(text)) << printable(text);
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("a\0b"s));
  EXPECT_TRUE(is_utf8("\xEF\xBB\xBFpackage"));
}

TEST(Printable, LeavesWhatPeopleWrite) {
  for (const char* text : {"", "plain", "Grüße, 世界 🚀", "a\tb\nc", "\\x1b is text", "±∞≠"})
    EXPECT_EQ(printable(text), text);
}

TEST(Printable, ShowsControlsAndBrokenBytes) {
  using namespace std::string_literals;
  EXPECT_EQ(printable("\x1b[31mred\x07"), "\\x1b[31mred\\x07");
  EXPECT_EQ(printable("a\0b"s), "a\\x00b");
  EXPECT_EQ(printable("a\rb"), "a\\x0db");
  EXPECT_EQ(printable("\x7F"), "\\u{007f}");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\u{009b}31m");  // CSI as one C1 control
  EXPECT_EQ(printable("\x9B"
                      "31m"),
            "\\x9b31m");  // and as a bare byte
  EXPECT_EQ(printable("\xE2\x82"), "\\xe2\\x82");
  EXPECT_EQ(printable("\xC0\xAE"), "\\xc0\\xae");
}

TEST(Printable, ShowsEveryDeceptiveCharacter) {
  for (const std::uint32_t point :
       {0x80U,   0x85U,   0x9FU,   0xADU,   0x34FU,  0x61CU,   0x115FU,  0x1160U,  0x17B4U,
        0x180BU, 0x180EU, 0x200BU, 0x200CU, 0x200DU, 0x200EU,  0x200FU,  0x2028U,  0x2029U,
        0x202AU, 0x202BU, 0x202CU, 0x202DU, 0x202EU, 0x2060U,  0x2064U,  0x2066U,  0x2067U,
        0x2068U, 0x2069U, 0x206AU, 0x206FU, 0x2800U, 0x3164U,  0xFE00U,  0xFE0FU,  0xFEFFU,
        0xFFA0U, 0xFFF9U, 0xFFFBU, 0xFFFEU, 0xFFFFU, 0x1D173U, 0xE0001U, 0xE0041U, 0xE01EFU}) {
    const std::string shown = printable("<" + encode(point) + ">");
    EXPECT_THAT(shown, testing::MatchesRegex("<.u.[0-9a-f]{4,6}.>")) << std::hex << point;
    EXPECT_THAT(shown, testing::HasSubstr("\\u{")) << std::hex << point;
  }
}

TEST(Printable, LeavesTheNeighboursOfDeceptiveCharacters) {
  for (const std::uint32_t point :
       {0x7EU,   0xA0U,   0xACU,   0xAEU,    0x34EU,   0x350U,   0x61BU,   0x61DU,  0x200AU,
        0x2010U, 0x2027U, 0x202FU, 0x205FU,  0x2070U,  0x27FFU,  0x2801U,  0xFDCFU, 0xFDF0U,
        0xFE10U, 0xFFFCU, 0xFFFDU, 0x10000U, 0x1F680U, 0xE1000U, 0x10FFFDU})
    EXPECT_EQ(printable(encode(point)), encode(point)) << std::hex << point;
}

TEST(Printable, GivesValidUtf8ForAnyBytes) {
  std::string bytes;
  std::uint32_t state = 7;
  for (int i = 0; i < 200'000; ++i) {
    state = state * 1664525 + 1013904223;
    bytes.push_back(static_cast<char>(state >> 24));
  }
  const std::string shown = printable(bytes);
  EXPECT_TRUE(is_utf8(shown));
  EXPECT_EQ(printable(shown), shown);  // nothing is left to show
}

TEST(PrintableLine, IsOneLine) {
  EXPECT_EQ(printable_line("a\nb\tc\r\v"), "a\\nb\\tc\\x0d\\x0b");
  EXPECT_EQ(printable_line(encode(0x2028) + encode(0x85)), "\\u{2028}\\u{0085}");
}

TEST(FoldCase, JoinsWhatACaseInsensitiveFileSystemConfuses) {
  EXPECT_EQ(fold_case("README.md"), fold_case("Readme.MD"));
  EXPECT_EQ(fold_case("GRÖSSE"), fold_case("grösse"));
  EXPECT_EQ(fold_case("ΣΑΣ"), fold_case("σας"));
  EXPECT_NE(fold_case("a"), fold_case("b"));
  EXPECT_NE(fold_case("ä"), fold_case("a"));
  EXPECT_EQ(fold_case("a\xff\xc3"), "a\xff\xc3");  // what is no UTF-8 stays as it is
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split("a", ','), ElementsAre("a"));
  EXPECT_THAT(split(",", ','), ElementsAre("", ""));
  EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
}

TEST(EditDistance, CountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("same", "same"), 0U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("sitting", "kitten"), 3U);
  EXPECT_EQ(edit_distance("flaw", "lawn"), 2U);
  EXPECT_EQ(edit_distance("race-fix", "racefix"), 1U);
}

}  // namespace
}  // namespace assay
