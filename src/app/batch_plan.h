// What a batch is to grade: the roster, with each line's exercises, as tasks for the
// store, and what the run is started with.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/options.h"
#include "base/result.h"
#include "exercise/exercise.h"
#include "model/run.h"
#include "roster/roster.h"
#include "store/run_store.h"

namespace assay::app {

using Exercises = std::map<std::string, Exercise>;  // by id

struct BatchPlan {
  Run settings;
  Exercises exercises;
  std::vector<store::NewTask> tasks;
  std::vector<roster::Remark> remarks;
};

/// What reports need to know of `exercise`, which counts `weight` in its assessment.
Result<ExerciseCard> card_of(const Exercise& exercise, std::uint32_t weight);

/// Errors: those of the roster; kUsage for a line without an exercise, or with one that is not part
/// of the assessment; kNotFound for an exercise or assessment that there is not.
Result<BatchPlan> plan_batch(const exercise::Catalogue& catalogue, const BatchOptions& options);

}  // namespace assay::app
