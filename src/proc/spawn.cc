#include "proc/spawn.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

#include "base/text.h"

#ifdef __SANITIZE_THREAD__
extern "C" void __tsan_ignore_thread_begin();  // of its run-time
#endif

namespace assay::proc {
namespace {

struct Failure {
  int step;
  int error_number;
};

enum Step { kSession, kParentGone, kDescriptors, kDirectory, kExec };

const char* text(int step) {
  switch (step) {
    case kSession:
      return "make a session for ";
    case kParentGone:
      return "follow the parent of ";
    case kDescriptors:
      return "lay out the descriptors of ";
    case kDirectory:
      return "enter the working folder of ";
    default:
      return "execute ";
  }
}

// All that the child needs, as plain pointers: between clone and exec nothing may allocate, nor
// lock, because the child is in the memory of a process with threads.
struct Plan {
  pid_t parent;
  const char* program;
  char* const* argv;
  char* const* env;
  const char* cwd;
  int* high;  // the descriptors to keep, moved above those they will become
  int count;
  int report;
  bool outlives_thread;
};

[[noreturn]] void give_up(int report, Step step) {
  const Failure failure{step, errno};
  if (::write(report, &failure, sizeof failure) < 0) _exit(127);
  _exit(127);
}

// All are blocked until now: a handler of ours would run in a process that is not ours.
void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Descriptors go up out of the way first, so that no dup2 overwrites one that is still needed.
int lay_out(const Plan& plan) {
  const int floor = plan.count + 1;
  const int report = ::fcntl(plan.report, F_DUPFD_CLOEXEC, floor);
  if (report < 0) give_up(plan.report, kDescriptors);
  for (int i = 0; i < plan.count; ++i) {
    plan.high[i] = ::fcntl(plan.high[i], F_DUPFD_CLOEXEC, floor);
    if (plan.high[i] < 0) give_up(report, kDescriptors);
  }
  for (int i = 0; i < plan.count; ++i)
    if (::dup2(plan.high[i], i) < 0) give_up(report, kDescriptors);
  // What is above stays ours until exec: the report pipe must survive up to there.
  if (::syscall(SYS_close_range, static_cast<unsigned>(plan.count), ~0U,
                4U /* CLOSE_RANGE_CLOEXEC */) != 0)
    give_up(report, kDescriptors);
  return report;
}

int child_main(void* argument) {
  const Plan& plan = *static_cast<const Plan*>(argument);
#ifdef __SANITIZE_THREAD__
  // ThreadSanitizer does not know that this is another process: it takes descriptors that the
  // parent's threads have opened for races, and waits for ever for a lock that one of them held.
  __tsan_ignore_thread_begin();
#endif
  if (!plan.outlives_thread) {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up(plan.report, kParentGone);
    if (::getppid() != plan.parent) _exit(127);  // it died before the line above
  }
  if (::setsid() < 0) give_up(plan.report, kSession);
  reset_signals();
  const int report = lay_out(plan);
  if (plan.cwd != nullptr && ::chdir(plan.cwd) != 0) give_up(report, kDirectory);
  ::execve(plan.program, plan.argv, plan.env);
  give_up(report, kExec);
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& s : strings) result.push_back(s.data());
  result.push_back(nullptr);
  return result;
}

// The child is in our memory until it executes, and the calling thread waits for that: a large
// process pays nothing for starting a small one. Where it cannot be, it has a copy.
#ifdef __SANITIZE_THREAD__
constexpr int kSharing = 0;
#else
constexpr int kSharing = CLONE_VM | CLONE_VFORK;
#endif

// The child's process id, or -1 with errno; `pidfd` becomes its pidfd.
pid_t start(Plan& plan, int& pidfd) {
  alignas(16) std::array<char, 64UL << 10> stack;
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = ::clone(child_main, stack.data() + stack.size(),
                            kSharing | CLONE_PIDFD | SIGCHLD, &plan, &pidfd);
  const int error_number = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error_number;
  return pid;
}

// End of file means that exec succeeded.
Status started(int report, const SpawnSpec& spec) {
  Failure failure{};
  ssize_t got;
  do got = ::read(report, &failure, sizeof failure);
  while (got < 0 && errno == EINTR);
  if (got == 0) return {};
  const std::string what = printable_line(spec.program.string());
  if (got != static_cast<ssize_t>(sizeof failure)) return fail_errno("hear from " + what);
  return fail_errno(text(failure.step) + what, failure.error_number);
}

}  // namespace

Result<Child> spawn(const SpawnSpec& spec) {
  if (spec.argv.empty()) return fail("start a process: there is no argv");
  ASSAY_TRY(const Pipe report, make_pipe());
  std::vector<std::string> argv_strings = spec.argv;
  std::vector<std::string> env_strings = spec.env;
  const std::vector<char*> argv = pointers(argv_strings);
  const std::vector<char*> env = pointers(env_strings);
  std::vector<int> high = spec.keep;
  Plan plan{::getpid(),
            spec.program.c_str(),
            argv.data(),
            env.data(),
            spec.cwd.empty() ? nullptr : spec.cwd.c_str(),
            high.data(),
            static_cast<int>(high.size()),
            report.write.get(),
            spec.outlives_thread};

  int pidfd = -1;
  const pid_t pid = start(plan, pidfd);
  if (pid < 0) return fail_errno("start " + printable_line(spec.program.string()));
  Child child{pid, Fd(pidfd)};

  const_cast<Fd&>(report.write).reset();
  if (Status ok = started(report.read.get(), spec); !ok) {
    kill_group(child);
    (void)reap(child);
    return tl::unexpected(std::move(ok).error());
  }
  return child;
}

Result<Ending> reap(const Child& child) {
  siginfo_t info{};
  int rc;
  do
    rc = ::waitid(static_cast<idtype_t>(P_PIDFD), static_cast<id_t>(child.pidfd.get()), &info,
                  WEXITED);
  while (rc != 0 && errno == EINTR);
  if (rc != 0) return fail_errno("wait for process " + std::to_string(child.pid));
  if (info.si_code == CLD_EXITED) return Ending{info.si_status, 0};
  return Ending{-1, info.si_status};
}

void kill_group(const Child& child) {
  ::kill(-child.pid, SIGKILL);
  ::syscall(SYS_pidfd_send_signal, child.pidfd.get(), SIGKILL, nullptr, 0);
}

std::optional<std::filesystem::path> find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return std::filesystem::path(name);
  const char* path = std::getenv("PATH");
  if (name.empty() || path == nullptr) return std::nullopt;
  for (const std::string_view folder : split(path, ':')) {
    if (folder.empty() || folder.front() != '/') continue;  // never the working folder
    const auto candidate = std::filesystem::path(folder) / name;
    std::error_code ec;
    if (std::filesystem::is_regular_file(candidate, ec) && ::access(candidate.c_str(), X_OK) == 0)
      return candidate;
  }
  return std::nullopt;
}

}  // namespace assay::proc
