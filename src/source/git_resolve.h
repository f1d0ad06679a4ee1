// Which commit the user means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/submission.h"
#include "source/git_folder.h"
#include "source/git_odb.h"
#include "source/source.h"

namespace assay::source {

struct Resolved {
  ObjectId id;
  Commit commit;
  std::string ref;  ///< "refs/heads/main", "refs/tags/v1", "HEAD" where it is detached, or "commit"
};

/// `wanted.ref` as a branch, remote branch, tag, full or abbreviated (7 digits or more) commit;
/// `wanted.at` as the first commit with a committer time up to then, from HEAD along first parents;
/// else HEAD. kNotFound names the nearest references; kUsage for what is ambiguous or cannot be
/// read.
Result<Resolved> resolve(const GitFolder& folder, const Odb& odb, const SubmissionRef& wanted,
                         const Limits& limits);

/// The full names that `ref` may stand for, the likeliest first; Git's own order.
std::vector<std::string> full_names(std::string_view ref);

/// "main" for "refs/heads/main", "origin/main" for "refs/remotes/origin/main".
std::string_view short_name(std::string_view full);

/// "did you mean 'main' or 'maint'?", or a list of what there is; "" for an empty list. At most
/// five names.
std::string near_names(std::string_view wanted, const std::vector<std::string>& names);

}  // namespace assay::source
