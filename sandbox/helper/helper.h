// The helper's own parts. It has one thread. What it clones is pid 1 of a fresh pid
// namespace, has every capability of its own user namespace, and trusts nothing but
// the plan.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "sandbox/wire.h"

namespace assay::sandbox::helper {

/// Answers requests until the launcher closes its end.
void serve();

/// What the first process of a box starts from.
struct BoxRequest {
  bool as_root = false;
  std::vector<int> fds;      ///< in the order of wire::Descriptor, then the trees
  std::vector<int> joins;    ///< v1 tasks files
  int into = -1;             ///< v2 group
  int go = -1;               ///< gets a byte when the id maps are written
  bool has_network = false;  ///< it was made ahead, and loopback is up
};

/// From the clone to the end of the box.
[[noreturn]] void be_box(const BoxRequest& request);

/// In the network namespace of the caller. False and errno on failure.
bool bring_loopback_up();

/// Where give_up() writes from now on.
void report_to(int fd);

/// Says over the report pipe what failed and ends the process. errno is read if `error` is 0.
[[noreturn]] void give_up(wire::Stage stage, std::uint32_t index = 0, int error = 0);

/// Goes on if `ok`, gives up with errno if not.
inline void require(bool ok, wire::Stage stage, std::uint32_t index = 0) {
  if (!ok) give_up(stage, index);
}

/// A C string of `text`, NUL-terminated, never freed: the helper lives for one run.
const char* c_string(std::string_view text);

/// Builds the root file system of the plan and makes it "/": tmpfs, binds, overlays, symlinks,
/// files, /dev, /proc. Afterwards the old root cannot be reached and "/" is read-only.
void make_root(const wire::Plan& plan);

/// openat2(2) below `root`, which no path, symlink or ".." leaves. -1 and errno on failure.
int open_inside(int root, std::string_view path, std::uint64_t flags, std::uint64_t mode = 0,
                std::uint64_t more_resolve = 0);

/// Becomes the program of the plan: limits, ids, no privileges, Landlock, seccomp, exec.
[[noreturn]] void become_payload(const wire::Plan& plan);

/// Restricts this process with Landlock to what the plan lets it read, write and execute; without
/// effect on a kernel that has no (useful) Landlock.
void apply_landlock(const wire::Plan& plan);

/// Follows the payload to its end, kills what is left, sends the exports, and returns.
void be_init(const wire::Plan& plan, pid_t payload, std::int64_t started_ns);

std::int64_t monotonic_ns();

}  // namespace assay::sandbox::helper
