// What handing in late costs. Pure. The time is the commit's own (the committer's
// clock, which the candidate sets), and reports say so.
//
// Whatever the numbers are, nothing overflows, and a candidate is never charged more
// than the percentage that is shown.
#pragma once

#include <cstdint>
#include <optional>

#include "model/run.h"

namespace assay::grading {

/// How late a commit of `commit_time` is for this entry; nothing where neither the run nor the
/// entry has a deadline, or the source has no commit: a time of 0, as Snapshot has it then. The
/// entry's own deadline takes the place of the run's, and its extension is added to either.
///
/// Within the grace period it is late, and costs nothing; after it, each day that has begun since
/// the deadline costs: the first from the first second on, the second after 86,400 of them. A
/// negative grace or extension counts as none, more than 100 percent as 100.
std::optional<Lateness> lateness(const RosterEntry& entry, const LatePolicy& policy,
                                 std::int64_t commit_time);

/// `score` less the percentage of it; fractions of a point that would have to go stay with the
/// candidate.
std::uint32_t adjusted_score(std::uint32_t score, const Lateness& late);

/// Sets `late` and `adjusted` of every submission of `run`: both where it has a result with a
/// score, `late` alone where that has none, and neither without a result, a deadline or a commit.
/// What an earlier call set does not stay.
void settle(Run& run);
/// The same of one submission of a run with this policy.
void settle(SubmissionRecord& record, const LatePolicy& policy);

}  // namespace assay::grading
