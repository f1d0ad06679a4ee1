#include "report/reproducible.h"

#include <gmock/gmock.h>

#include "report/formats.h"
#include "report/result_json.h"
#include "report_run_samples.h"
#include "report_samples.h"

namespace assay::report {
namespace {

TEST(WithoutRunNoise, HidesWhatDiffersAndNothingElse) {
  EXPECT_EQ(without_run_noise("Write at 0x00c000112233 by goroutine 8:"),
            "Write at 0x? by goroutine ?:");
  EXPECT_EQ(without_run_noise("Goroutine 12 (running) created at:"),
            "Goroutine ? (running) created at:");
  EXPECT_EQ(without_run_noise("--- FAIL: TestX (0.03s)"), "--- FAIL: TestX (?s)");
  for (const char* text : {"", "index out of range [5] with length 3", "0x", "goroutine x", "(3)",
                           "oroutine ", "limiter_test.go:88: 1003 grants, expected 1000"})
    EXPECT_EQ(without_run_noise(text), text);
}

TEST(Reproducible, TwoRunsOfTheSameGiveTheSameBytesInEveryFormat) {
  ReportOptions options;
  options.reproducible = true;
  for (const assay::Run& run : {six_candidates(), two_exercises()}) {
    const assay::Run later = at_another_time(run);
    for (const Format& format : formats())
      for (const View view : {View::kCandidate, View::kReviewer}) {
        options.view = view;
        if (format.write_run != nullptr) {
          const auto one = write_report(run, format.name, options);
          const auto other = write_report(later, format.name, options);
          ASSERT_TRUE(one && other) << format.name;
          ASSERT_EQ(one->size(), other->size());
          for (std::size_t i = 0; i < one->size(); ++i)
            EXPECT_EQ((*one)[i].bytes, (*other)[i].bytes) << format.name;
        }
        for (std::size_t i = 0; i < run.submissions.size() && format.of_submission; ++i) {
          if (!run.submissions[i].result) continue;
          const auto one = write_report(run.submissions[i], format.name, options);
          const auto other = write_report(later.submissions[i], format.name, options);
          ASSERT_TRUE(one && other);
          EXPECT_EQ(one->bytes, other->bytes) << format.name;
        }
      }
  }
}

TEST(Reproducible, WithoutTheOptionTheyDiffer) {
  const assay::Run run = six_candidates();
  for (const char* format : {"text", "json", "csv", "junit"}) {
    const auto one = write_report(run, format, {});
    const auto other = write_report(at_another_time(run), format, {});
    ASSERT_TRUE(one && other);
    EXPECT_NE((*one)[0].bytes, (*other)[0].bytes) << format;
  }
}

TEST(Reproducible, KeepsWhatWasDecided) {
  const GradeResult before = mixed();
  const GradeResult after = reproducible(before);
  EXPECT_EQ(after.score, before.score);
  EXPECT_EQ(after.commit_time, before.commit_time);
  EXPECT_EQ(after.environment.seed, before.environment.seed);
  EXPECT_EQ(after.criteria[1].reason, before.criteria[1].reason);
  EXPECT_EQ(after.races.size(), before.races.size());
  EXPECT_EQ(after.races[0].stacks[0].frames[0].line, before.races[0].stacks[0].frames[0].line);
}

// Views are applied by whoever writes, so one may be applied twice, and to what was made
// reproducible before.
TEST(Reproducible, ViewsMayBeAppliedAgain) {
  std::vector<Sample> all = samples();
  for (const char* message :
       {"panic: expected 7", "fatal error: secret", "panic: interface conversion: x is y",
        "panic: runtime error: hash of unhashable type secret", "panic: send on closed channel"}) {
    GradeResult result = mixed();
    result.crashes[0].message = message;
    all.push_back({message, result});
  }
  for (const Sample& sample : all) {
    const GradeResult once = for_candidate(sample.result);
    EXPECT_EQ(to_json(for_candidate(once), View::kReviewer), to_json(once, View::kReviewer))
        << sample.name;
    const GradeResult quiet = reproducible(once);
    EXPECT_EQ(to_json(for_candidate(quiet), View::kReviewer), to_json(quiet, View::kReviewer))
        << sample.name;
  }
}

}  // namespace
}  // namespace assay::report
