// Whether an exercise deserves trust: every reference gets all points, the starter
// compiles and fails, each mutant loses what it must, as often as they are graded.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/grader.h"
#include "model/exercise.h"
#include "report/verify_report.h"

namespace assay::app {

struct VerifierOptions {
  std::uint32_t repeat = 1;
  unsigned jobs = 1;
  std::vector<std::string> only;  ///< names of solutions; empty: all
  std::function<bool()> stop;     ///< asked before each grading
  /// One call a solution, from any thread, never two at once; with how many are done and in all.
  std::function<void(const report::VerifyRow&, std::size_t done, std::size_t total)> on_done;
};

/// One entry for each solution of each exercise, in the order of the exercises: references, the
/// starter, mutants.
Result<std::vector<report::VerifyRow>> verify(const Grader& grader,
                                              const std::vector<Exercise>& exercises,
                                              const VerifierOptions& options);

}  // namespace assay::app
