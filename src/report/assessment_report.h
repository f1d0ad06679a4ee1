// What came of an assessment: each exercise's result, and the total that they make
// together. The document's shape is assessment.schema.json beside this file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/assessment.h"
#include "model/result.h"
#include "report/page.h"

namespace assay::report {

struct AssessmentResult {
  Assessment assessment;
  std::vector<GradeResult> results;  ///< one for each part, in their order
};

/// The weighted mean of the scores, rounded down; what was handed in without a score (it does not
/// build, is missing, was rejected) counts 0. Nothing if one could not be graded for a reason of
/// ours: there is no total without it.
std::optional<std::uint32_t> total_of(const AssessmentResult& result);

/// Each exercise's report, one after the other, then a table and the total.
std::string assessment_to_text(const AssessmentResult& result, const TextStyle& style);

/// {"schema_version":1,"assessment":...,"total":...,"exercises":[...]}, ending in a newline.
std::string assessment_to_json(const AssessmentResult& result, View view);

}  // namespace assay::report
