// A run as JUnit XML: a suite for each submission that has a result.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/run.h"
#include "report/view.h"

namespace assay::report {

struct RunJunitOptions {
  View view = View::kReviewer;
  /// GitLab refuses a file of more than 30 MB; what does not fit goes into a further one. A single
  /// submission is never divided.
  std::size_t most_bytes = 30'000'000;
  std::size_t most_cases = 100'000;  ///< and one with more than 250,000 objects
};

/// One document or more, each complete; the suites in the roster's order.
std::vector<std::string> run_to_junit(const Run& run, const RunJunitOptions& options);

}  // namespace assay::report
