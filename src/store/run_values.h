// What a RunStore takes and gives: tasks, results and regrades as they are kept, documents unread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/run.h"

namespace assay::store {

/// What a run was started with; one row, written once.
struct RunHeader {
  std::string id;        ///< 16 hexadecimal digits
  std::string settings;  ///< JSON of src/app: exercises with their digests, assessment, deadline
  std::int64_t created_at = 0;
};

/// A submission as the roster names it. `candidate` and `exercise` together are its key.
struct NewTask {
  std::string candidate;
  std::string exercise;
  std::string entry;  ///< JSON of src/app: a RosterEntry
};

struct Task {
  std::int64_t id = 0;  ///< the roster's order
  std::string candidate;
  std::string exercise;
  std::string entry;
  Progress progress = Progress::kPending;  ///< of the result that counts; without one, pending
  std::uint32_t tries = 0;                 ///< of that result
};

/// What came of a task. Generation 0 is the batch itself; each regrade has one of its own.
struct Finished {
  std::int64_t task = 0;
  std::uint32_t generation = 0;
  bool gave_up = false;       ///< Progress::kGaveUp instead of kDone
  std::string inputs_digest;  ///< "" where nothing was assembled
  std::string outcome;
  std::optional<std::uint32_t> score;
  // Documents of at most 256 MiB each, equal ones stored once.
  std::string result;  ///< JSON of src/report: what grading came to, without what `own` says
  std::string own;     ///< likewise: whose it is. "" in old runs, where `result` says it
  std::string code;    ///< JSON of src/app: the candidate's files
  std::int64_t finished_at = 0;
  std::uint32_t tries = 1;
  bool reused = false;
};

/// Everything about one task that a report needs.
struct StoredSubmission {
  Task task;
  std::optional<Finished> current;  ///< of the newest generation that is applied and has one
  std::vector<Decision> decisions;  ///< oldest first
};

enum class RegradeState { kPreview, kApplied, kDropped };
struct Regrade {
  std::uint32_t generation = 0;  ///< from 1
  std::string reason;
  std::string settings;  ///< JSON of src/app: the exercises as they are now
  std::int64_t created_at = 0;
  RegradeState state = RegradeState::kPreview;
};

}  // namespace assay::store
