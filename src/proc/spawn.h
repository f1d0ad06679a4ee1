// Starts one process from a program with threads, safely: everything that needs
// memory is prepared before the clone, and the child makes system calls only.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace assay::proc {

/// A process that was started. The pidfd becomes readable when it ends.
struct Child {
  pid_t pid = -1;
  Fd pidfd;
};

/// How a process ended: exactly one of the two holds.
struct Ending {
  int exit_code = -1;
  int signal = 0;
};

struct SpawnSpec {
  std::filesystem::path program;
  std::vector<std::string> argv;
  std::vector<std::string> env;
  std::filesystem::path cwd;  ///< empty: ours
  /// Descriptor i of the child is a copy of keep[i]; every other one is closed.
  std::vector<int> keep;
  bool outlives_thread = false;  ///< not killed when the calling thread ends
};

/// The child leads a session and process group of its own, has default signal handling, and is
/// killed when the calling *thread* ends, unless it `outlives_thread`. An Error if it cannot be
/// started or exec fails.
Result<Child> spawn(const SpawnSpec& spec);

/// Reaps a child whose pidfd is readable (or waits for that).
Result<Ending> reap(const Child& child);

/// SIGKILL to the child and to everything in its process group.
void kill_group(const Child& child);

/// Where a program is: `name` itself if it has a slash, else the first executable of that name in
/// the PATH of our own environment.
std::optional<std::filesystem::path> find_program(const std::string& name);

}  // namespace assay::proc
