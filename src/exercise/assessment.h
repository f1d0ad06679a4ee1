// The reader of assessments.json, whose JSON Schema for editors is
// exercises/assessments.schema.json.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/assessment.h"

namespace assay::exercise {

/// All assessments of the file; kUsage, with file, place and remedy, for whatever is not right.
/// Whether the exercises exist is the caller's to check.
Result<std::vector<Assessment>> parse_assessments(std::string_view file, std::string_view bytes);

}  // namespace assay::exercise
