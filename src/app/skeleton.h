// The files of a new exercise: a small one that is complete and green, to be changed
// into what its author has in mind.
#pragma once

#include <string>

#include "model/exercise.h"

namespace assay::app {

/// The files of the exercise `id`, relative to its folder.
FileSet skeleton_of(const std::string& id);

}  // namespace assay::app
