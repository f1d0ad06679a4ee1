// Where assessments come from: a file that is named, or assessments.json beside the
// exercises.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "exercise/exercise.h"
#include "model/assessment.h"

namespace assay::app {

/// Those of `file`, or of the assessments.json of each folder of exercises; where two have the same
/// id, the first counts.
Result<std::vector<Assessment>> read_assessments(const exercise::Catalogue& catalogue,
                                                 const std::optional<std::filesystem::path>& file);

/// The one of that id, or kNotFound with the nearest.
Result<Assessment> find_assessment(const exercise::Catalogue& catalogue,
                                   const std::optional<std::filesystem::path>& file,
                                   const std::string& id);

/// Its exercises; kUsage if the catalogue lacks one.
Result<std::vector<Exercise>> exercises_of(const exercise::Catalogue& catalogue,
                                           const Assessment& assessment);

}  // namespace assay::app
