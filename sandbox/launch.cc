// The launcher's side: pipes, clone3 into fresh namespaces, id maps, the go byte.
//
// The child of clone3 is a copy of a process with threads. Until it executes the
// helper it makes plain system calls only: no allocation, no lock, and none of
// libc's set*id wrappers, which would talk to threads that exist in the parent only.
#include "sandbox/launch.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

#include "base/file.h"
#include "sandbox/control_file.h"

namespace assay::sandbox {
namespace {

using wire::Stage;

constexpr std::uint64_t kNamespaces =
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
constexpr std::uint32_t kIdInside = 1000;  // the payload's; see plan.cc

// ---- the child's side ------------------------------------------------------------

struct ChildPlan {
  int* fds;  // in the helper's order, then the go pipe, then the helper itself
  int count;
  const int* join;
  int join_count;
  bool as_root;
};

[[noreturn]] void give_up(int report, Stage stage) {
  const wire::Failure failure{stage, errno, 0};
  if (::write(report, &failure, sizeof failure) < 0) _exit(126);
  _exit(125);
}

void lay_out(const ChildPlan& plan) {
  const int floor = plan.count;
  for (int i = 0; i < plan.count; ++i) {
    // Moved up first, so that no dup2 below overwrites one that is still needed.
    const int high = ::fcntl(plan.fds[i], F_DUPFD_CLOEXEC, floor);
    if (high < 0) give_up(plan.fds[wire::kReport], Stage::kDescriptors);
    plan.fds[i] = high;
  }
  for (int i = 0; i < plan.count; ++i)
    if (::dup2(plan.fds[i], i) < 0) give_up(plan.fds[wire::kReport], Stage::kDescriptors);
  if (::syscall(SYS_close_range, static_cast<unsigned>(plan.count), ~0U, 0) != 0)
    give_up(wire::kReport, Stage::kDescriptors);
}

// Root of the user namespace keeps its capabilities over exec by being root.
void become_namespace_root() {
  if (::syscall(SYS_setgroups, 0, nullptr) != 0 || ::syscall(SYS_setresgid, 0, 0, 0) != 0 ||
      ::syscall(SYS_setresuid, 0, 0, 0) != 0)
    give_up(wire::kReport, Stage::kIds);
}

// With one id, which is not root inside, they have to be made ambient.
void keep_capabilities_over_exec() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  if (::syscall(SYS_capget, &header, data) != 0) give_up(wire::kReport, Stage::kIds);
  for (auto& half : data) half.inheritable = half.permitted;
  if (::syscall(SYS_capset, &header, data) != 0) give_up(wire::kReport, Stage::kIds);
  for (unsigned long i = 0; i < 64; ++i)
    if ((data[i / 32].permitted >> (i % 32) & 1U) != 0 &&
        ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) != 0)
      give_up(wire::kReport, Stage::kIds);
}

[[noreturn]] void child_main(const ChildPlan& plan) {
  const int report = plan.fds[wire::kReport];
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up(report, Stage::kParent);
  for (int i = 0; i < plan.join_count; ++i)
    if (::write(plan.join[i], "0", 1) != 1) give_up(report, Stage::kCgroup);
  lay_out(plan);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  struct sigaction by_default {};
  by_default.sa_handler = SIG_DFL;
  ::sigaction(SIGPIPE, &by_default, nullptr);
  ::sigaction(SIGCHLD, &by_default, nullptr);

  const int go = plan.count - 2;
  const int helper = plan.count - 1;
  char byte = 0;
  ssize_t got;
  do got = ::read(go, &byte, 1);
  while (got < 0 && errno == EINTR);
  if (got != 1) _exit(124);  // the launcher gave up, or is gone
  if (plan.as_root)
    become_namespace_root();
  else
    keep_capabilities_over_exec();
  char name[] = "assay-sandbox";
  char* argv[] = {name, nullptr};
  char* env[] = {nullptr};
  ::syscall(SYS_execveat, helper, "", argv, env, AT_EMPTY_PATH);
  give_up(wire::kReport, Stage::kExecHelper);
}

// ---- the parent's side -----------------------------------------------------------

struct Pipes {
  Pipe in, out, err, records, report, status, go;
};

