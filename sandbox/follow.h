// Follows a box to its end: moves bytes, keeps the clocks, notes why before it kills.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "sandbox/cgroup.h"
#include "sandbox/launch.h"
#include "sandbox/run_spec.h"

namespace assay::sandbox {

/// What was seen of a box by the time that nobody is in it any more.
struct Followed {
  bool forked = false;                       ///< there was a payload: the clocks began
  std::optional<wire::Failure> failure;      ///< which step of the set-up failed
  std::optional<Cause> killed_for;           ///< noted before the kill
  std::optional<wire::StatusMessage> ended;  ///< what init said of the payload
  bool complete = false;                     ///< init said its last word
  std::vector<std::int64_t> exported;
  std::chrono::microseconds wall{0};
  std::chrono::microseconds cpu{0};  ///< as last polled: for a box without a cgroup that we killed
};

/// `cgroup` may be null; `cancel` becomes readable when the run is to be ended. An Error means
/// that following failed; the box is dead all the same.
Result<Followed> follow(Box& box, const RunSpec& spec, const Cgroup* cgroup, int cancel);

}  // namespace assay::sandbox
