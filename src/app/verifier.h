// Whether an exercise deserves trust: every reference gets all points, the starter
// compiles and fails, each mutant loses what it must, as often as they are graded.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/grader.h"
#include "app/verdict_memory.h"
#include "model/exercise.h"
#include "report/verify_report.h"

namespace assay::app {

struct VerifierOptions {
  std::uint32_t repeat = 1;  ///< passes of each solution, see passes.h
  unsigned jobs = 1;
  std::vector<std::string> only;  ///< names of solutions; empty: all
  std::function<bool()> stop;     ///< asked before each pass
  /// Where verdicts are looked up and kept; none: everything is graded. Not to be used with
  /// `repeat`, which asks how often a verdict comes, nor beside a load.
  const VerdictMemory* memory = nullptr;
  std::string machine;  ///< digest of what decides a verdict besides the exercise; for `memory`
  /// Called once, from any thread, if a verdict could not be kept.
  std::function<void(const Error&)> on_forgotten;
  /// One call a solution, from any thread, never two at once; with how many are done and in all.
  std::function<void(const report::VerifyRow&, std::size_t done, std::size_t total)> on_done;
};

/// The key under which a verdict is remembered: whatever can change it, and nothing else.
std::string memory_key(const Exercise& exercise, report::SolutionKind kind,
                       const KnownSolution& solution, const std::string& machine);

/// One entry for each solution of each exercise, in the order of the exercises: references, the
/// starter, mutants.
Result<std::vector<report::VerifyRow>> verify(const Grader& grader,
                                              const std::vector<Exercise>& exercises,
                                              const VerifierOptions& options);

}  // namespace assay::app
