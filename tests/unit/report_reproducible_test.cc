#include "report/reproducible.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "report/formats.h"
#include "report/html_report.h"
#include "report/platform_case.h"
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
  EXPECT_EQ(after.outcome, before.outcome);
  EXPECT_EQ(after.score, before.score);
  EXPECT_EQ(after.commit_time, before.commit_time);
  EXPECT_EQ(after.environment.seed, before.environment.seed);
  EXPECT_EQ(after.diagnostics.size(), before.diagnostics.size());
  ASSERT_EQ(after.criteria.size(), before.criteria.size());
  for (std::size_t i = 0; i < after.criteria.size(); ++i) {
    EXPECT_EQ(after.criteria[i].verdict, before.criteria[i].verdict);
    EXPECT_EQ(after.criteria[i].earned, before.criteria[i].earned);
    EXPECT_EQ(after.criteria[i].hint, before.criteria[i].hint);
    if (after.criteria[i].verdict == Verdict::kSkipped) {
      EXPECT_EQ(after.criteria[i].reason, before.criteria[i].reason);
    }
  }
}

// Two honest runs of racy code: everything that chance decides in `other` differs from `one`.
GradeResult by_chance(GradeResult result) {
  for (CriterionResult& each : result.criteria.edit()) {
    each.attempts += 3;
    each.passed += 1;
    if (each.verdict != Verdict::kSkipped && !each.tests.empty())
      each.reason = "race in 2 of 9 runs, failed in 1";
  }
  for (TestResult& test : result.tests) {
    test.verdict = Verdict::kPassed;
    std::reverse(test.attempts.begin(), test.attempts.end());
    test.attempts.push_back({BuildKind::kRace, 4, 7, Verdict::kPassed, "", "other words", 5, 0});
    test.attempts.push_back({BuildKind::kRace, 4, 8, test.verdict, "exit code 66", "", 5, 3});
  }
  std::reverse(result.races.begin(), result.races.end());
  for (RaceReport& race : result.races) std::reverse(race.stacks.begin(), race.stacks.end());
  result.races.push_back({"TestOther", {{"Write at 0x1 by goroutine 9:", {}, 4}}});
  for (CrashReport& crash : result.crashes) crash.stacks.clear();
  result.crashes.push_back(
      {"TestOther", Verdict::kFatal, "fatal error: concurrent map writes", {}});
  std::reverse(result.diagnostics.begin(), result.diagnostics.end());
  if (result.outcome == Outcome::kInfrastructureError) result.error = "/tmp/assay-x9: full";
  return result;
}

TEST(Reproducible, WhatChanceDecidesInARunIsInNoFormat) {
  ReportOptions options;
  options.reproducible = true;
  assay::Run run = six_candidates();
  std::vector<Sample> all = samples();
  for (std::size_t i = 0; i < all.size(); ++i) {
    SubmissionRecord record = record_of(all[i].result);
    record.entry.candidate = "sample " + std::to_string(i);
    run.submissions.push_back(record);
  }
  assay::Run other = run;
  other.submissions.edit_each([&](SubmissionRecord& record) {
    if (record.result) record.result = by_chance(*record.result);
  });
  for (const Format& format : formats())
    for (const View view : {View::kCandidate, View::kReviewer}) {
      options.view = view;
      if (format.write_run == nullptr) continue;
      const auto one = write_report(run, format.name, options);
      const auto two = write_report(other, format.name, options);
      ASSERT_TRUE(one && two) << format.name;
      ASSERT_EQ(one->size(), two->size());
      for (std::size_t i = 0; i < one->size(); ++i)
        EXPECT_EQ((*one)[i].bytes, (*two)[i].bytes) << format.name;
    }
  for (const View view : {View::kCandidate, View::kReviewer})
    EXPECT_EQ(run_to_html(run, {view, true, {}}), run_to_html(other, {view, true, {}}));
}

// What one rule of reproducible() is about, and nothing else.
struct Chance {
  const char* what;
  void (*change)(GradeResult&);
};

class EachChance : public ::testing::TestWithParam<Chance> {};

TEST_P(EachChance, IsLeftOutAlone) {
  const GradeResult before = mixed();
  GradeResult after = before;
  GetParam().change(after);
  EXPECT_NE(to_json(before, View::kReviewer), to_json(after, View::kReviewer));
  EXPECT_EQ(to_json(reproducible(before), View::kReviewer),
            to_json(reproducible(after), View::kReviewer));
}

INSTANTIATE_TEST_SUITE_P(
    Reproducible, EachChance,
    ::testing::Values(
        Chance{"Times", [](GradeResult& r) { r.started_at += 9; }},
        Chance{"Durations", [](GradeResult& r) { r.duration_ms += 9; }},
        Chance{"BuildUsage", [](GradeResult& r) { r.build_usage.cpu_ms += 9; }},
        Chance{"RunUsage", [](GradeResult& r) { r.run_usage.processes += 1; }},
        Chance{"RepeatsOfACriterion", [](GradeResult& r) { r.criteria.edit()[1].passed += 1; }},
        Chance{"AttemptsOfACriterion", [](GradeResult& r) { r.criteria.edit()[1].attempts += 1; }},
        Chance{"ReasonThatCountsRuns",
               [](GradeResult& r) { r.criteria.edit()[1].reason = "race in 2"; }},
        Chance{"WhichTestSawIt", [](GradeResult& r) { r.tests[1].verdict = Verdict::kPassed; }},
        Chance{"AttemptsOfATest", [](GradeResult& r) { r.tests[0].attempts.pop_back(); }},
        Chance{"WhichRaces", [](GradeResult& r) { r.races.pop_back(); }},
        Chance{"WhichCrashes", [](GradeResult& r) { r.crashes.pop_back(); }},
        Chance{"OrderOfDiagnostics",
               [](GradeResult& r) { std::reverse(r.diagnostics.begin(), r.diagnostics.end()); }}),
    [](const auto& tested) { return tested.param.what; });

TEST(Reproducible, NamesNoFaultOfOurs) {
  GradeResult one = mixed();
  one.outcome = Outcome::kInfrastructureError;
  GradeResult other = one;
  one.error = "connect: timed out";
  other.error = "connect: refused";
  EXPECT_EQ(to_json(reproducible(one), View::kReviewer),
            to_json(reproducible(other), View::kReviewer));
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
