// A run of Go's tools that hit a limit: whose fault it is, and what the candidate is told.
#pragma once

#include <string>

#include "base/result.h"
#include "model/exercise.h"
#include "sandbox/run_spec.h"

namespace assay::gotool {

/// Whether `run` ran out of wall-clock time while it got less than half of that time from a
/// processor: the machine was busy elsewhere, which is no fault of the code that is compiled.
bool starved(const sandbox::RunResult& run, const BuildLimits& limits);

/// An infrastructure error for a starved run of `tool`.
tl::unexpected<Error> fail_starved(const std::string& tool, const BuildLimits& limits);

/// "building needed more than 2048 MiB of memory": for the candidate. `doing` is the first word.
std::string limit_message(const std::string& doing, sandbox::Cause cause,
                          const BuildLimits& limits);

}  // namespace assay::gotool
