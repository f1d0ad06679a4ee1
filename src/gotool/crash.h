// Why a process ended while a test ran: the classification of design.md, step 8.
#pragma once

#include <string>
#include <string_view>

#include "gotool/records.h"
#include "model/verdict.h"
#include "sandbox/run_spec.h"

namespace assay::gotool {

struct Crash {
  Verdict verdict = Verdict::kIncomplete;
  std::string detail;  ///< for the reviewer
};

/// Of the test that answers for the end (RecordReport::blamed), with what it wrote to stderr. The
/// first match wins: tampering, output cap, memory, CPU time, wall time, seccomp, then what Go's
/// runtime said on stderr (which candidate code can forge, but only into another way to fail), then
/// signal and exit code.
Crash classify_crash(const sandbox::RunResult& run, const RecordReport& records,
                     std::string_view err);

}  // namespace assay::gotool
