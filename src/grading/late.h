// What handing in late costs. Pure. The time is the commit's own (the committer's
// clock, which the candidate sets), and reports say so.
#pragma once

#include <cstdint>
#include <optional>

#include "model/run.h"

namespace assay::grading {

/// How late a commit of `commit_time` is for this entry; nothing where neither the run nor the
/// entry has a deadline, or the source has no commit. Within the grace period it is late, and costs
/// nothing; after it, each day that has begun since the deadline costs.
std::optional<Lateness> lateness(const RosterEntry& entry, const LatePolicy& policy,
                                 std::int64_t commit_time);

/// `score` less the percentage, rounded down.
std::uint32_t adjusted_score(std::uint32_t score, const Lateness& late);

/// Sets `late` and `adjusted` of every submission of `run` that has a result.
void settle(Run& run);

}  // namespace assay::grading
