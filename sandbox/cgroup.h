// Control groups, version 1 and 2 behind one face: a group a run, with its limits,
// its counters, and an end that is only reached when nobody is in it any more.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace assay::sandbox {

struct CgroupLimits {
  std::uint64_t memory_bytes = 0;
  std::uint32_t tasks = 0;
  std::uint32_t cpu_millis = 0;  ///< thousandths of a CPU; 0: all of them

  bool operator==(const CgroupLimits&) const = default;
};

struct CgroupUsage {
  std::chrono::microseconds cpu{0};
  std::uint64_t peak_memory_bytes = 0;  ///< 0 where the kernel does not say (v2 before 5.19)
  std::uint64_t oom_kills = 0;
  std::uint64_t refused_tasks = 0;
};

/// A group for one run after the other: one directory on v2, one a hierarchy on v1. Removed with
/// the object, at the latest; remove() tells whether that went well.
class Cgroup {
 public:
  Cgroup(Cgroup&&) noexcept = default;
  Cgroup& operator=(Cgroup&& other) noexcept;
  Cgroup(const Cgroup&) = delete;
  ~Cgroup();

  /// For clone3's CLONE_INTO_CGROUP; -1 on v1.
  [[nodiscard]] int clone_fd() const { return clone_fd_.get(); }
  /// v1: the child joins by writing "0" to each of these. A task that moves itself spares the
  /// kernel the lock over all threads, which would cost milliseconds.
  [[nodiscard]] std::vector<int> join_fds() const;

  /// Since it was made, or since the last wait_until_empty().
  [[nodiscard]] Result<std::chrono::microseconds> cpu() const;
  [[nodiscard]] Result<CgroupUsage> usage() const;
  /// SIGKILL to everyone inside.
  void kill() const;
  [[nodiscard]] const CgroupLimits& limits() const { return limits_; }
  /// Whether another run with these limits may follow in it. Only on v1, where the peak can be set
  /// back, and only if hardly any memory (page cache) of the last run is still charged to it.
  [[nodiscard]] bool reusable(const CgroupLimits& limits) const;
  /// Ends a run: nobody is inside any more, and the counters begin anew. An Error if somebody still
  /// is after `patience`.
  Status wait_until_empty(std::chrono::milliseconds patience);
  /// Waits until it is empty and removes it. An Error if somebody is still there after `patience`.
  Status remove(std::chrono::milliseconds patience);

 private:
  friend class CgroupTree;
  Cgroup() = default;
  [[nodiscard]] Result<CgroupUsage> totals() const;

  int version_ = 0;
  CgroupLimits limits_;
  CgroupUsage before_;  // what earlier runs used; as peak, what they have left charged
  std::vector<std::filesystem::path> folders_;  // those to remove
  std::filesystem::path memory_, pids_, cpu_, cpuacct_;
  Fd clone_fd_;
  std::vector<Fd> join_fds_;
};

/// Where we may make groups.
class CgroupTree {
 public:
  /// Finds, and on v2 prepares, a place: `parent` if given, else below our own group. An Error,
  /// with the remedy as hint, where there is none.
  static Result<CgroupTree> open(const std::optional<std::filesystem::path>& parent = {});

  [[nodiscard]] int version() const { return version_; }
  Result<Cgroup> make(const std::string& name, const CgroupLimits& limits) const;
  /// The directories that make(name) may use, for whoever has to clean up after us.
  [[nodiscard]] std::vector<std::filesystem::path> folders(const std::string& name) const;
  [[nodiscard]] std::string describe() const;

 private:
  int version_ = 0;
  // The parent directory for each purpose; on v2 all the same, on v1 some may be.
  std::filesystem::path memory_, pids_, cpu_, cpuacct_;
  friend struct CgroupFinder;
};

/// Kills everyone in a group that a killed process of ours left behind, and removes it.
Status sweep_cgroup(const std::filesystem::path& folder);

}  // namespace assay::sandbox
