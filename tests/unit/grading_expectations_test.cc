#include "grading/expectations.h"

#include <gmock/gmock.h>

namespace assay::grading {
namespace {

using ::testing::IsEmpty;

CriterionResult ended(std::string id, Verdict verdict, std::string reason = {}) {
  CriterionResult result;
  result.id = std::move(id);
  result.verdict = verdict;
  result.reason = std::move(reason);
  return result;
}

GradeResult graded(std::uint32_t score, std::vector<CriterionResult> criteria) {
  GradeResult result;
  result.outcome = Outcome::kGraded;
  result.score = score;
  result.criteria = std::move(criteria);
  return result;
}

std::vector<std::string> sentences(const std::vector<Mismatch>& mismatches) {
  std::vector<std::string> texts;
  for (const Mismatch& mismatch : mismatches) texts.push_back(mismatch.what);
  return texts;
}

KnownSolution mutant(std::vector<ExpectedLoss> loses) {
  KnownSolution solution;
  solution.loses = std::move(loses);
  return solution;
}

TEST(Reference, MustGetEveryPoint) {
  EXPECT_THAT(check_reference(graded(100, {ended("a", Verdict::kPassed)})), IsEmpty());
  EXPECT_THAT(
      sentences(check_reference(graded(
          70, {ended("a", Verdict::kPassed), ended("b", Verdict::kRace, "race in 1 of 6 runs")}))),
      testing::ElementsAre("`b` ended as race (race in 1 of 6 runs)"));
  EXPECT_THAT(sentences(check_reference(graded(99, {ended("a", Verdict::kPassed)}))),
              testing::ElementsAre("got 99 of 100 points"));
}

TEST(Starter, MustCompileAndStayBelowHalf) {
  EXPECT_THAT(check_starter(graded(49, {})), IsEmpty());
  EXPECT_THAT(sentences(check_starter(graded(50, {}))),
              testing::ElementsAre("got 50 points, expected less than 50"));
  GradeResult broken;
  broken.outcome = Outcome::kBuildFailed;
  EXPECT_THAT(sentences(check_starter(broken)),
              testing::ElementsAre("was not graded: build_failed"));
}

TEST(Any, AnInfrastructureErrorIsAlwaysAMismatch) {
  GradeResult broken;
  broken.error = "no cgroup";
  broken.score = 100;
  for (const auto& mismatches :
       {check_reference(broken), check_starter(broken), check_mutant(mutant({}), broken)})
    EXPECT_THAT(sentences(mismatches),
                testing::ElementsAre("was not graded: infrastructure_error (no cgroup)"));
}

TEST(Mutant, LosesExactlyWhatItNames) {
  const KnownSolution solution = mutant({{"a", {"failed", "panic"}}, {"b", {"skipped"}}});
  EXPECT_THAT(
      check_mutant(solution, graded(40, {ended("a", Verdict::kPanic), ended("b", Verdict::kSkipped),
                                         ended("c", Verdict::kPassed)})),
      IsEmpty());
  EXPECT_THAT(sentences(check_mutant(
                  solution, graded(40, {ended("a", Verdict::kRace), ended("b", Verdict::kPassed),
                                        ended("c", Verdict::kLeak)}))),
              testing::ElementsAre("`a` ended as race, expected failed or panic",
                                   "`b` passed, expected skipped",
                                   "`c` ended as leak, expected it to pass"));
}

TEST(Mutant, NamesACriterionThatThereIs) {
  EXPECT_THAT(sentences(check_mutant(mutant({{"x", {"race"}}}), graded(100, {}))),
              testing::ElementsAre("there is no criterion `x`"));
}

TEST(Words, ForATable) {
  EXPECT_EQ(expected_of_mutant(mutant({{"a", {"failed", "panic"}}, {"b", {"skipped"}}})),
            "a failed|panic, b skipped");
  EXPECT_EQ(summarise(graded(100, {ended("a", Verdict::kPassed)})), "100");
  EXPECT_EQ(summarise(graded(60, {ended("a", Verdict::kPassed), ended("b", Verdict::kRace)})),
            "60: b race");
  EXPECT_EQ(summarise(GradeResult{}), "infrastructure_error");
}

}  // namespace
}  // namespace assay::grading
