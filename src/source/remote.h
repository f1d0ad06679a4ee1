// Fetches a remote repository into a bare one of our own, with caps that libgit2
// does not have. Runs in the child only.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "model/submission.h"
#include "source/wire.h"

namespace assay::source {

struct Fetched {
  std::filesystem::path repository;
  std::vector<Finding> rejected;  ///< not empty: a cap was met and there is no repository
};

/// Asks the user's side for a user and password; may take as long as it likes.
using AskPassword = std::function<std::optional<UserAndPassword>()>;

/// Fetches what is needed to resolve request.ref: the one branch or tag that it names, the default
/// branch, or all branches and tags for a commit. No history where it is not needed and libgit2 can
/// leave it out. kNotFound: no such repository or reference, or an empty one; kInfrastructure: no
/// access, an unknown host key or certificate, a redirect to another host, the network.
Result<Fetched> fetch_remote(const Request& request, const AskPassword& ask);

}  // namespace assay::source
