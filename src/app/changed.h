// `verify --changed-since`: which exercises a change touches.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/exercise.h"

namespace assay::app {

/// Those of `exercises` that lie in the Git work tree which holds `where` and have a file below
/// their folder that differs from the commit `rev`; what is not committed counts as well. Beside an
/// exercise, the kit (testkit/), *.schema.json and assessments.json touch all of that folder's
/// exercises. kUsage if `where` is in no work tree, kNotFound if there is no such commit.
Result<std::vector<Exercise>> touched_since(const std::string& rev,
                                            const std::filesystem::path& where,
                                            std::vector<Exercise> exercises);

}  // namespace assay::app
