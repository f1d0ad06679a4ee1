// What follows from a run as a whole: places, counts, criteria, who handed in the same.
#include "report/run_facts.h"

#include <gmock/gmock.h>

#include "report_run_samples.h"

namespace assay::report {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> places(const assay::Run& run) {
  std::vector<std::string> all;
  for (const Standing& each : leaderboard(run))
    all.push_back(each.text() + " " + each.candidate.candidate);
  return all;
}

TEST(Leaderboard, EqualsShareAPlaceAndTheNextCountsThem) {
  EXPECT_THAT(places(six_candidates()),
              ElementsAre("1= ada", "1= linus", "3 ken", "4 Grace Hopper", "5 rob", " barbara"));
}

TEST(Leaderboard, WithoutATotalThereIsNoPlace) {
  EXPECT_THAT(places(two_exercises()), ElementsAre("1= ada", "1= bob", "3 eve", " joe"));
  EXPECT_THAT(places(assay::Run{}), IsEmpty());
}

TEST(Counts, AddUpToAllSubmissions) {
  for (const assay::Run& run : {six_candidates(), two_exercises(), hostile_run()}) {
    const Counts counts = counts_of(run);
    std::size_t sum = counts.pending + counts.gave_up;
    for (const auto& [outcome, count] : counts.by_outcome) sum += count;
    EXPECT_EQ(sum, run.submissions.size());
  }
  EXPECT_EQ(counts_of(six_candidates()).gave_up, 1U);
  EXPECT_EQ(counts_of(two_exercises()).pending, 1U);
}

TEST(CriterionFacts, CountOnlyGradedSubmissions) {
  const std::vector<CriterionFacts> facts = criterion_facts(six_candidates());
  ASSERT_THAT(facts, SizeIs(6));
  EXPECT_EQ(facts[1].id, "exact");
  EXPECT_EQ(facts[1].graded, 3U);
  EXPECT_EQ(facts[1].met, 2U);
  EXPECT_EQ(facts[1].flaky, 1U);
  EXPECT_EQ(facts[3].flaky, 0U);  // a deadlock in all runs is not flaky
  EXPECT_THAT(facts[1].questions, SizeIs(1));
}

TEST(CriterionFacts, NameCriteriaThatNoCardHas) {
  assay::Run run = six_candidates();
  run.exercises.clear();
  EXPECT_THAT(criterion_facts(run), SizeIs(6));
}

TEST(IdenticalSubmissions, AreThoseOfSeveralCandidates) {
  const auto groups = identical_submissions(six_candidates());
  ASSERT_THAT(groups, SizeIs(1));
  EXPECT_THAT(groups[0].submissions, ElementsAre(0, 2));
  assay::Run run = six_candidates();
  run.submissions.edit(2)->entry.candidate = "ada";
  run.submissions.edit(2)->exercise = "rate-limiter";
  EXPECT_THAT(identical_submissions(run), IsEmpty());
}

TEST(IdenticalSubmissions, EmptyRepositoriesAreNotCopies) {
  assay::Run run = six_candidates();
  run.submissions.edit_each([&](SubmissionRecord& each) {
    each.result->tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    each.result->outcome = Outcome::kNoSubmission;
  });
  EXPECT_THAT(identical_submissions(run), IsEmpty());
}

TEST(SeenBy, ACandidatesRecordHoldsNothingThatPeopleWroteForEachOther) {
  const SubmissionRecord record = shown(six_candidates().submissions[4], View::kCandidate);
  EXPECT_THAT(record.entry.extra, IsEmpty());
  EXPECT_EQ(record.decision->score, 60U);
  EXPECT_EQ(record.decision->reason, "");
  EXPECT_EQ(record.decision->author, "");
  EXPECT_THAT(record.code, IsEmpty());
}

TEST(WhyNoScore, IsOneSentence) {
  const assay::Run run = six_candidates();
  EXPECT_EQ(why_no_score(run.submissions[0]), "");
  EXPECT_EQ(why_no_score(run.submissions[3]), "does not build");
  EXPECT_THAT(why_no_score(run.submissions[4]), ::testing::StartsWith("rejected: imports"));
  EXPECT_EQ(why_no_score(two_exercises().submissions[7]), "not graded yet");
}

}  // namespace
}  // namespace assay::report
