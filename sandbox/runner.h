// The seam between those who want something run and the sandbox that runs it.
#pragma once

#include "base/result.h"
#include "sandbox/run_spec.h"

namespace assay::sandbox {

/// Runs one spec to its end. An Error means that the run could not be set up or followed (ours);
/// whatever the child did is in the RunResult. Safe to call from several threads.
class Runner {
 public:
  virtual ~Runner() = default;
  virtual Result<RunResult> run(const RunSpec& spec) = 0;
};

}  // namespace assay::sandbox
