// Where the secrets for a private repository come from. Runs in assay itself,
// never in the child: the child is told only what the server asked for.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "source/locator.h"
#include "source/source.h"
#include "source/wire.h"

namespace assay::source {

/// Reads a token file: one line, a token or "user:password". kUsage if anybody but its owner (us,
/// or root) may read it, or if it is not one line of text. A token without a user goes with `user`,
/// or with "git" where that is empty.
Result<UserAndPassword> read_token_file(const std::filesystem::path& path, const std::string& user);

/// What `git credential fill` says about `locator`, or nothing if it knows nothing. It is run away
/// from any repository, so that no configuration but the user's own is read, and never prompts.
std::optional<UserAndPassword> ask_git_credential(const Locator& locator,
                                                  std::chrono::milliseconds timeout,
                                                  int cancel = -1);

/// The private key for ssh: the one that was named; else, without an agent, the first of OpenSSH's
/// default names that is there; else "". kUsage if the named one is missing or open to others.
Result<std::string> choose_ssh_key(const Credentials& credentials);

/// The text of the user's and the machine's known_hosts, or of `named` alone; ready for libssh2.
Result<std::string> read_known_hosts(const std::filesystem::path& named);

/// Fills the parts of a request that concern access, for the transport of its locator.
Status add_access(const Options& options, Request& request);

}  // namespace assay::source
