// Who writes to a run: an flock on DIR/run.lock, held as long as the writer lives, with its process
// id in it. The kernel lets go of it however the writer ends. The file itself stays for ever:
// removing it would let two writers lock two files of one name.
//
// Because the file outlives its writer it also says how that one ended: "closed" stands in it after
// an orderly end. Anything else means that the database should be checked.
#pragma once

#include <filesystem>

#include "base/fd.h"
#include "base/result.h"

namespace assay::store {

class RunLock {
 public:
  /// kUsage, with the holder's process id, if another process has it.
  static Result<RunLock> take(const std::filesystem::path& folder);

  RunLock(RunLock&&) noexcept = default;
  RunLock& operator=(RunLock&&) = delete;
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  ~RunLock();

  /// Whether the writer before this one closed the database.
  [[nodiscard]] bool was_closed() const { return was_closed_; }
  /// From now on the end of this object is an orderly one.
  void will_be_closed(bool orderly) { orderly_ = orderly; }

 private:
  RunLock(Fd fd, bool was_closed) : fd_(std::move(fd)), was_closed_(was_closed) {}
  Fd fd_;
  bool was_closed_;
  bool orderly_ = false;
};

}  // namespace assay::store
