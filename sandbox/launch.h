// Everything that a new box needs from us, and our ends of it.
#pragma once

#include <cstdint>

#include "base/fd.h"
#include "base/result.h"
#include "proc/pipe_ends.h"
#include "proc/spawn.h"
#include "sandbox/cgroup.h"
#include "sandbox/plan.h"
#include "sandbox/run_spec.h"
#include "sandbox/spawner.h"

namespace assay::sandbox {

/// Which host ids the box has. As root two of its own; else the caller's one.
struct BoxIds {
  bool as_root = false;
  std::uint32_t init = 0;
  std::uint32_t payload = 0;
};

/// A box that was started: its init, which nobody has to reap, and our ends of its pipes.
struct Box {
  proc::Child init;
  proc::Feed in;
  proc::Sink out;
  proc::Sink err;
  proc::Sink records;
  Fd report;
  Fd status;
};

/// `cgroup` may be null. The Box borrows spec.stdin_bytes.
Result<Box> launch(const RunSpec& spec, const PreparedPlan& plan, Spawner& spawner,
                   const Cgroup* cgroup, const BoxIds& ids);

}  // namespace assay::sandbox
