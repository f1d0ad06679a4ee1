// What a result shows as evidence, as the script draws it: races, crashes, tests, messages, code.
// Takes results that have been cut to their view.
#pragma once

#include <nlohmann/json.hpp>

#include "model/run.h"

namespace assay::report::html {

nlohmann::ordered_json criteria_json(const GradeResult& result);
/// One for each place, however often it was reported.
nlohmann::ordered_json races_json(const GradeResult& result);
nlohmann::ordered_json crashes_json(const GradeResult& result);
/// Each test with its attempts, and what the first attempt that tells why wrote (cut).
nlohmann::ordered_json tests_json(const GradeResult& result);
nlohmann::ordered_json diagnostics_json(const GradeResult& result);
nlohmann::ordered_json findings_json(const std::vector<Finding>& findings);
/// The candidate's files, each cut at 256 KiB.
nlohmann::ordered_json code_json(const FileSet& code);

}  // namespace assay::report::html
