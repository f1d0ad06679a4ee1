#include "report/display.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "report/table.h"
#include "report/units.h"

namespace assay::report {
namespace {

using ::testing::ElementsAre;

TEST(DisplayWidth, CountsWhatATerminalDraws) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("naïve – é"), 9U);
  EXPECT_EQ(display_width("e\xcc\x81"), 1U);  // a combining accent
  EXPECT_EQ(display_width("日本語"), 6U);
  EXPECT_EQ(display_width("한국어"), 6U);
  EXPECT_EQ(display_width("ｆｕｌｌ"), 8U);
  EXPECT_EQ(display_width("🙂"), 2U);
  EXPECT_EQ(display_width("✓✗│█░…•"), 7U);
}

TEST(DisplayWidth, NeverReadsPastTheEnd) {
  for (const std::string_view cut : {"\xe6\x97", "\xf0\x9f\x99", "\xc3", "\xff", "\x80"})
    EXPECT_EQ(display_width(cut), cut.size());
}

TEST(Truncate, NeverSplitsACharacter) {
  EXPECT_EQ(truncate("abcdef", 6), "abcdef");
  EXPECT_EQ(truncate("abcdef", 4), "abc…");
  EXPECT_EQ(truncate("日本語", 4), "日…");
  EXPECT_EQ(truncate("日本語", 5), "日本…");
  EXPECT_EQ(truncate("abc", 1), "…");
  EXPECT_EQ(truncate("abc", 0), "");
  EXPECT_EQ(truncate_start("a/b/file.go", 8), "…file.go");
  EXPECT_EQ(truncate_start("日本語", 5), "…本語");
}

TEST(Pad, CountsColumns) {
  EXPECT_EQ(pad("日本", 6), "日本  ");
  EXPECT_EQ(pad("7", 3, Align::kRight), "  7");
  EXPECT_EQ(pad("long", 2), "long");
}

