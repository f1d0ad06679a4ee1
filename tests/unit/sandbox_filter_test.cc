// The seccomp programs evaluated in user space, for every system call number and for
// the architectures and ABIs that no machine of ours can call from.
#include <gmock/gmock.h>
#include <linux/audit.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>

#include "sandbox/filter.h"

namespace assay::sandbox {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kNative = AUDIT_ARCH_X86_64;
constexpr std::uint32_t kOther = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kNative = AUDIT_ARCH_AARCH64;
constexpr std::uint32_t kOther = AUDIT_ARCH_X86_64;
#endif

constexpr std::uint32_t kInvalid = 0xdeadbeef;  // the program left the rails

// As much of classic BPF as seccomp programs use; what the kernel would refuse gives kInvalid.
std::uint32_t evaluate(const std::vector<sock_filter>& program, const seccomp_data& data) {
  std::uint32_t accumulator = 0;
  for (std::size_t pc = 0; pc < program.size(); ++pc) {
    const sock_filter& in = program[pc];
    switch (in.code) {
      case BPF_LD | BPF_W | BPF_ABS:
        if (in.k % 4 != 0 || in.k + 4 > sizeof data) return kInvalid;
        std::memcpy(&accumulator, reinterpret_cast<const char*>(&data) + in.k, 4);
        break;
      case BPF_JMP | BPF_JA:
        pc += in.k;
        break;
      case BPF_JMP | BPF_JEQ | BPF_K:
        pc += accumulator == in.k ? in.jt : in.jf;
        break;
      case BPF_JMP | BPF_JGE | BPF_K:
        pc += accumulator >= in.k ? in.jt : in.jf;
        break;
      case BPF_JMP | BPF_JSET | BPF_K:
        pc += (accumulator & in.k) != 0 ? in.jt : in.jf;
        break;
      case BPF_RET | BPF_K:
        return in.k;
      default:
        return kInvalid;
    }
  }
  return kInvalid;
}

std::uint32_t answer(Filter filter, std::uint32_t number, std::uint64_t first = 0,
                     std::uint64_t second = 0, std::uint32_t architecture = kNative) {
  seccomp_data data{};
  data.nr = static_cast<int>(number);
  data.arch = architecture;
  data.args[0] = first;
  data.args[1] = second;
  return evaluate(filter_program(filter), data);
}

std::uint32_t error(int number) {
  return SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(number);
}

std::uint32_t expected(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return SECCOMP_RET_ALLOW;
    case Verdict::kKill:
      return SECCOMP_RET_KILL_PROCESS;
    case Verdict::kNotPermitted:
      return error(EPERM);
    default:
      return error(ENOSYS);
  }
}

class Filters : public testing::TestWithParam<Filter> {};
INSTANTIATE_TEST_SUITE_P(Both, Filters, testing::Values(Filter::kBuild, Filter::kRun),
                         [](const auto& param) {
                           return param.param == Filter::kBuild ? "Build" : "Run";
                         });

TEST_P(Filters, EveryNumberGetsWhatTheTableSays) {
  std::map<int, Verdict> named;
  for (const FilterEntry& entry : filter_table(GetParam())) named[entry.number] = entry.verdict;
  for (int number = 0; number < 2000; ++number) {
    const auto entry = named.find(number);
    const Verdict verdict = entry == named.end() ? default_verdict(GetParam()) : entry->second;
    if (verdict == Verdict::kByArgument) continue;
    EXPECT_EQ(answer(GetParam(), static_cast<std::uint32_t>(number)), expected(verdict)) << number;
  }
}

TEST_P(Filters, NoCallIsNamedTwice) {
  std::map<int, int> times;
  for (const FilterEntry& entry : filter_table(GetParam()))
    EXPECT_EQ(++times[entry.number], 1) << entry.name;
}

TEST_P(Filters, ProgramIsOneThatTheKernelTakes) {
  const auto& program = filter_program(GetParam());
  EXPECT_LT(program.size(), 4096U);
  EXPECT_EQ(program.back().code, BPF_RET | BPF_K);
}

TEST_P(Filters, ForeignArchitecturesDie) {
  for (const std::uint32_t architecture : {std::uint32_t{AUDIT_ARCH_I386}, kOther, 0U, ~0U})
    for (const std::uint32_t number : {0U, 1U, 4U, 11U, 59U, 120U, 500U})
      EXPECT_EQ(answer(GetParam(), number, 0, 0, architecture), SECCOMP_RET_KILL_PROCESS);
}

#if defined(__x86_64__)
TEST_P(Filters, X32CallsDie) {
  for (const std::uint32_t number : {0U, 1U, 39U, 59U, 512U, 520U, 547U})
    EXPECT_EQ(answer(GetParam(), 0x40000000U | number), SECCOMP_RET_KILL_PROCESS) << number;
  EXPECT_EQ(answer(GetParam(), ~0U), SECCOMP_RET_KILL_PROCESS);
  EXPECT_NE(answer(GetParam(), 0x3fffffffU), SECCOMP_RET_KILL_PROCESS);
}
#endif

