#include "grading/merge.h"

#include <gmock/gmock.h>

#include <set>

namespace assay::grading {
namespace {

TestResult merged(const std::vector<Verdict>& verdicts) {
  std::vector<Attempt> attempts;
  for (const Verdict verdict : verdicts) attempts.emplace_back().verdict = verdict;
  return merge("TestA", std::move(attempts));
}

std::vector<Verdict> all_verdicts() {
  std::vector<Verdict> all;
  for (int i = 0; i <= static_cast<int>(Verdict::kSkipped); ++i)
    all.push_back(static_cast<Verdict>(i));
  return all;
}

TEST(Merge, PassesOnlyWhenEveryAttemptPassed) {
  EXPECT_EQ(merged({Verdict::kPassed}).verdict, Verdict::kPassed);
  EXPECT_EQ(merged({Verdict::kPassed, Verdict::kPassed}).verdict, Verdict::kPassed);
  for (const Verdict verdict : all_verdicts()) {
    if (verdict == Verdict::kPassed) continue;
    EXPECT_EQ(merged({Verdict::kPassed, verdict, Verdict::kPassed}).verdict, verdict)
        << name(verdict);
  }
}

TEST(Merge, NoAttemptIsNoPass) {
  EXPECT_EQ(merged({}).verdict, Verdict::kIncomplete);
}

TEST(Merge, EveryVerdictHasASeverityOfItsOwn) {
  std::set<int> seen;
  for (const Verdict verdict : all_verdicts()) seen.insert(severity(verdict));
  EXPECT_EQ(seen.size(), all_verdicts().size());
  EXPECT_EQ(severity(Verdict::kPassed), 0);
  EXPECT_EQ(*seen.rbegin(), static_cast<int>(all_verdicts().size()) - 1);
}

TEST(Merge, ARaceIsFinal) {
  for (const Verdict verdict : all_verdicts()) {
    if (verdict == Verdict::kTampered) continue;
    EXPECT_EQ(merged({verdict, Verdict::kRace, verdict}).verdict, Verdict::kRace) << name(verdict);
  }
  EXPECT_EQ(merged({Verdict::kRace, Verdict::kTampered}).verdict, Verdict::kTampered);
}

TEST(Merge, TheOrderOfAttemptsDoesNotMatter) {
  for (const Verdict a : all_verdicts())
    for (const Verdict b : all_verdicts())
      EXPECT_EQ(merged({a, b}).verdict, merged({b, a}).verdict) << name(a) << " " << name(b);
}

TEST(Merge, KeepsTheAttempts) {
  const TestResult result = merged({Verdict::kPassed, Verdict::kFailed});
  EXPECT_EQ(result.test, "TestA");
  EXPECT_EQ(result.attempts.size(), 2U);
  EXPECT_EQ(result.passed(), 1U);
}

TEST(Only, LeavesOutTheOtherBinary) {
  Attempt race;
  race.verdict = Verdict::kPassed;
  Attempt plain;
  plain.build = BuildKind::kPlain;
  plain.verdict = Verdict::kFailed;
  const TestResult both = merge("TestA", {race, plain});
  EXPECT_EQ(both.verdict, Verdict::kFailed);
  EXPECT_EQ(only(both, BuildKind::kRace).verdict, Verdict::kPassed);
  EXPECT_EQ(only(both, BuildKind::kPlain).verdict, Verdict::kFailed);
  EXPECT_EQ(only(merge("TestA", {race}), BuildKind::kPlain).verdict, Verdict::kIncomplete);
}

TEST(Describe, CountsRuns) {
  using V = Verdict;
  EXPECT_EQ(describe(merged({V::kPassed})), "");
  EXPECT_EQ(describe(merged({V::kPanic})), "panic");
  EXPECT_EQ(describe(merged({V::kFailed, V::kFailed})), "failed in both runs");
  EXPECT_EQ(describe(merged({V::kDeadlock, V::kDeadlock, V::kDeadlock})), "deadlock in all 3 runs");
  EXPECT_EQ(describe(merged({V::kPassed, V::kRace, V::kFailed, V::kRace, V::kPassed, V::kRace})),
            "race in 3 of 6 runs, failed in 1");
  EXPECT_EQ(describe(merged({})), "no result");
}

TEST(Describe, HasWordsForEveryVerdict) {
  std::set<std::string_view> phrases;
  for (const Verdict verdict : all_verdicts()) phrases.insert(phrase(verdict));
  EXPECT_EQ(phrases.size(), all_verdicts().size());
}

}  // namespace
}  // namespace assay::grading
