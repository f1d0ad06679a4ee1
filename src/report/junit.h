// Results as JUnit XML: one suite for each submission, one case for each criterion.
#pragma once

#include <string>
#include <vector>

#include "model/result.h"
#include "report/view.h"

namespace assay::report {

/// A result, and what to call whose it is.
struct NamedResult {
  std::string candidate;  ///< "" takes the last part of the result's origin
  const GradeResult* result = nullptr;
};

/// A criterion that was lost is a failure; one that ran out of time or left no record an error; one
/// whose prerequisite is missing skipped. A submission without a score is one case, an error. What
/// the tests wrote is in <system-out>, where `view` may see it.
std::string to_junit(const std::vector<NamedResult>& results, View view);

}  // namespace assay::report
