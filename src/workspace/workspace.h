// From what the candidate handed in to the tree that is built.
//
// The tree is the exercise's own (go.mod, the starter's other files, the hidden
// tests) with the candidate's files put where the manifest allows. Whatever else
// the submission holds is left out and reported; what could only be meant to
// deceive, or cannot be graded fairly, rejects the submission.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/exercise.h"
#include "model/inspection.h"
#include "model/submission.h"

namespace assay::workspace {

/// Whether grading needs to know what the file at `path` (relative to the module) holds.
bool wanted(const Exercise& exercise, std::string_view path);

/// The tree, or kNotFound if the submission holds none of the files that the exercise grades.
/// Findings in `rejected` mean that nothing must be built.
Result<Workspace> assemble(const Exercise& exercise, const Snapshot& snapshot);

/// What the policy says about the candidate's files; at most 200 findings a list. It does not speak
/// of parse errors: a file that has one may hide anything, so the caller builds nothing then.
struct PolicyVerdict {
  std::vector<Finding> rejected;  ///< nothing must be built
  std::vector<Finding> advice;    ///< for the report
};
PolicyVerdict apply_policy(const Exercise& exercise, const Inspection& inspection);

/// An error unless the inspection is about each of the candidate's files, once, and no other: what
/// was not looked at must not be built. To be asked before apply_policy().
Status check_complete(const Workspace& workspace, const Inspection& inspection);

}  // namespace assay::workspace
