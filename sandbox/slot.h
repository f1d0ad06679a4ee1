// Slots: small numbers, each held by one run at a time on this machine. A slot gives
// a run its host ids and its cgroup's name. It is a lock on a file, so the kernel
// frees it when the holder dies; the file says which cgroups to clean up then.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "sandbox/cgroup.h"

namespace assay::sandbox {

struct Slot {
  std::uint32_t number = 0;
  Fd lock;
  std::optional<Cgroup> cgroup;  ///< of the last run, if the next may have it
};

class SlotPool {
 public:
  /// `folder` is made if it is missing and must belong to us alone.
  static Result<std::unique_ptr<SlotPool>> open(std::filesystem::path folder,
                                                std::uint32_t max_slots);

  /// A slot that nobody holds, with whatever its last holder left removed. `cgroups` gives the
  /// directories to note for the slot's number.
  template <class Cgroups>
  Result<Slot> take(Cgroups cgroups);
  /// Keeps the slot for the next take().
  void give_back(Slot slot);

  /// Cleans up every slot whose holder is dead; the number of those that had left something.
  Result<int> sweep();

  /// The name of a slot's cgroup. It has the folder's inode in it, so that programs that keep
  /// their locks in different folders do not take each other's groups for their own.
  [[nodiscard]] std::string cgroup_name(std::uint32_t number) const {
    return "assay-" + std::to_string(inode_) + "-" + std::to_string(number);
  }

 private:
  SlotPool(std::filesystem::path folder, std::uint64_t inode, std::uint32_t max_slots)
      : folder_(std::move(folder)), inode_(inode), max_slots_(max_slots) {}
  Result<Slot> lock_one();
  Result<bool> clean_up(const Slot& slot) const;
  static Status note(const Slot& slot, const std::vector<std::filesystem::path>& cgroups);

  std::filesystem::path folder_;
  std::uint64_t inode_;
  std::uint32_t max_slots_;
  std::mutex mutex_;
  std::vector<Slot> free_;
};

template <class Cgroups>
Result<Slot> SlotPool::take(Cgroups cgroups) {
  {
    const std::lock_guard guard(mutex_);
    if (!free_.empty()) {
      Slot slot = std::move(free_.back());
      free_.pop_back();
      return slot;
    }
  }
  ASSAY_TRY(Slot slot, lock_one());
  ASSAY_CHECK(note(slot, cgroups(slot.number)));
  return slot;
}

/// The default folder for slots: see SandboxOptions::state_dir.
std::filesystem::path default_state_dir();

}  // namespace assay::sandbox
