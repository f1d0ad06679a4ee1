// The running helper, and how to ask it for a box.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "proc/spawn.h"
#include "sandbox/wire.h"

namespace assay::sandbox {

/// One helper process, started when it is first needed and again if it was killed. It ends, and
/// every box with it, when this object does or when our process dies. Safe from several threads.
class Spawner {
 public:
  explicit Spawner(std::filesystem::path helper) : helper_(std::move(helper)) {}
  Spawner(const Spawner&) = delete;
  Spawner& operator=(const Spawner&) = delete;
  ~Spawner();

  /// The first process of a new box. `fds` are those that wire::Request lists, but for the
  /// reply's socket; the caller keeps and closes its own copies. Nobody needs to reap the child.
  Result<proc::Child> make_box(const wire::Request& request, const std::vector<int>& fds);

 private:
  Result<int> control();
  /// Ends the helper of that generation, if it is still the present one; the next run starts
  /// another.
  void forget(std::uint64_t generation);

  std::filesystem::path helper_;
  std::mutex mutex_;
  std::uint64_t generation_ = 0;
  proc::Child process_;
  Fd control_;
};

}  // namespace assay::sandbox
