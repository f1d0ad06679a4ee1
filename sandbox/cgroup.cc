// One run's group. See cgroup_tree.cc for where groups are made.
#include "sandbox/cgroup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <thread>

#include "base/file.h"
#include "base/text.h"
#include "sandbox/control_file.h"

namespace assay::sandbox {
namespace fs = std::filesystem;

using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace {

Status write_if_there(const fs::path& file, const std::string& text) {
  std::error_code ec;
  return fs::exists(file, ec) ? write_control(file, text) : Status();
}

// CPU quota per period of 100 ms.
std::uint64_t quota_us(std::uint32_t millis) {
  return std::uint64_t{millis} * 100;
}

void kill_members(const fs::path& folder) {
  const Result<std::string> members = read_file(folder / "cgroup.procs");
  if (!members) return;
  for (const std::string_view line : split(*members, '\n')) {
    pid_t pid = 0;
    std::from_chars(line.data(), line.data() + line.size(), pid);
    if (pid > 0) ::kill(pid, SIGKILL);  // 0 is a process that we cannot see
  }
}

void kill_all_in(const fs::path& folder) {
  if (write_control(folder / "cgroup.kill", "1")) return;
  // v1, or a kernel before 5.14. With no room for new tasks, the list can only shrink.
  (void)write_if_there(folder / "pids.max", "0");
  kill_members(folder);
}

Status remove_folder(const fs::path& folder, std::chrono::steady_clock::time_point deadline) {
  milliseconds pause{0};
  while (::rmdir(folder.c_str()) != 0) {
    if (errno == ENOENT) return {};
    if (errno != EBUSY) return fail_errno("remove the cgroup " + folder.string());
    if (std::chrono::steady_clock::now() >= deadline)
      return fail("remove the cgroup " + folder.string() + ": it still has processes",
                  "see " + (folder / "cgroup.procs").string());
    std::this_thread::sleep_for(pause);
    pause = pause.count() == 0 ? milliseconds{1} : std::min(pause * 2, milliseconds{50});
  }
  return {};
}

}  // namespace

Cgroup::~Cgroup() {
  if (folders_.empty()) return;
  kill();
  (void)remove(milliseconds{1000});
}

// By exchange, so that a group that was held before goes with `other`.
Cgroup& Cgroup::operator=(Cgroup&& other) noexcept {
  std::swap(version_, other.version_);
  std::swap(limits_, other.limits_);
  std::swap(before_, other.before_);
  folders_.swap(other.folders_);
  memory_.swap(other.memory_);
  pids_.swap(other.pids_);
  cpu_.swap(other.cpu_);
  cpuacct_.swap(other.cpuacct_);
  std::swap(clone_fd_, other.clone_fd_);
  join_fds_.swap(other.join_fds_);
  return *this;
}

std::vector<int> Cgroup::join_fds() const {
  std::vector<int> fds;
  for (const Fd& fd : join_fds_) fds.push_back(fd.get());
  return fds;
}

namespace {

Result<microseconds> total_cpu(int version, const fs::path& cpu, const fs::path& cpuacct) {
  if (version == 2) {
    ASSAY_TRY(const std::uint64_t us, read_field(cpu / "cpu.stat", "usage_usec"));
    return microseconds(us);
  }
  ASSAY_TRY(const std::uint64_t ns, read_number(cpuacct / "cpuacct.usage"));
  return microseconds(ns / 1000);
}

// More than this, left over from reading files, would blur the next run's peak.
constexpr std::uint64_t kMostLeftCharged = 4ULL << 20;

}  // namespace

Result<microseconds> Cgroup::cpu() const {
  ASSAY_TRY(const microseconds total, total_cpu(version_, cpu_, cpuacct_));
  return total - before_.cpu;
}

Result<CgroupUsage> Cgroup::totals() const {
  CgroupUsage usage;
  ASSAY_TRY(usage.cpu, total_cpu(version_, cpu_, cpuacct_));
  ASSAY_TRY(usage.refused_tasks, read_field(pids_ / "pids.events", "max"));
  if (version_ == 2) {
    ASSAY_TRY(usage.oom_kills, read_field(memory_ / "memory.events", "oom_kill"));
    usage.peak_memory_bytes = read_number(memory_ / "memory.peak").value_or(0);
  } else {
    ASSAY_TRY(usage.oom_kills, read_field(memory_ / "memory.oom_control", "oom_kill"));
    ASSAY_TRY(usage.peak_memory_bytes, read_number(memory_ / "memory.max_usage_in_bytes"));
  }
  return usage;
}

Result<CgroupUsage> Cgroup::usage() const {
  ASSAY_TRY(CgroupUsage usage, totals());
  usage.cpu -= before_.cpu;
  usage.refused_tasks -= before_.refused_tasks;
  usage.oom_kills -= before_.oom_kills;
  // The peak as it is: what was charged when the run began may have gone before the peak came.
  return usage;
}

bool Cgroup::reusable(const CgroupLimits& limits) const {
  return version_ == 1 && !folders_.empty() && limits == limits_ &&
         before_.peak_memory_bytes <= kMostLeftCharged;
}

Status Cgroup::wait_until_empty(milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (milliseconds pause{0};; pause = std::min(pause * 2 + milliseconds{1}, milliseconds{50})) {
    ASSAY_TRY(const std::uint64_t tasks, read_number(pids_ / "pids.current"));
    if (tasks == 0) break;
    if (std::chrono::steady_clock::now() >= deadline)
      return fail("wait for the end of the cgroup " + pids_.string() + ": it still has " +
                  std::to_string(tasks) + " tasks");
    std::this_thread::sleep_for(pause);
  }
  if (version_ != 1) return {};
  ASSAY_CHECK(write_control(memory_ / "memory.max_usage_in_bytes", "0"));
  ASSAY_TRY(before_, totals());
  return {};
}

void Cgroup::kill() const {
  for (const fs::path& folder : folders_) kill_all_in(folder);
}

Status Cgroup::remove(milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!folders_.empty()) {
    ASSAY_CHECK(remove_folder(folders_.back(), deadline));
    folders_.pop_back();
  }
  return {};
}