Result<Pipes> make_pipes() {
  Pipes pipes;
  for (Pipe* pipe : {&pipes.in, &pipes.out, &pipes.err, &pipes.records, &pipes.report,
                     &pipes.status, &pipes.go}) {
    ASSAY_TRY(*pipe, make_pipe());
  }
  for (const Fd* ours : {&pipes.in.write, &pipes.out.read, &pipes.err.read, &pipes.records.read,
                         &pipes.report.read, &pipes.status.read})
    ASSAY_CHECK(proc::set_nonblocking(ours->get()));
  return pipes;
}

Result<Fd> sealed_file(const std::string& bytes) {
  Fd fd(::memfd_create("assay-plan", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) return fail_errno("make a memory file");
  ASSAY_CHECK(write_all(fd.get(), bytes));
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return fail_errno("seal a memory file");
  return fd;
}

std::string map_line(std::uint32_t inside, std::uint32_t outside) {
  return std::to_string(inside) + " " + std::to_string(outside) + " 1\n";
}

Status write_id_maps(pid_t pid, const BoxIds& ids) {
  const std::string base = "/proc/" + std::to_string(pid) + "/";
  if (ids.as_root) {
    const std::string map = map_line(0, ids.init) + map_line(kIdInside, ids.payload);
    ASSAY_CHECK(write_control(base + "uid_map", map));
    return write_control(base + "gid_map", map);
  }
  ASSAY_CHECK(write_control(base + "setgroups", "deny"));
  ASSAY_CHECK(write_control(base + "uid_map", map_line(kIdInside, ::geteuid())));
  return write_control(base + "gid_map", map_line(kIdInside, ::getegid()));
}

tl::unexpected<Error> cannot_clone(int error_number) {
  const bool forbidden = error_number == EPERM || error_number == ENOSPC || error_number == EUSERS;
  return fail_errno("make the namespaces of the sandbox", error_number,
                    forbidden ? "assay doctor says what forbids user namespaces here" : "");
}

}  // namespace

Result<Box> launch(const RunSpec& spec, const PreparedPlan& plan, int helper, const Cgroup* cgroup,
                   const BoxIds& ids) {
  ASSAY_TRY(Pipes pipes, make_pipes());
  ASSAY_TRY(const Fd plan_file, sealed_file(plan.bytes));
  std::vector<int> fds = {pipes.in.read.get(),     pipes.out.write.get(),
                          pipes.err.write.get(),   pipes.records.write.get(),
                          plan_file.get(),         pipes.report.write.get(),
                          pipes.status.write.get()};
  for (const Fd& tree : plan.trees) fds.push_back(tree.get());
  fds.push_back(pipes.go.read.get());
  fds.push_back(helper);
  const std::vector<int> join = cgroup != nullptr ? cgroup->join_fds() : std::vector<int>();
  const ChildPlan child{fds.data(), static_cast<int>(fds.size()), join.data(),
                        static_cast<int>(join.size()), ids.as_root};

  int pidfd = -1;
  clone_args args{};
  args.flags = kNamespaces | CLONE_PIDFD | CLONE_CLEAR_SIGHAND;
  args.pidfd = reinterpret_cast<std::uint64_t>(&pidfd);
  args.exit_signal = SIGCHLD;
  if (cgroup != nullptr && cgroup->clone_fd() >= 0) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = static_cast<std::uint64_t>(cgroup->clone_fd());
  }
  const long pid = ::syscall(SYS_clone3, &args, sizeof args);
  if (pid == 0) child_main(child);
  if (pid < 0) return cannot_clone(errno);

  Box box{{static_cast<pid_t>(pid), Fd(pidfd)},
          proc::Feed(std::move(pipes.in.write), spec.stdin_bytes),
          proc::Sink(std::move(pipes.out.read), spec.limits.output_bytes),
          proc::Sink(std::move(pipes.err.read), spec.limits.output_bytes),
          proc::Sink(std::move(pipes.records.read), spec.limits.record_bytes),
          std::move(pipes.report.read),
          std::move(pipes.status.read)};
  Status begun = write_id_maps(box.init.pid, ids);
  if (begun) begun = write_all(pipes.go.write.get(), "g");
  if (!begun) {
    ::syscall(SYS_pidfd_send_signal, box.init.pidfd.get(), SIGKILL, nullptr, 0);
    (void)proc::reap(box.init);
    return tl::unexpected(std::move(begun).error());
  }
  return box;
}

}  // namespace assay::sandbox
