// Where in a source an exercise lies, when a repository holds several or has it in a
// folder. The folder that the user named (--subdir) wins; then what assay.json at the
// root says; then a folder that is called as the exercise, unless the root itself
// holds what the exercise grades.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/exercise.h"
#include "model/submission.h"
#include "source/source.h"

namespace assay::app {

struct FoundSubmission {
  SubmissionRef ref;  ///< as it was given, with the folder that was found
  Snapshot snapshot;
};

/// Takes the snapshot of `exercise`'s folder; `options.wanted` is set here. An assay.json that
/// makes no sense is a rejection in the snapshot, for the candidate to mend; one that does not name
/// the exercise is kNotFound. Other errors are those of source::take_snapshot().
Result<FoundSubmission> find_submission(const Exercise& exercise, const SubmissionRef& ref,
                                        const source::Options& options);

/// Which of the exercises `known` a source holds, for a user who named none: what assay.json says,
/// or else the folders that are called like one. kNotFound if there is none; kUsage for an
/// assay.json that makes no sense.
Result<std::vector<std::string>> find_exercises(const std::vector<std::string>& known,
                                                const SubmissionRef& ref, source::Options options);

}  // namespace assay::app
