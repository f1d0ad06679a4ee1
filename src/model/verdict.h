// What can become of a test, and of a submission.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/exercise.h"

namespace assay {

enum class Verdict {
  kPassed,
  kFailed,
  kRace,
  kDeadlock,
  kLeak,
  kPanic,
  kFatal,   ///< the runtime's own: concurrent map writes, negative WaitGroup counter, ...
  kExited,  ///< the process ended while the test ran, without a panic
  kCpuTime,
  kWallTime,
  kMemory,
  kOutput,
  kProcesses,
  kForbidden,   ///< a system call that the filter kills for
  kIncomplete,  ///< no record of the test, and no better reason
  kTampered,    ///< a record that does not verify, is replayed, unknown or out of order
  kSkipped,     ///< a prerequisite failed
};

/// "passed", "wall_time", ...: the names that results, manifests and reports use.
std::string_view name(Verdict verdict);
std::optional<Verdict> verdict_from_name(std::string_view name);

/// One execution of one test.
struct Attempt {
  BuildKind build = BuildKind::kRace;
  std::uint32_t cpu = 1;        ///< GOMAXPROCS
  std::uint32_t iteration = 0;  ///< 0-based, within that GOMAXPROCS
  Verdict verdict = Verdict::kIncomplete;
  std::string detail;  ///< why, for the reviewer: "exit code 0 while the test ran"
  std::string output;  ///< what it wrote to stdout, then stderr, as raw bytes, cut to a cap
  std::int64_t nanoseconds = 0;
  std::uint64_t races = 0;
};

/// All executions of one test. Its verdict is kPassed only if every attempt passed, else that of
/// the first attempt that did not, in the order of `severity` (src/grading).
struct TestResult {
  std::string test;
  Verdict verdict = Verdict::kIncomplete;
  std::vector<Attempt> attempts;

  [[nodiscard]] std::size_t passed() const;
};

}  // namespace assay
