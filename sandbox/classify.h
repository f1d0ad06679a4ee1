// What came of a run: the first cause, in the order that src/README.md fixes.
#pragma once

#include <optional>

#include "sandbox/cgroup.h"
#include "sandbox/follow.h"
#include "sandbox/run_spec.h"

namespace assay::sandbox {

/// The cause, exit code and signal of a box that ran. `usage` is nothing without a cgroup.
/// Nothing if what was seen explains no end of the candidate's making: then the fault is ours.
std::optional<RunResult> classify(const Followed& seen, const std::optional<CgroupUsage>& usage,
                                  const Limits& limits);

}  // namespace assay::sandbox
