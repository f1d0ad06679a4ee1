// What a candidate is given: the starter and its public tests, a README, a workflow
// for continuous integration, and the assay.json by which the exercise is found when
// it is graded.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/exercise.h"

namespace assay::app {

/// A repository whose root is the exercise's module.
Result<FileSet> starter_of(const Exercise& exercise);

/// A repository with one folder for each exercise; its README begins with `title` and `preface`.
/// kUsage if one is there twice.
Result<FileSet> starter_of_several(const std::vector<Exercise>& exercises, const std::string& title,
                                   const std::string& preface);

}  // namespace assay::app
