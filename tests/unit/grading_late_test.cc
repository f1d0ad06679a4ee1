// What being late costs, at every boundary: seconds, days, the cap, and numbers that no clock
// would show but a commit may claim.
#include "grading/late.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

namespace assay::grading {
namespace {

constexpr std::int64_t kDeadline = 1'772'388'000;
constexpr std::int64_t kHour = 3'600;
constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

struct Charge {
  std::int64_t seconds;
  std::uint32_t days;
  std::uint32_t percent;
  bool operator==(const Charge&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Charge& charge) {
  return out << charge.seconds << " s, " << charge.days << " days, " << charge.percent << " %";
}

LatePolicy policy() {
  return {kDeadline, 2 * kHour, 10, 35};
}

// What `seconds` after the run's deadline cost; none of it where there is no lateness.
std::optional<Charge> charge(std::int64_t seconds, const LatePolicy& rules = policy(),
                             const RosterEntry& entry = {}) {
  const auto late = lateness(entry, rules, kDeadline + seconds);
  if (!late) return std::nullopt;
  return Charge{late->seconds, late->days, late->percent};
}

LatePolicy without_grace() {
  LatePolicy rules = policy();
  rules.grace = 0;
  return rules;
}

TEST(Lateness, BeginsAfterTheDeadline) {
  EXPECT_EQ(charge(-kDay), (Charge{0, 0, 0}));
  EXPECT_EQ(charge(-1, without_grace()), (Charge{0, 0, 0}));
  EXPECT_EQ(charge(0, without_grace()), (Charge{0, 0, 0}));
  EXPECT_EQ(charge(1, without_grace()), (Charge{1, 1, 10}));
}

TEST(Lateness, CostsNothingWithinTheGracePeriod) {
  EXPECT_EQ(charge(1), (Charge{1, 0, 0}));
  EXPECT_EQ(charge(2 * kHour), (Charge{2 * kHour, 0, 0}));
  EXPECT_EQ(charge(2 * kHour + 1), (Charge{2 * kHour + 1, 1, 10}));
}

TEST(Lateness, CountsDaysFromTheDeadlineAndNotFromTheEndOfTheGrace) {
  LatePolicy rules = policy();
  rules.grace = 2 * kDay;
  EXPECT_EQ(charge(2 * kDay, rules), (Charge{2 * kDay, 0, 0}));
  EXPECT_EQ(charge(2 * kDay + 1, rules), (Charge{2 * kDay + 1, 3, 30}));
}

TEST(Lateness, ChargesADayWhenItHasBegun) {
  EXPECT_EQ(charge(kDay), (Charge{kDay, 1, 10}));
  EXPECT_EQ(charge(kDay + 1), (Charge{kDay + 1, 2, 20}));
  EXPECT_EQ(charge(2 * kDay), (Charge{2 * kDay, 2, 20}));
  EXPECT_EQ(charge(3 * kDay), (Charge{3 * kDay, 3, 30}));
}

TEST(Lateness, StopsAtTheCap) {
  EXPECT_EQ(charge(3 * kDay + 1), (Charge{3 * kDay + 1, 4, 35}));
  EXPECT_EQ(charge(400 * kDay), (Charge{400 * kDay, 400, 35}));
  LatePolicy rules = policy();
  rules.max_percent = 0;
  EXPECT_EQ(charge(3 * kDay, rules), (Charge{3 * kDay, 3, 0}));
  rules.max_percent = 250;
  EXPECT_EQ(charge(10 * kDay, rules), (Charge{10 * kDay, 10, 100}));
  EXPECT_EQ(charge(20 * kDay, rules), (Charge{20 * kDay, 20, 100}));
}

TEST(Lateness, CostsNothingWhereADayCostsNothing) {
  LatePolicy rules = policy();
  rules.percent_per_day = 0;
  EXPECT_EQ(charge(9 * kDay, rules), (Charge{9 * kDay, 9, 0}));
}

TEST(Lateness, BeginsAfterTheExtension) {
  RosterEntry entry;
  entry.extension = 36 * kHour;
  EXPECT_EQ(charge(36 * kHour, without_grace(), entry), (Charge{0, 0, 0}));
  EXPECT_EQ(charge(36 * kHour + 1, without_grace(), entry), (Charge{1, 1, 10}));
  EXPECT_EQ(charge(38 * kHour, policy(), entry), (Charge{2 * kHour, 0, 0}));
  EXPECT_EQ(charge(38 * kHour + 1, policy(), entry), (Charge{2 * kHour + 1, 1, 10}));
}

TEST(Lateness, GoesByTheEntrysOwnDeadline) {
  RosterEntry entry;
  entry.deadline = kDeadline + 5 * kDay;
  EXPECT_EQ(charge(5 * kDay, without_grace(), entry), (Charge{0, 0, 0}));
  EXPECT_EQ(charge(5 * kDay + 1, without_grace(), entry), (Charge{1, 1, 10}));
  entry.deadline = kDeadline - kDay;  // an earlier one counts as well
  EXPECT_EQ(charge(0, without_grace(), entry), (Charge{kDay, 1, 10}));
  entry.extension = kDay;
  EXPECT_EQ(charge(0, without_grace(), entry), (Charge{0, 0, 0}));
  LatePolicy none = without_grace();
  none.deadline.reset();
  EXPECT_EQ(charge(1, none, entry), (Charge{1, 1, 10}));
}

TEST(Lateness, IsUnknownWithoutADeadlineOrACommit) {
  LatePolicy none = policy();
  none.deadline.reset();
  RosterEntry entry;
  entry.extension = kDay;
  EXPECT_EQ(charge(kDay, none, entry), std::nullopt);
  EXPECT_FALSE(lateness({}, policy(), 0));
}

TEST(Lateness, TakesACommitBefore1970ForOneInTime) {
  for (const std::int64_t time : {std::int64_t{-1}, -kDay, kMin}) {
    const auto late = lateness({}, policy(), time);
    ASSERT_TRUE(late) << time;
    EXPECT_EQ(late->seconds, 0);
    EXPECT_EQ(late->percent, 0U);
  }
}

TEST(Lateness, KnowsADeadlineBefore1970) {
  LatePolicy rules = without_grace();
  rules.deadline = -kDay;
  EXPECT_EQ(lateness({}, rules, -kDay)->seconds, 0);
  EXPECT_EQ(lateness({}, rules, -kDay + 1)->days, 1U);
  EXPECT_EQ(lateness({}, rules, 1)->days, 2U);
}

TEST(Lateness, TakesLessThanNothingForNothing) {
  LatePolicy rules = policy();
  rules.grace = kMin;
  RosterEntry entry;
  entry.extension = kMin;
  EXPECT_EQ(charge(0, rules, entry), (Charge{0, 0, 0}));
  EXPECT_EQ(charge(1, rules, entry), (Charge{1, 1, 10}));
}

__extension__ using Wide = __int128;

TEST(Lateness, DoesNotOverflow) {
  constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();
  for (const std::int64_t time :
       {kMin, kMin + 1, std::int64_t{-1}, std::int64_t{1}, kMax - 1, kMax})
    for (const std::int64_t deadline : {kMin, std::int64_t{-1}, std::int64_t{0}, kMax})
      for (const std::int64_t slack : {kMin, std::int64_t{0}, std::int64_t{1}, kMax})
        for (const std::uint32_t percent : {0U, 1U, 100U, kMost}) {
          RosterEntry entry;
          entry.extension = slack;
          const auto late = lateness(entry, {deadline, slack, percent, kMost}, time);
          ASSERT_TRUE(late);
          EXPECT_GE(late->seconds, 0);
          EXPECT_LE(late->percent, 100U);
          // As arithmetic without bounds has it.
          const Wide lateness = Wide{time} - deadline - std::max(slack, std::int64_t{0});
          EXPECT_EQ(late->seconds,
                    static_cast<std::int64_t>(std::clamp(lateness, Wide{0}, Wide{kMax})));
        }
  const auto most = lateness({}, {kMin, 0, kMost, 100}, kMax);
  EXPECT_EQ(most->seconds, kMax);
  EXPECT_EQ(most->days, kMost);
  EXPECT_EQ(most->percent, 100U);
}

TEST(Lateness, NeverFallsWithTime) {
  std::uint32_t before = 0;
  for (std::int64_t seconds = -kDay; seconds < 5 * kDay; seconds += 599) {
    const auto now = charge(seconds);
    ASSERT_TRUE(now);
    EXPECT_GE(now->percent, before);
    before = now->percent;
  }
  EXPECT_EQ(before, 35U);
}

TEST(AdjustedScore, TakesThePercentage) {
  EXPECT_EQ(adjusted_score(100, {1, 1, 10}), 90U);
  EXPECT_EQ(adjusted_score(80, {1, 1, 25}), 60U);
  EXPECT_EQ(adjusted_score(80, {1, 0, 0}), 80U);
  EXPECT_EQ(adjusted_score(80, {1, 1, 100}), 0U);
  EXPECT_EQ(adjusted_score(0, {1, 1, 10}), 0U);
}

TEST(AdjustedScore, NeverTakesMoreThanThePercentageSays) {
  EXPECT_EQ(adjusted_score(99, {1, 1, 10}), 90U);  // 9.9 points are nine
  EXPECT_EQ(adjusted_score(1, {1, 1, 99}), 1U);
  for (std::uint32_t score = 0; score <= 300; ++score)
    for (std::uint32_t percent = 0; percent <= 100; ++percent) {
      const std::uint32_t taken = score - adjusted_score(score, {1, 1, percent});
      EXPECT_LE(taken * 100, score * percent);
      EXPECT_GT((taken + 1) * 100, score * percent);  // and not a whole point less
    }
}

TEST(AdjustedScore, IsNeverBelowZeroAndDoesNotOverflow) {
  constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();
  EXPECT_EQ(adjusted_score(50, {1, 1, kMost}), 0U);
  EXPECT_EQ(adjusted_score(kMost, {1, 1, 50}), 2'147'483'648U);
  EXPECT_EQ(adjusted_score(kMost, {1, 1, 100}), 0U);
}

SubmissionRecord record(std::optional<std::uint32_t> score, std::string commit, std::int64_t time) {
  SubmissionRecord made;
  made.progress = Progress::kDone;
  made.result.emplace();
  made.result->outcome = score ? Outcome::kGraded : Outcome::kBuildFailed;
  made.result->score = score;
  made.result->commit = std::move(commit);
  made.result->commit_time = time;
  return made;
}

TEST(Settle, SetsWhatFollowsFromEachCommit) {
  assay::Run run;
  run.late = policy();
  run.submissions = {record(80, "c1", kDeadline), record(80, "c2", kDeadline + kDay),
                     record({}, "c3", kDeadline + kDay), record(80, "", kDeadline + kDay),
                     record(80, "c5", 0)};
  run.submissions.push_back({});  // pending
  settle(run);
  EXPECT_EQ(run.submissions[0].late->seconds, 0);
  EXPECT_EQ(run.submissions[0].adjusted, 80U);
  EXPECT_EQ(run.submissions[1].late->percent, 10U);
  EXPECT_EQ(run.submissions[1].adjusted, 72U);
  EXPECT_EQ(run.submissions[2].late->percent, 10U);
  EXPECT_EQ(run.submissions[2].adjusted, std::nullopt);
  for (std::size_t i = 3; i < 6; ++i) {
    EXPECT_FALSE(run.submissions[i].late) << i;
    EXPECT_FALSE(run.submissions[i].adjusted) << i;
  }
  EXPECT_EQ(run.submissions[1].result->score, 80U) << "the raw score stays";
}

TEST(Settle, LeavesNothingOfAnEarlierDeadline) {
  assay::Run run;
  run.late = policy();
  run.submissions = {record(80, "c", kDeadline + kDay)};
  settle(run);
  ASSERT_EQ(run.submissions[0].adjusted, 72U);
  settle(run);
  EXPECT_EQ(run.submissions[0].adjusted, 72U) << "it was charged twice";
  run.late.deadline.reset();
  settle(run);
  EXPECT_FALSE(run.submissions[0].late);
  EXPECT_FALSE(run.submissions[0].adjusted);
}

}  // namespace
}  // namespace assay::grading
