#include "report/text_report.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "golden.h"
#include "report_samples.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TextStyle style(View view, unsigned width = 80) {
  return {.width = width, .view = view};
}

TEST(TextReport, ReadsAsTheGoldenFiles) {
  for (const Sample& sample : samples())
    for (const View view : {View::kCandidate, View::kReviewer})
      expect_golden(sample.name + "." + std::string(name(view)) + ".txt",
                    to_text(sample.result, style(view)));
}

TEST(TextReport, InColour) {
  TextStyle colourful = style(View::kCandidate);
  colourful.color = true;
  std::string text;
  for (const char c : to_text(mixed(), colourful)) text += c == '\x1b' ? "\\e" : std::string(1, c);
  expect_golden("mixed.candidate.color.txt", text);
}

TEST(TextReport, NoLineIsWiderThanAsked) {
  for (const unsigned width : {50U, 60U, 80U, 200U})
    for (const Sample& sample : samples())
      for (const View view : {View::kCandidate, View::kReviewer}) {
        const std::string text = to_text(sample.result, style(view, width));
        for (const std::string_view line : split(text, '\n'))
          EXPECT_LE(display_width(line), width + 1) << sample.name << ": " << line;
      }
}

TEST(TextReport, HoldsNothingThatATerminalOrACiObeys) {
  for (const Sample& sample : samples())
    for (const View view : {View::kCandidate, View::kReviewer}) {
      const std::string text = to_text(sample.result, style(view));
      EXPECT_TRUE(is_utf8(text)) << sample.name;
      EXPECT_EQ(text, printable(text)) << sample.name;
      EXPECT_THAT(text, Not(HasSubstr("##["))) << sample.name;
      for (std::string_view line : split(text, '\n')) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        EXPECT_FALSE(line.starts_with("::")) << sample.name << ": " << line;
      }
    }
}

TEST(TextReport, WithoutUnicodeOursIsAscii) {
  TextStyle plain = style(View::kReviewer);
  plain.unicode = false;
  for (const char c : to_text(mixed(), plain)) ASSERT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(TextReport, CredentialsAreNeverShown) {
  for (const Sample& sample : samples())
    EXPECT_THAT(to_text(sample.result, style(View::kReviewer)), Not(HasSubstr("secret@")));
}

TEST(TextReport, AScoreIsShownOnlyWhereThereIsOne) {
  GradeResult result = all_passed();
  result.score.reset();
  EXPECT_THAT(to_text(result, style(View::kReviewer)), Not(HasSubstr("points")));
  result = all_passed();
  result.outcome = Outcome::kInfrastructureError;
  EXPECT_THAT(to_text(result, style(View::kReviewer)), Not(HasSubstr("of 100")));
}

}  // namespace
}  // namespace assay::report
