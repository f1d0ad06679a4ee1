// Runs the inspector (src/gotool/inspect) over the candidate's files.
#pragma once

#include "base/result.h"
#include "gotool/prepared.h"
#include "model/inspection.h"
#include "model/submission.h"
#include "sandbox/runner.h"

namespace assay::gotool {

/// What the candidate's files contain. The inspector reads hostile text, so it runs in sandbox R.
Result<Inspection> inspect(sandbox::Runner& runner, const Prepared& prepared,
                           const Workspace& workspace);

}  // namespace assay::gotool