TEST(Wrap, BreaksAtSpacesAndInsideLongWords) {
  EXPECT_THAT(wrap("", 10), ElementsAre(""));
  EXPECT_THAT(wrap("one two  three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("a verylongwordhere b", 6), ElementsAre("a", "verylo", "ngword", "here b"));
  EXPECT_THAT(wrap("日本語", 4), ElementsAre("日本", "語"));
  EXPECT_THAT(wrap("日", 0), ElementsAre("日"));
}

TEST(Wrap, LosesNothingButSpaces) {
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += std::string(static_cast<std::size_t>(i % 23), 'a') + " é日 ";
  for (std::size_t columns = 2; columns < 40; ++columns) {
    std::string joined;
    for (const std::string& line : wrap(text, columns)) {
      EXPECT_LE(display_width(line), columns);
      joined += line;
    }
    std::erase(joined, ' ');
    std::string all = text;
    std::erase(all, ' ');
    EXPECT_EQ(joined, all);
  }
}

TEST(Tame, LeavesNothingToObey) {
  EXPECT_EQ(tame("a\tb"), "a    b");
  EXPECT_EQ(tame("a\nb\x1b[2J"), "a\\nb\\x1b[2J");
  EXPECT_EQ(tame("##[error]x"), "#\\#[error]x");
  EXPECT_EQ(tame("###[x ##vso[task"), "##\\#[x #\\#vso[task");
  EXPECT_EQ(tame("## Title"), "## Title");
  std::string marks = "e";
  for (int i = 0; i < 1000; ++i) marks += "\xcc\x81";
  EXPECT_EQ(tame(marks).size(), 1U + 4 * 2);
}

TEST(TameLines, AreThoseOfTheText) {
  EXPECT_THAT(tame_lines("a\r\nb\n"), ElementsAre("a", "b"));
  EXPECT_THAT(tame_lines("a\n\nb"), ElementsAre("a", "", "b"));
  EXPECT_THAT(tame_lines(""), ElementsAre(""));
}

TEST(ToAscii, KeepsTheColumns) {
  const std::string text = "✓ │ é 日 🙂 …";
  EXPECT_EQ(to_ascii(text), "+ | ? ?? ?? ~");
  EXPECT_EQ(to_ascii(text).size(), display_width(text));
}

TEST(Paint, OnlyWhereThereIsColour) {
  EXPECT_EQ(paint("x", Tone::kBad, true), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(paint("x", Tone::kBad, false), "x");
  EXPECT_EQ(paint("x", Tone::kPlain, true), "x");
  EXPECT_EQ(paint("", Tone::kBad, true), "");
}

TEST(Table, AlignsByColumnsOfTheScreen) {
  Table table({{"name"}, {"points", Align::kRight}});
  table.add({{"日本"}, {"7"}});
  table.add({{"abcdefg"}, {"100"}});
  EXPECT_EQ(table.text(80, false),
            "name     points\n"
            "日本          7\n"
            "abcdefg     100\n");
}

TEST(Table, FlexibleColumnsGiveWay) {
  Table table({{"", Align::kLeft}, {"", Align::kLeft, Fit::kWrap}, {"", Align::kLeft, Fit::kCut}});
  table.add({{"key"}, {"one two three four five"}, {"a text that is too long"}});
  table.add_note({"a note that wraps over all of the columns"}, 2);
  const std::string text = table.text(30, false, 1);
  EXPECT_EQ(text,
            " key  one two      a text tha…\n"
            "      three four\n"
            "      five\n"
            "   a note that wraps over all\n"
            "   of the columns\n");
}

TEST(Table, HasNoBlanksAtTheEndsOfLines) {
  Table table({{"a"}, {"b"}});
  table.add({{"x"}, {""}});
  table.add({{"long text"}});
  const std::string text = table.text(80, true);
  for (const std::string_view line : split(text, '\n')) EXPECT_FALSE(line.ends_with(' ')) << line;
}

TEST(Units, ReadAsPeopleSayThem) {
  EXPECT_EQ(format_duration(-5), "0 ms");
  EXPECT_EQ(format_duration(999), "999 ms");
  EXPECT_EQ(format_duration(2'314), "2.31 s");
  EXPECT_EQ(format_duration(14'080), "14.0 s");
  EXPECT_EQ(format_duration(60'000), "60 s");
  EXPECT_EQ(format_duration(134'000), "2 min 14 s");
  EXPECT_EQ(format_duration(11'100'000), "3 h 05 min");
  EXPECT_EQ(format_bytes(812), "812 B");
  EXPECT_EQ(format_bytes(38ULL << 10), "38.0 KiB");
  EXPECT_EQ(format_bytes(512ULL << 20), "512 MiB");
  EXPECT_EQ(format_bytes(1'023ULL << 20), "1.00 GiB");
  EXPECT_EQ(format_bytes(UINT64_MAX), "16.0 EiB");
  EXPECT_EQ(format_count(1, "file"), "1 file");
  EXPECT_EQ(format_count(0, "file"), "0 files");
}

TEST(Units, TimesThatASubmissionClaims) {
  EXPECT_EQ(format_time(0), "1970-01-01 00:00:00 UTC");
  EXPECT_EQ(format_time(1'763'647'391), "2025-11-20 14:03:11 UTC");
  EXPECT_EQ(format_time(-1), "1969-12-31 23:59:59 UTC");
  EXPECT_EQ(format_time(253'402'300'799), "9999-12-31 23:59:59 UTC");
  EXPECT_EQ(format_time(253'402'300'800), "Unix time 253402300800");
  EXPECT_EQ(format_time(INT64_MIN), "Unix time -9223372036854775808");
  EXPECT_EQ(format_time_iso(INT64_MAX), "1970-01-01T00:00:00");
}

TEST(DisarmStart, SeesThroughEveryBlankThatARunnerTrims) {
  for (const char* blank : {"", " ", "\xc2\xa0", "\xe2\x80\x83", "\xe3\x80\x80", " \xe2\x80\xaf "})
    EXPECT_EQ(disarm_start(std::string(blank) + "::error::x"), std::string(blank) + "\\::error::x");
  for (const char* line : {"", ":", " ", "a::error::x", "\xc2\xa0", "\xc2"})
    EXPECT_EQ(disarm_start(line), line);
}

}  // namespace
}  // namespace assay::report
