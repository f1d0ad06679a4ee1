#include "grading/judge.h"

#include <gmock/gmock.h>

#include "grading/merge.h"

namespace assay::grading {
namespace {

using ::testing::HasSubstr;

TestResult test_result(std::string test, const std::vector<Verdict>& verdicts,
                       BuildKind build = BuildKind::kRace) {
  std::vector<Attempt> attempts;
  for (const Verdict verdict : verdicts) {
    attempts.emplace_back().verdict = verdict;
    attempts.back().build = build;
  }
  return merge(std::move(test), std::move(attempts));
}

Criterion criterion(std::string id, std::uint32_t points, std::vector<std::string> tests) {
  Criterion made;
  made.id = std::move(id);
  made.title = "title of " + made.id;
  made.points = points;
  made.evidence.tests = std::move(tests);
  made.hint = "hint";
  return made;
}

Diagnostic vet(std::string analyzer, std::string file, std::uint32_t line) {
  Diagnostic diagnostic;
  diagnostic.check = "vet:" + analyzer;
  diagnostic.file = std::move(file);
  diagnostic.line = line;
  return diagnostic;
}

CriterionResult judge_one(const Criterion& wanted, const EvidenceBag& evidence) {
  Exercise exercise;
  exercise.criteria = {wanted};
  return judge(exercise, evidence).at(0);
}

TEST(Judge, PointsAreAllOrNothing) {
  EvidenceBag evidence;
  evidence.tests = {test_result("TestA", {Verdict::kPassed, Verdict::kPassed}),
                    test_result("TestB", {Verdict::kPassed, Verdict::kFailed})};
  const CriterionResult a = judge_one(criterion("a", 30, {"TestA"}), evidence);
  EXPECT_EQ(a.verdict, Verdict::kPassed);
  EXPECT_EQ(a.earned, 30U);
  EXPECT_EQ(a.hint, "");
  EXPECT_EQ(a.reason, "");
  const CriterionResult both = judge_one(criterion("both", 70, {"TestA", "TestB"}), evidence);
  EXPECT_EQ(both.verdict, Verdict::kFailed);
  EXPECT_EQ(both.earned, 0U);
  EXPECT_EQ(both.hint, "hint");
  EXPECT_EQ(both.reason, "failed in 1 of 2 runs (1 of 2 tests)");
  EXPECT_EQ(both.attempts, 4U);
  EXPECT_EQ(both.passed, 3U);
}

TEST(Judge, TheWorstTestNamesTheVerdict) {
  EvidenceBag evidence;
  evidence.tests = {test_result("TestA", {Verdict::kFailed}),
                    test_result("TestB", {Verdict::kRace}),
                    test_result("TestC", {Verdict::kFailed})};
  const CriterionResult result =
      judge_one(criterion("a", 9, {"TestA", "TestB", "TestC"}), evidence);
  EXPECT_EQ(result.verdict, Verdict::kRace);
  EXPECT_EQ(result.reason, "race; failed (3 of 3 tests)");
}

TEST(Judge, ATestWithoutARecordIsIncomplete) {
  const CriterionResult result = judge_one(criterion("a", 9, {"TestA"}), {});
  EXPECT_EQ(result.verdict, Verdict::kIncomplete);
  EXPECT_EQ(result.earned, 0U);
  EXPECT_EQ(result.reason, "no result");
}

TEST(Judge, OnlyTheNamedBinaryCounts) {
  EvidenceBag evidence;
  evidence.tests = {test_result("TestA", {Verdict::kPassed}, BuildKind::kRace)};
  Criterion wanted = criterion("a", 9, {"TestA"});
  wanted.evidence.build = BuildKind::kPlain;
  EXPECT_EQ(judge_one(wanted, evidence).verdict, Verdict::kIncomplete);
  evidence.tests = {test_result("TestA", {Verdict::kPassed}, BuildKind::kPlain)};
  EXPECT_EQ(judge_one(wanted, evidence).verdict, Verdict::kPassed);
}

TEST(Judge, VetEarnsPointsOnlyWhenItRan) {
  Criterion wanted = criterion("vet", 5, {});
  wanted.evidence.vet = {"copylocks", "lostcancel"};
  EvidenceBag evidence;
  EXPECT_EQ(judge_one(wanted, evidence).verdict, Verdict::kIncomplete);
  evidence.vetted = true;
  evidence.diagnostics = {vet("printf", "a.go", 3)};
  EXPECT_EQ(judge_one(wanted, evidence).verdict, Verdict::kPassed);
  evidence.diagnostics.push_back(vet("copylocks", "b\x1b[2J.go", 12));
  const CriterionResult result = judge_one(wanted, evidence);
  EXPECT_EQ(result.verdict, Verdict::kFailed);
  EXPECT_EQ(result.reason, "go vet found copylocks at b\\x1b[2J.go:12");
}

TEST(Judge, NamesAFewPlacesAndCountsTheRest) {
  Criterion wanted = criterion("vet", 5, {});
  wanted.evidence.vet = {"copylocks"};
  EvidenceBag evidence;
  evidence.vetted = true;
  for (std::uint32_t line = 1; line <= 5; ++line)
    evidence.diagnostics.push_back(vet("copylocks", "a.go", line));
  EXPECT_THAT(judge_one(wanted, evidence).reason, HasSubstr("copylocks at a.go:3 and 2 more"));
}

TEST(Judge, CallsAreReadFromTheInspection) {
  Criterion wanted = criterion("idiom", 5, {});
  wanted.evidence.must_call = {"crypto/hmac.Equal"};
  wanted.evidence.must_not_call = {"bytes.Equal"};
  EvidenceBag evidence;
  EXPECT_EQ(judge_one(wanted, evidence).verdict, Verdict::kIncomplete);
  InspectedFile file;
  file.path = "auth.go";
  file.uses = {{"bytes.Equal", {7, 2}}};
  evidence.inspection.files = {file};
  const CriterionResult lost = judge_one(wanted, evidence);
  EXPECT_EQ(lost.verdict, Verdict::kFailed);
  EXPECT_EQ(lost.reason, "crypto/hmac.Equal is not used; bytes.Equal is used at auth.go:7");
  evidence.inspection.files[0].uses = {{"crypto/hmac.Equal", {7, 2}}};
  EXPECT_EQ(judge_one(wanted, evidence).verdict, Verdict::kPassed);
}

TEST(Judge, ACallThatNothingComesOfIsNone) {
  Criterion wanted = criterion("idiom", 5, {});
  wanted.evidence.must_call = {"crypto/hmac.Equal"};
  EvidenceBag evidence;
  InspectedFile file;
  file.path = "auth.go";
  file.uses = {{"crypto/hmac.Equal", {7, 2}}, {"crypto/hmac.New", {8, 2}}};
  file.dead = file.uses;
  evidence.inspection.files = {file};
  const CriterionResult lost = judge_one(wanted, evidence);
  EXPECT_EQ(lost.verdict, Verdict::kFailed);
  EXPECT_EQ(lost.reason, "crypto/hmac.Equal is used only where nothing comes of it, at auth.go:7");
  file.uses = {{"crypto/hmac.Equal", {7, 30}}};
  evidence.inspection.files.push_back(file);
  EXPECT_EQ(judge_one(wanted, evidence).verdict, Verdict::kPassed);
  wanted.evidence.must_call.clear();
  wanted.evidence.must_not_call = {"crypto/hmac.Equal"};
  evidence.inspection.files.pop_back();
  EXPECT_EQ(judge_one(wanted, evidence).verdict, Verdict::kFailed) << "what is dead is there";
}

TEST(Judge, NoEvidenceIsNoPass) {
  EvidenceBag evidence;
  evidence.vetted = true;
  evidence.inspection.files.emplace_back();
  EXPECT_EQ(judge_one(criterion("a", 1, {}), evidence).verdict, Verdict::kIncomplete);
}

TEST(Judge, APrerequisiteThatIsLostSkipsWhatNeedsIt) {
  Exercise exercise;
  exercise.criteria = {criterion("basics", 40, {"TestA"}), criterion("burst", 30, {"TestB"}),
                       criterion("order", 30, {"TestB"})};
  exercise.criteria[0].title = "Counts";
  exercise.criteria[1].title = "Allows a burst";
  exercise.criteria[1].requires_ = {"basics"};
  exercise.criteria[2].requires_ = {"basics", "burst"};
  EvidenceBag evidence;
  evidence.tests = {test_result("TestA", {Verdict::kFailed}),
                    test_result("TestB", {Verdict::kPassed})};
  const auto results = judge(exercise, evidence);
  EXPECT_EQ(results[0].verdict, Verdict::kFailed);
  EXPECT_EQ(results[1].verdict, Verdict::kSkipped);
  EXPECT_EQ(results[1].reason, "needs `Counts` first");
  EXPECT_EQ(results[2].verdict, Verdict::kSkipped);
  EXPECT_EQ(results[2].reason, "needs `Counts`, `Allows a burst` first");
  EXPECT_EQ(score(results), 0U);
}

TEST(Judge, APrerequisiteThatIsNoEarlierCriterionIsNeverMet) {
  Exercise exercise;
  exercise.criteria = {criterion("a", 50, {"TestA"}), criterion("b", 50, {"TestA"})};
  exercise.criteria[0].requires_ = {"b"};
  exercise.criteria[1].requires_ = {"a"};
  EvidenceBag evidence;
  evidence.tests = {test_result("TestA", {Verdict::kPassed})};
  for (const CriterionResult& result : judge(exercise, evidence))
    EXPECT_EQ(result.verdict, Verdict::kSkipped);
}

TEST(Judge, WhatNeverRanEarnsNothing) {
  Exercise exercise;
  exercise.criteria = {criterion("a", 100, {"TestA"})};
  const auto results = judge_unrun(exercise);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].earned, 0U);
  EXPECT_EQ(results[0].points, 100U);
  EXPECT_EQ(results[0].verdict, Verdict::kIncomplete);
}

TEST(Score, IsExactAndRoundsDown) {
  const auto worth = [](std::uint32_t points, std::uint32_t earned) {
    CriterionResult result;
    result.points = points;
    result.earned = earned;
    return result;
  };
  EXPECT_EQ(score({}), 0U);
  EXPECT_EQ(score({worth(60, 60), worth(40, 40)}), 100U);
  EXPECT_EQ(score({worth(60, 60), worth(40, 0)}), 60U);
  EXPECT_EQ(score({worth(1, 1), worth(1, 1), worth(1, 0)}), 66U);
  EXPECT_EQ(score({worth(4'000'000'000, 4'000'000'000), worth(4'000'000'000, 0)}), 50U);
}

}  // namespace
}  // namespace assay::grading