Status sweep_cgroup(const fs::path& folder) {
  std::error_code ec;
  if (!fs::exists(folder, ec)) return {};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  for (;;) {
    kill_all_in(folder);
    if (remove_folder(folder,
                      std::min(deadline, std::chrono::steady_clock::now() + milliseconds(100))))
      return {};
    if (std::chrono::steady_clock::now() >= deadline)
      return fail("end what a killed run left in " + folder.string(),
                  "end the processes in its cgroup.procs and remove the folder");
  }
}

// ---- making one ----------------------------------------------------------------

namespace {

// Lowering the memory limit before memory+swap is the order that the kernel accepts: the first
// must never be above the second.
Status limit_v1(const fs::path& memory, const fs::path& pids, const fs::path& cpu,
                const CgroupLimits& limits) {
  const std::string bytes = std::to_string(limits.memory_bytes);
  ASSAY_CHECK(write_control(memory / "memory.limit_in_bytes", bytes));
  // Without swap accounting there is no such file; then nothing of ours may be swapped at all.
  ASSAY_CHECK(write_if_there(memory / "memory.memsw.limit_in_bytes", bytes));
  ASSAY_CHECK(write_if_there(memory / "memory.swappiness", "0"));
  ASSAY_CHECK(write_control(pids / "pids.max", std::to_string(limits.tasks)));
  if (limits.cpu_millis == 0) return {};
  ASSAY_CHECK(write_control(cpu / "cpu.cfs_period_us", "100000"));
  return write_control(cpu / "cpu.cfs_quota_us", std::to_string(quota_us(limits.cpu_millis)));
}

Status limit_v2(const fs::path& folder, const CgroupLimits& limits) {
  ASSAY_CHECK(write_control(folder / "memory.max", std::to_string(limits.memory_bytes)));
  ASSAY_CHECK(write_if_there(folder / "memory.swap.max", "0"));
  ASSAY_CHECK(write_control(folder / "memory.oom.group", "1"));
  ASSAY_CHECK(write_control(folder / "pids.max", std::to_string(limits.tasks)));
  if (limits.cpu_millis == 0) return {};
  return write_control(folder / "cpu.max", std::to_string(quota_us(limits.cpu_millis)) + " 100000");
}

}  // namespace

Result<Cgroup> CgroupTree::make(const std::string& name, const CgroupLimits& limits) const {
  Cgroup group;
  group.version_ = version_;
  group.limits_ = limits;
  group.memory_ = memory_ / name;
  group.pids_ = pids_ / name;
  group.cpu_ = cpu_ / name;
  group.cpuacct_ = cpuacct_ / name;
  for (const fs::path& folder : folders(name)) {
    // The accounting of CPU time is a hierarchy of its own; this one only holds quotas.
    if (folder == group.cpu_ && version_ == 1 && cpu_ != cpuacct_ && limits.cpu_millis == 0)
      continue;
    if (::mkdir(folder.c_str(), 0755) != 0) {
      if (errno != EEXIST) return fail_errno("make the cgroup " + folder.string());
      ASSAY_CHECK(sweep_cgroup(folder));
      if (::mkdir(folder.c_str(), 0755) != 0)
        return fail_errno("make the cgroup " + folder.string());
    }
    group.folders_.push_back(folder);
  }
  if (version_ == 2) {
    ASSAY_CHECK(limit_v2(group.memory_, limits));
    group.clone_fd_ = Fd(::open(group.memory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!group.clone_fd_) return fail_errno("open the cgroup " + group.memory_.string());
    return group;
  }
  ASSAY_CHECK(limit_v1(group.memory_, group.pids_, group.cpu_, limits));
  for (const fs::path& folder : group.folders_) {
    Fd fd(::open((folder / "tasks").c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd) return fail_errno("open the cgroup " + folder.string());
    group.join_fds_.push_back(std::move(fd));
  }
  return group;
}

}  // namespace assay::sandbox
