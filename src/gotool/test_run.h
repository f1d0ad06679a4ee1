// Runs the tests of one binary in sandbox R, to the last of them, whatever the
// submission does.
//
// Go ends the whole process on one panic, one deadlock, one os.Exit. The test
// that was running gets that verdict and the rest go on in a fresh process, so
// that one mistake costs its own criterion and no other. A race taints the
// process (the runtime counts it against later tests), so a fresh one follows a
// race too. A test that ended one process comes after the others from then on:
// what follows it is another try of its own, or nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/result.h"
#include "sandbox/runner.h"

namespace assay::gotool {

struct TestRunRequest {
  const Exercise& exercise;
  const Workspace& workspace;
  BuildKind kind = BuildKind::kRace;
  std::filesystem::path binary;
  std::string key;         ///< the build's
  std::uint64_t seed = 0;  ///< for the order of the tests
  unsigned jobs = 1;       ///< processes at once; what comes out does not depend on it
};

struct TestRun {
  struct Entry {
    std::string test;
    Attempt attempt;
  };
  std::vector<Entry> entries;  ///< in the order in which they ran
  std::vector<RaceReport> races;
  std::vector<CrashReport> crashes;
  sandbox::RunUsage usage;  ///< summed over processes; the peak is the largest
  std::uint32_t processes = 0;
};

/// Every test of the binary, `repeats.count` times under each GOMAXPROCS of the exercise. A test
/// that once took the process with it by a limit is not run again: it has failed, and each further
/// try would cost as much.
Result<TestRun> run_tests(sandbox::Runner& runner, const TestRunRequest& request);

}  // namespace assay::gotool
