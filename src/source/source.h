// What the user named as a submission → a Snapshot: bytes under names that were
// checked, and findings for everything that was left out.
//
// The submission is data. No checkout is made and nothing of its configuration is
// honoured: no hook, filter, attribute, submodule, alternate or include. All of
// libgit2 and libarchive runs in a child process (assay-fetch) that has a deadline,
// a memory limit and caps on what it may receive, because neither library has them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/submission.h"

namespace assay::source {

struct Limits {
  std::chrono::milliseconds wall{120'000};        ///< from the first byte asked for to the Snapshot
  std::uint64_t max_bytes = 256ULL << 20;         ///< received from a server; size of an archive
  std::uint64_t max_objects = 500'000;            ///< Git objects received
  std::uint64_t max_files = 50'000;               ///< entries below subdir, folders included
  std::uint64_t max_file_bytes = 1ULL << 20;      ///< one wanted file
  std::uint64_t max_total_bytes = 16ULL << 20;    ///< all wanted files
  std::uint64_t max_tree_bytes = 64ULL << 20;     ///< all Git tree objects that are read
  std::uint64_t max_unpacked_bytes = 1ULL << 30;  ///< what an archive inflates to
  std::uint64_t max_memory_bytes = 1ULL << 30;    ///< heap of the child
  std::uint64_t max_commits = 1'000'000;          ///< walked to find `at`
  std::uint32_t max_depth = 64;                   ///< folders within folders
};

enum class Transport { kLocal, kHttps, kSsh };

/// Where to look for what a private repository asks for. Everything is optional; nothing here is
/// ever put on a command line, and the child gets it over a descriptor.
struct Credentials {
  std::filesystem::path token_file;  ///< https: a token, or "user:password"; one line, mode 0600
  std::filesystem::path ssh_key;     ///< a private key without a passphrase
  bool ssh_agent = true;             ///< ask the agent that SSH_AUTH_SOCK names
  bool git_credential = true;        ///< https: run `git credential fill`, never at a terminal
  std::string user;                  ///< for a URL that names none
};

struct Options {
  Limits limits;
  /// Which files' bytes are needed; names are relative to subdir and may be hostile. Empty: all.
  std::function<bool(std::string_view path)> wanted;
  /// Whether wanted files may lie below this folder: a symlink or a submodule there makes the
  /// submission ungradable instead of being left out. Empty: no folder is taken to be needed.
  std::function<bool(std::string_view folder)> wanted_folder;
  Credentials credentials;
  std::vector<Transport> transports = {Transport::kLocal, Transport::kHttps, Transport::kSsh};
  bool allow_loopback_http = false;   ///< http:// to 127.0.0.1, [::1] or localhost
  std::filesystem::path ca_file;      ///< PEM; empty: the system's
  std::filesystem::path known_hosts;  ///< empty: ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts
  std::string proxy;                  ///< URL of an HTTP proxy for https
  std::filesystem::path helper;       ///< assay-fetch; empty: where find_helper() looks
  int cancel = -1;  ///< becomes readable when this should end early, with kInterrupted
};

/// assay-fetch beside the running program, or in libexec/assay next to its folder or above it.
Result<std::filesystem::path> find_helper();

/// "1.5.1": of the library that is loaded.
std::string libgit2_version();

/// Reads `ref`. Errors: kUsage (a source, ref or option we refuse), kNotFound (no such repository,
/// folder, ref or commit; the hint names near ones), kInfrastructure (no access, the network, the
/// deadline). What is wrong with the submission itself is in Snapshot::rejected; a rule there is
/// one of names.h's or "symlink", "submodule", "special_file", "lfs_pointer", "file_too_large",
/// "too_large", "too_many_files", "too_deep", "source_too_large", "broken_object",
/// "broken_archive" or "more" (the list was cut at 200). Snapshot::dropped may also hold
/// "git_folder".
Result<Snapshot> take_snapshot(const SubmissionRef& ref, const Options& options);

}  // namespace assay::source
