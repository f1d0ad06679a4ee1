// What decides a verdict besides the exercise and the submission, as one digest: this
// very program and its helper, the kit, the tools, the kernel, how it keeps things apart.
#pragma once

#include <string>

#include "app/context.h"
#include "app/paths.h"
#include "base/result.h"

namespace assay::app {

/// 64 hexadecimal digits.
Result<std::string> machine_digest(const Paths& paths, const Workshop& workshop);

}  // namespace assay::app
