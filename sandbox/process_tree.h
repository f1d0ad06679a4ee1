// CPU time of a box that has no cgroup, from /proc.
#pragma once

#include <sys/types.h>

#include <chrono>

namespace assay::sandbox {

/// What `init`, all that descend from it and all that they have reaped used together, to a clock
/// tick (10 ms). Processes that come and go while it is read may be missed; what cannot be read
/// counts as nothing.
std::chrono::microseconds cpu_of_tree(pid_t init);

}  // namespace assay::sandbox
