// Exercism's results.json, version 3, for one submission: a test for each criterion, in
// the order of the exercise. Never holds a test's source.
#pragma once

#include <string>

#include "report/platform_case.h"

namespace assay::report {

/// Ends in a newline. Exercism knows no points: `status` is "pass" if every criterion was met,
/// "fail" if not, "error" where nothing ran. Needs a result in `record`.
std::string to_exercism(const SubmissionRecord& record, View view);

}  // namespace assay::report
