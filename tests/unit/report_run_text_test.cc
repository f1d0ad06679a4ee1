#include "report/run_text.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "golden.h"
#include "report/verdict_letters.h"
#include "report_run_samples.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const assay::Run& run, View view) {
  TextStyle style;
  style.view = view;
  return run_to_text(run, style);
}

TEST(RunText, ReadsAsTheGoldenFiles) {
  expect_golden("run.reviewer.txt", text_of(six_candidates(), View::kReviewer));
  expect_golden("run.candidate.txt", text_of(six_candidates(), View::kCandidate));
  expect_golden("run_assessment.reviewer.txt", text_of(two_exercises(), View::kReviewer));
  expect_golden("run_hostile.reviewer.txt", text_of(hostile_run(), View::kReviewer));
}

TEST(RunText, FitsTheScreenAndCommandsNothing) {
  for (const assay::Run& run : {six_candidates(), two_exercises(), hostile_run(), assay::Run{}})
    for (const View view : {View::kCandidate, View::kReviewer}) {
      const std::string text = text_of(run, view);
      EXPECT_EQ(text, printable(text));
      for (const std::string_view line : split(text, '\n')) {
        // The backslash that disarms a command comes on top.
        const std::string_view start = line.substr(after_blanks(line));
        EXPECT_LE(display_width(line), start.starts_with("\\::") ? 81U : 80U) << line;
        EXPECT_FALSE(start.starts_with("::")) << line;
        EXPECT_THAT(std::string(line), Not(HasSubstr("##[error]")));
      }
    }
}

TEST(RunText, WithoutUnicodeThereIsOnlyAscii) {
  TextStyle style;
  style.unicode = false;
  style.view = View::kReviewer;
  const std::string text = run_to_text(hostile_run(), style);
  for (const char c : text) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
}

TEST(RunText, ACandidateReadsNoReasonsAndNoCopies) {
  const std::string text = text_of(six_candidates(), View::kCandidate);
  EXPECT_THAT(text, Not(HasSubstr("unsafe was in an example")));
  EXPECT_THAT(text, Not(HasSubstr("the lead")));
  EXPECT_THAT(text, Not(HasSubstr("Identical")));
  EXPECT_THAT(text, Not(HasSubstr("mount /proc")));
}

TEST(Letters, AreOneColumnEachAndDifferent) {
  std::set<std::string_view> letters;
  for (int i = 0; i <= static_cast<int>(Verdict::kSkipped); ++i) {
    const std::string_view one = letter(static_cast<Verdict>(i));
    EXPECT_EQ(display_width(one), 1U);
    EXPECT_TRUE(letters.insert(one).second) << one;
  }
  EXPECT_EQ(legend({Verdict::kRace, Verdict::kPassed}), "✓ passed, R race");
}

}  // namespace
}  // namespace assay::report
