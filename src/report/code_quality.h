// Findings as GitLab's code quality report: an array of which every element names a
// file, a line and a fingerprint that no other has.
#pragma once

#include <string>
#include <vector>

#include "report/junit.h"
#include "report/view.h"

namespace assay::report {

/// Ends in a newline. Paths as in to_sarif(), without "./" as GitLab asks. A submission that we
/// could not grade has no finding.
std::string to_code_quality(const std::vector<NamedResult>& results, View view);

}  // namespace assay::report
