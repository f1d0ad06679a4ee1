// Makes the namespaces and starts the helper in them.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "base/fd.h"
#include "base/result.h"
#include "proc/pipe_ends.h"
#include "proc/spawn.h"
#include "sandbox/cgroup.h"
#include "sandbox/plan.h"
#include "sandbox/run_spec.h"

namespace assay::sandbox {

/// Which host ids the box has. As root two of its own; else the caller's one.
struct BoxIds {
  bool as_root = false;
  std::uint32_t init = 0;
  std::uint32_t payload = 0;
};

/// A box that was started: its init, and our ends of its pipes.
struct Box {
  proc::Child init;
  proc::Feed in;
  proc::Sink out;
  proc::Sink err;
  proc::Sink records;
  Fd report;
  Fd status;
};

/// `cgroup` may be null. The Box borrows spec.stdin_bytes. It dies with the calling thread.
Result<Box> launch(const RunSpec& spec, const PreparedPlan& plan, int helper, const Cgroup* cgroup,
                   const BoxIds& ids);

}  // namespace assay::sandbox
