// The level `none`: a plain process, for development on machines that allow no
// sandbox. Deadlines, output caps and a few rlimits hold; nothing else does.
#pragma once

#include "base/result.h"
#include "sandbox/run_spec.h"

namespace assay::sandbox {

/// Lays the spec out in a folder of its own and runs the program there, as ourselves. Where the
/// spec says a path inside, argv, env and cwd are rewritten to where it is on the host; file
/// contents are not. `cancel` is as in follow().
Result<RunResult> run_plain(const RunSpec& spec, int cancel);

}  // namespace assay::sandbox
