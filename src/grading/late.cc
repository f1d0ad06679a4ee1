#include "grading/late.h"

#include <algorithm>
#include <limits>

namespace assay::grading {
namespace {

constexpr std::int64_t kDay = 86'400;

// `a` + `b`, where `b` is not negative.
std::int64_t add(std::int64_t a, std::int64_t b) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  return a > kMost - b ? kMost : a + b;
}

// How far `a` lies after `b`; 0 if it does not.
std::int64_t after(std::int64_t a, std::int64_t b) {
  if (a <= b) return 0;
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::uint64_t distance = static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b);
  return static_cast<std::int64_t>(std::min(distance, kMost));
}

std::uint32_t begun_days(std::int64_t seconds) {
  const std::int64_t days = seconds / kDay + (seconds % kDay == 0 ? 0 : 1);
  return static_cast<std::uint32_t>(
      std::min<std::int64_t>(days, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

std::optional<Lateness> lateness(const RosterEntry& entry, const LatePolicy& policy,
                                 std::int64_t commit_time) {
  const std::optional<std::int64_t> deadline = entry.deadline ? entry.deadline : policy.deadline;
  if (!deadline || commit_time == 0) return std::nullopt;
  Lateness late;
  late.seconds = after(commit_time, add(*deadline, std::max<std::int64_t>(entry.extension, 0)));
  if (late.seconds <= std::max<std::int64_t>(policy.grace, 0)) return late;
  late.days = begun_days(late.seconds);
  const std::uint64_t percent = std::uint64_t{late.days} * policy.percent_per_day;
  late.percent = static_cast<std::uint32_t>(
      std::min({percent, std::uint64_t{policy.max_percent}, std::uint64_t{100}}));
  return late;
}

std::uint32_t adjusted_score(std::uint32_t score, const Lateness& late) {
  const std::uint64_t percent = std::min(late.percent, 100U);
  return score - static_cast<std::uint32_t>(score * percent / 100);
}

void settle(SubmissionRecord& record, const LatePolicy& policy) {
  record.late.reset();
  record.adjusted.reset();
  if (!record.result || record.result->commit.empty()) return;
  record.late = lateness(record.entry, policy, record.result->commit_time);
  if (record.late && record.result->score)
    record.adjusted = adjusted_score(*record.result->score, *record.late);
}

void settle(Run& run) {
  run.submissions.edit_each([&](SubmissionRecord& record) { settle(record, run.late); });
}

}  // namespace assay::grading
