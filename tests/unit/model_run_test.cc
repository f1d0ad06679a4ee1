// What a run adds up to: which of the scores counts, and what a candidate has in all.
#include "model/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::ElementsAre;

SubmissionRecord record(const std::string& candidate, const std::string& exercise,
                        std::optional<std::uint32_t> score, Outcome outcome = Outcome::kGraded) {
  SubmissionRecord made;
  made.entry.candidate = candidate;
  made.exercise = exercise;
  made.progress = outcome == Outcome::kInfrastructureError ? Progress::kGaveUp : Progress::kDone;
  made.result.emplace();
  made.result->outcome = outcome;
  made.result->score = score;
  return made;
}

TEST(FinalScore, IsThePersonsThenTheAdjustedThenTheMachines) {
  SubmissionRecord one = record("ada", "pool", 80);
  EXPECT_EQ(final_score(one), 80U);
  one.adjusted = 72;
  EXPECT_EQ(final_score(one), 72U);
  one.decision = Decision{90, "the network was down", "grace", 1};
  EXPECT_EQ(final_score(one), 90U);
}

TEST(FinalScore, IsNoneForWhatIsPendingOrOurFault) {
  SubmissionRecord one = record("ada", "pool", 80);
  one.progress = Progress::kPending;
  EXPECT_EQ(final_score(one), std::nullopt);
  EXPECT_EQ(final_score(record("ada", "pool", {}, Outcome::kInfrastructureError)), std::nullopt);
}

TEST(Totals, AreWeightedInTheOrderOfTheRoster) {
  assay::Run run;
  run.assessment = Assessment{"backend", "Backend", 90, {{"pool", 3}, {"limiter", 1}}};
  run.submissions = {record("bob", "pool", 100), record("ada", "pool", 50),
                     record("bob", "limiter", 61),
                     record("ada", "limiter", {}, Outcome::kRejected)};
  const auto totals = totals_of(run);
  ASSERT_EQ(totals.size(), 2U);
  EXPECT_EQ(totals[0].candidate, "bob");
  EXPECT_THAT(totals[0].submissions, ElementsAre(0, 2));
  EXPECT_EQ(totals[0].total, 90U);  // 361 / 4
  EXPECT_EQ(totals[1].total, 37U);  // 150 / 4: what was rejected counts nothing
}

TEST(Totals, WaitForWhatIsPendingAndForWhatWeCouldNotGrade) {
  assay::Run run;
  run.submissions = {record("ada", "pool", 50), record("ada", "limiter", 50),
                     record("bob", "pool", {}, Outcome::kInfrastructureError)};
  run.submissions.edit(1)->progress = Progress::kPending;
  const auto totals = totals_of(run);
  EXPECT_EQ(totals[0].total, std::nullopt);
  EXPECT_EQ(totals[1].total, std::nullopt);
}

}  // namespace
}  // namespace assay
