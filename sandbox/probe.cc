#include "sandbox/probe.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <system_error>

#include "base/fd.h"
#include "base/file.h"
#include "sandbox/cgroup.h"
#include "sandbox/control_file.h"

namespace assay::sandbox {
namespace fs = std::filesystem;

namespace {

std::optional<std::uint64_t> setting(const char* file) {
  const Result<std::uint64_t> value = read_number(file);
  return value ? std::optional(*value) : std::nullopt;
}

ProbeItem probe_kernel() {
  utsname name{};
  ::uname(&name);
  int major = 0;
  int minor = 0;
  const char* const end = name.release + std::strlen(name.release);
  const auto [dot, error] = std::from_chars(name.release, end, major);
  const bool known = error == std::errc{} && dot != end && *dot == '.' &&
                     std::from_chars(dot + 1, end, minor).ec == std::errc{};
  const std::string detail = std::string("Linux ") + name.release + " on " + name.machine;
  // mount_setattr is the newest call that nothing can replace.
  if (known && (major > 5 || (major == 5 && minor >= 12)))
    return {"kernel", ProbeState::kPass, detail, ""};
  return {"kernel", ProbeState::kFail, detail, "use Linux 5.12 or newer (mount_setattr)"};
}

ProbeItem probe_helper(const fs::path& helper) {
  if (::access(helper.c_str(), X_OK) == 0)
    return {"helper", ProbeState::kPass, helper.string(), ""};
  return {"helper", ProbeState::kFail, "\"" + helper.string() + "\" is not there or not executable",
          "build the target assay-sandbox, or install assay"};
}

ProbeItem probe_user_namespaces() {
  const char* name = "user namespaces";
  if (setting("/proc/sys/user/max_user_namespaces").value_or(1) == 0)
    return {name, ProbeState::kFail, "user.max_user_namespaces is 0",
            "sudo sysctl -w user.max_user_namespaces=15000"};
  if (::geteuid() != 0) {
    if (setting("/proc/sys/kernel/unprivileged_userns_clone").value_or(1) == 0)
      return {name, ProbeState::kFail, "kernel.unprivileged_userns_clone is 0",
              "sudo sysctl -w kernel.unprivileged_userns_clone=1"};
    if (setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").value_or(0) != 0)
      return {name, ProbeState::kWarn,
              "AppArmor restricts them for programs without a profile that allows `userns`",
              "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or run as root"};
  }
  return {name, ProbeState::kPass,
          std::to_string(setting("/proc/sys/user/max_user_namespaces").value_or(0)) + " allowed",
          ""};
}

ProbeItem probe_cgroup(const SandboxOptions& options) {
  const Result<CgroupTree> tree = CgroupTree::open(options.cgroup_parent);
  if (!tree)
    return {"cgroup", ProbeState::kFail, tree.error().message,
            tree.error().hint.empty() ? "run assay as root" : tree.error().hint};
  const std::string name = "assay-probe-" + std::to_string(::getpid());
  Result<Cgroup> group = tree->make(name, {64ULL << 20, 16, 0});
  if (!group) return {"cgroup", ProbeState::kFail, group.error().message, group.error().hint};
  const Result<CgroupUsage> usage = group->usage();
  const Status removed = group->remove(std::chrono::milliseconds(1000));
  if (!usage) return {"cgroup", ProbeState::kFail, usage.error().message, ""};
  if (!removed) return {"cgroup", ProbeState::kFail, removed.error().message, removed.error().hint};
  return {"cgroup", ProbeState::kPass, tree->describe(), ""};
}

ProbeItem probe_seccomp() {
  const std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
  if (::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0)
    return {"seccomp", ProbeState::kPass, "filters that kill the process", ""};
  return {"seccomp", ProbeState::kFail, "the kernel has no seccomp filters",
          "use a kernel with CONFIG_SECCOMP_FILTER"};
}

ProbeItem probe_landlock() {
  const long abi =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi >= 2) return {"Landlock", ProbeState::kPass, "ABI " + std::to_string(abi), ""};
  return {"Landlock", ProbeState::kWarn,
          abi == 1 ? "ABI 1 forbids renames that builds need, so it is not used"
                   : "not there: the mounts alone say what may be read and written",
          "use Linux 5.19 or newer with \"landlock\" among the security modules (lsm=)"};
}

ProbeItem probe_kill() {
  const Fd self(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
  if (!self)
    return {"clone3 and pidfd", ProbeState::kFail, "the kernel has no pidfd",
            "use Linux 5.4 or newer"};
  // No argument makes an error that only a kernel with the call gives.
  ::syscall(SYS_clone3, nullptr, 0);
  if (errno == ENOSYS)
    return {"clone3 and pidfd", ProbeState::kFail, "clone3 is refused",
            "let the container's seccomp profile allow clone3"};
  return {"clone3 and pidfd", ProbeState::kPass, "there", ""};
}

// The program is the helper itself: started without its descriptors it says so and exits, which
// is as good a sign of life as any, and it needs no other file of the host.
RunSpec trial(const fs::path& helper) {
  RunSpec spec;
  spec.name = "probe";
  spec.argv = {"/probe"};
  spec.binds = {{helper, "/probe"}};
  spec.tmpfs = {{"/tmp", 1 << 20, 16, false}};
  spec.limits.wall = std::chrono::milliseconds(20'000);
  spec.limits.memory_bytes = 64ULL << 20;
  spec.limits.processes = 8;
  return spec;
}

Status try_run(SandboxOptions options, Isolation level, const RunSpec& spec) {
  options.isolation = level;
  ASSAY_TRY(Sandbox sandbox, Sandbox::open(std::move(options)));
  ASSAY_TRY(const RunResult result, sandbox.run(spec));
  if (result.cause == Cause::kCancelled) return fail("the trial run was cancelled");
  return {};
}

ProbeItem item_of(std::string name, const Status& status, ProbeState otherwise,
                  std::string detail) {
  if (status) return {std::move(name), ProbeState::kPass, std::move(detail), ""};
  return {std::move(name), otherwise, status.error().message, status.error().hint};
}

// Overlays and /proc are what nested containers and old kernels refuse most.
ProbeItem probe_overlay(const SandboxOptions& options, Isolation level) {
  RunSpec spec = trial(options.helper);
  const Result<TempDir> lower = TempDir::make("assay-probe");
  if (!lower) return {"overlay", ProbeState::kFail, lower.error().message, lower.error().hint};
  // The box's user looks the folder up, and a temporary folder is its owner's alone.
  std::error_code ec;
  std::filesystem::permissions(lower->path(), std::filesystem::perms(0755), ec);
  spec.overlays = {{lower->path(), "/overlay", 1 << 20}};
  return item_of("overlay", try_run(options, level, spec), ProbeState::kFail,
                 "works in a user namespace");
}

ProbeItem probe_proc(const SandboxOptions& options, Isolation level) {
  RunSpec spec = trial(options.helper);
  spec.proc = true;
  ProbeItem item = item_of("/proc", try_run(options, level, spec), ProbeState::kFail,
                           "can be mounted in a pid namespace");
  if (item.state != ProbeState::kPass && item.remedy.empty())
    item.remedy = "in a container: run it with --security-opt systempaths=unconfined";
  return item;
}

}  // namespace

Probe probe(const SandboxOptions& options) {
  Probe probe;
  probe.items = {probe_kernel(),          probe_helper(options.helper), probe_kill(),
                 probe_user_namespaces(), probe_cgroup(options),        probe_seccomp(),
                 probe_landlock()};
  const RunSpec spec = trial(options.helper);
  for (const Isolation level : {Isolation::kFull, Isolation::kUser}) {
    const Status ran = try_run(options, level, spec);
    probe.items.push_back(
        item_of(std::string("isolation ") + name(level), ran, ProbeState::kFail, "a program ran"));
    if (!ran) continue;
    probe.level = level;
    probe.items.push_back(probe_overlay(options, level));
    probe.items.push_back(probe_proc(options, level));
    break;
  }
  return probe;
}

}  // namespace assay::sandbox