TEST_P(Filters, CloneMakesProcessesAndThreadsButNoNamespaces) {
  EXPECT_EQ(answer(GetParam(), SYS_clone, SIGCHLD), SECCOMP_RET_ALLOW);
  EXPECT_EQ(answer(GetParam(), SYS_clone,
                   CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
                       CLONE_SYSVSEM | CLONE_SETTLS),
            SECCOMP_RET_ALLOW);
  EXPECT_EQ(answer(GetParam(), SYS_clone, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD),
            SECCOMP_RET_ALLOW);
  for (const std::uint64_t flag : {CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER,
                                   CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP, 0x80})
    for (const std::uint64_t with :
         {std::uint64_t{0}, std::uint64_t{SIGCHLD}, std::uint64_t{1} << 40})
      EXPECT_EQ(answer(GetParam(), SYS_clone, flag | with), error(EPERM)) << flag;
}

TEST_P(Filters, SocketsAreLocalOrIp) {
  for (const int call : {SYS_socket, SYS_socketpair}) {
    const auto number = static_cast<std::uint32_t>(call);
    for (int family = 0; family < 50; ++family) {
      const bool fine = family == AF_UNIX || family == AF_INET || family == AF_INET6;
      EXPECT_EQ(answer(GetParam(), number, static_cast<std::uint64_t>(family)),
                fine ? std::uint32_t{SECCOMP_RET_ALLOW} : error(EAFNOSUPPORT))
          << family;
    }
    // The kernel takes an int: what is above is not looked at, there or here.
    EXPECT_EQ(answer(GetParam(), number, (1ULL << 32) | AF_PACKET), error(EAFNOSUPPORT));
  }
}

TEST_P(Filters, TerminalInjectionIsRefused) {
  for (const std::uint64_t high : {std::uint64_t{0}, std::uint64_t{1} << 32})
    EXPECT_NE(answer(GetParam(), SYS_ioctl, 0, high | TIOCSTI), SECCOMP_RET_ALLOW);
}

TEST(RunFilter, IoctlsOfTestBinariesAreFew) {
  for (const unsigned long request : {TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO})
    EXPECT_EQ(answer(Filter::kRun, SYS_ioctl, 1, request), SECCOMP_RET_ALLOW);
  EXPECT_EQ(answer(Filter::kRun, SYS_ioctl, 1, TIOCSWINSZ), error(ENOTTY));
}

TEST(RunFilter, PrctlNamesThreadsAndAsks) {
  EXPECT_EQ(answer(Filter::kRun, SYS_prctl, PR_SET_NAME), SECCOMP_RET_ALLOW);
  for (const int option : {PR_SET_SECCOMP, PR_SET_MM, PR_SET_PTRACER, PR_SET_CHILD_SUBREAPER,
                           PR_CAP_AMBIENT, PR_SET_SECUREBITS, PR_SET_KEEPCAPS})
    EXPECT_EQ(answer(Filter::kRun, SYS_prctl, static_cast<std::uint64_t>(option)), error(EPERM))
        << option;
}

// What was seen in a run of a Go binary under the race detector, and what belongs to it.
TEST(RunFilter, AllowsWhatGoNeeds) {
  for (const int number : {SYS_read,
                           SYS_write,
                           SYS_futex,
                           SYS_mmap,
                           SYS_munmap,
                           SYS_madvise,
                           SYS_mprotect,
                           SYS_rt_sigaction,
                           SYS_rt_sigprocmask,
                           SYS_rt_sigreturn,
                           SYS_sigaltstack,
                           SYS_gettid,
                           SYS_tgkill,
                           SYS_epoll_create1,
                           SYS_epoll_ctl,
                           SYS_epoll_pwait,
                           SYS_eventfd2,
                           SYS_accept4,
                           SYS_bind,
                           SYS_listen,
                           SYS_connect,
                           SYS_getsockname,
                           SYS_getpeername,
                           SYS_setsockopt,
                           SYS_getsockopt,
                           SYS_openat,
                           SYS_newfstatat,
                           SYS_fstat,
                           SYS_getdents64,
                           SYS_pread64,
                           SYS_pwrite64,
                           SYS_lseek,
                           SYS_unlinkat,
                           SYS_mkdirat,
                           SYS_renameat,
                           SYS_readlinkat,
                           SYS_fcntl,
                           SYS_dup3,
                           SYS_pipe2,
                           SYS_execve,
                           SYS_waitid,
                           SYS_wait4,
                           SYS_exit,
                           SYS_exit_group,
                           SYS_nanosleep,
                           SYS_clock_gettime,
                           SYS_clock_nanosleep,
                           SYS_sched_yield,
                           SYS_sched_getaffinity,
                           SYS_prlimit64,
                           SYS_getrandom,
                           SYS_uname,
                           SYS_rseq,
                           SYS_set_robust_list,
                           SYS_set_tid_address,
                           SYS_pidfd_open,
                           SYS_pidfd_send_signal,
                           SYS_statx,
                           SYS_ppoll,
                           SYS_getpid,
                           SYS_kill})
    EXPECT_EQ(answer(Filter::kRun, static_cast<std::uint32_t>(number)), SECCOMP_RET_ALLOW)
        << number;
}

TEST(RunFilter, KnowsNothingThatIsNew) {
  for (std::uint32_t number = 470; number < 1000; ++number)
    EXPECT_EQ(answer(Filter::kRun, number), error(ENOSYS)) << number;
}

TEST(Interpreter, FindsAProgramThatRunsOffItsEnd) {
  EXPECT_EQ(evaluate({}, {}), kInvalid);
  EXPECT_EQ(evaluate({{BPF_JMP | BPF_JA, 0, 0, 5}}, {}), kInvalid);
}

}  // namespace
}  // namespace assay::sandbox
