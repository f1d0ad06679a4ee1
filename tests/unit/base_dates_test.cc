// Dates and durations: what people type is understood or refused, never guessed, and what is
// written reads back.
#include "base/dates.h"

#include <gmock/gmock.h>

#include <limits>

#include "base/text.h"

namespace assay {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

TEST(ParseDate, KnowsUniversalTimeAndOffsets) {
  EXPECT_EQ(parse_date("1970-01-01T00:00:00Z").value(), 0);
  EXPECT_EQ(parse_date("2026-03-01T18:00Z").value(), 1'772'388'000);
  EXPECT_EQ(parse_date("2026-03-01 18:00:30 z").value(), 1'772'388'030);
  EXPECT_EQ(parse_date("2026-03-01T20:00+02:00").value(), 1'772'388'000);
  EXPECT_EQ(parse_date("2026-03-01T12:30:00-0530").value(), 1'772'388'000);
  EXPECT_EQ(parse_date("2024-02-29T00:00:00Z").value(), 1'709'164'800);
}

TEST(ParseDate, TakesADayToItsLastSecondInLocalTime) {
  const std::int64_t day = parse_date("2026-07-01").value();
  EXPECT_EQ(day, parse_date("2026-07-01T23:59:59").value());
  EXPECT_EQ(day + 1, parse_date("2026-07-02 00:00").value());
}

TEST(ParseDate, RefusesWhatTheCalendarHasNot) {
  for (const char* text : {"",
                           " ",
                           "2026",
                           "2026-3-1",
                           "2026-02-30",
                           "2025-02-29",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-01-00",
                           "2026-03-01T24:00",
                           "2026-03-01T12:60",
                           "2026-03-01T12:00:60",
                           "01.03.2026",
                           "03/01/2026",
                           "2026-03-01T",
                           "2026-03-01Z",
                           "2026-03-01T12:00 CET",
                           "2026-03-01T12:00:00.5Z",
                           " 2026-03-01",
                           "1772388000",
                           "tomorrow"}) {
    const auto date = parse_date(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(date.error().hint, HasSubstr("2026-03-01T18:00:00Z"));
  }
}

TEST(ParseDate, SaysLittleOfAnEndlessText) {
  for (const std::string& text : {std::string(1U << 20, '2'), std::string("\x1b[2J")}) {
    const std::string message = parse_date(text).error().message;
    EXPECT_LT(message.size(), 200U);
    EXPECT_EQ(message, printable_line(message));
  }
}

TEST(DateText, ReadsBack) {
  EXPECT_EQ(date_text(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(date_text(1'772'388'030), "2026-03-01T18:00:30Z");
  for (std::int64_t time = 86'399; time < 253'402'300'799; time += 86'399'111'111) {
    EXPECT_EQ(parse_date(date_text(time)).value(), time);
    EXPECT_EQ(parse_date(date_text(-time / 10)).value(), -time / 10);
  }
}

TEST(DateText, StaysWithinFourDigitsOfAYear) {
  EXPECT_EQ(date_text(kMin), "0000-01-01T00:00:00Z");
  EXPECT_EQ(date_text(kMax), "9999-12-31T23:59:59Z");
  EXPECT_EQ(parse_date(date_text(kMax)).value(), 253'402'300'799);
}

TEST(ParseDuration, AddsItsParts) {
  EXPECT_EQ(parse_duration("36h").value(), 36 * 3'600);
  EXPECT_EQ(parse_duration("2d").value(), 2 * 86'400);
  EXPECT_EQ(parse_duration("1d12h").value(), 36 * 3'600);
  EXPECT_EQ(parse_duration("1D 12H").value(), 36 * 3'600);
  EXPECT_EQ(parse_duration("90m").value(), 5'400);
  EXPECT_EQ(parse_duration("1w2d3h4m5s").value(), 788'645);
  EXPECT_EQ(parse_duration("45s").value(), 45);
  EXPECT_EQ(parse_duration("0").value(), 0);
  EXPECT_EQ(parse_duration("0d").value(), 0);
  EXPECT_EQ(parse_duration("3653d").value(), 315'619'200);
}

TEST(ParseDuration, RefusesWhatItWouldHaveToGuess) {
  for (const char* text :
       {"",       " ",    "2",     "d",       "-1d",          "+1d",         "1.5d",
        "12h1d",  "1d1d", "1h 30", "2 d",     " 2d",          "2y",          "2mo",
        "1d,12h", "P1D",  "3654d", "3653d1s", "99999999999s", "9999999999w", "\xC2\xB2\x64"}) {
    const auto duration = parse_duration(text);
    ASSERT_FALSE(duration) << text;
    EXPECT_EQ(duration.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(duration.error().hint, HasSubstr("36h"));
  }
}

TEST(DurationText, ReadsBack) {
  EXPECT_EQ(duration_text(36 * 3'600), "1d12h");
  EXPECT_EQ(duration_text(5'400), "1h30m");
  EXPECT_EQ(duration_text(14 * 86'400 + 1), "14d1s");
  EXPECT_EQ(duration_text(0), "0");
  EXPECT_EQ(duration_text(kMin), "0");
  for (std::int64_t seconds = 0; seconds < 315'619'200; seconds += 1'234'567)
    EXPECT_EQ(parse_duration(duration_text(seconds)).value(), seconds);
}

}  // namespace
}  // namespace assay
