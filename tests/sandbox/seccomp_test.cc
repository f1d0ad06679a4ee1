// The filters in the kernel: every call that the tables name, tried from inside. The
// programs are also evaluated in user space, in tests/unit/sandbox_filter_test.cc.
#include <fcntl.h>
#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <csignal>

#include "sandbox/filter.h"
#include "sandbox/support.h"

namespace assay::sandbox::test {
namespace {

using testing::AnyOf;

RunResult call(Filter filter, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "syscall");
  RunSpec calling = spec(std::move(arguments));
  calling.filter = filter;
  return run(calling);
}

TEST(Seccomp, HostileCallsKillATestBinary) {
  for (const FilterEntry& entry : filter_table(Filter::kRun)) {
    if (entry.verdict != sandbox::Verdict::kKill) continue;
    const RunResult result = call(Filter::kRun, {std::to_string(entry.number)});
    EXPECT_EQ(result.cause, Cause::kForbidden) << entry.name;
    EXPECT_EQ(result.signal, SIGSYS) << entry.name;
  }
}

TEST(Seccomp, HostileCallsAreRefusedInABuild) {
  for (const FilterEntry& entry : filter_table(Filter::kBuild)) {
    if (entry.verdict != sandbox::Verdict::kNotPermitted) continue;
    const RunResult result = call(Filter::kBuild, {std::to_string(entry.number)});
    EXPECT_EQ(result.out, "EPERM\n") << entry.name;
  }
}

TEST(Seccomp, AbsentCallsDoNotExist) {
  for (const Filter filter : {Filter::kRun, Filter::kBuild})
    for (const int number : {SYS_clone3, 425, 426, 427})
      EXPECT_EQ(call(filter, {std::to_string(number)}).out, "ENOSYS\n") << number;
}

TEST(Seccomp, UnknownCallsDoNotExistForATestBinary) {
  for (const int number : {350, 400, 999, 0x3fffffff})
    EXPECT_EQ(call(Filter::kRun, {std::to_string(number)}).out, "ENOSYS\n") << number;
}

TEST(Seccomp, NamespacesCannotBeMade) {
  for (const Filter filter : {Filter::kRun, Filter::kBuild})
    for (const unsigned flag : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET,
                                CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP})
      EXPECT_EQ(call(filter, {std::to_string(SYS_clone), std::to_string(flag | SIGCHLD)}).out,
                "EPERM\n")
          << flag;
}

TEST(Seccomp, SocketFamilies) {
  const std::string socket = std::to_string(SYS_socket);
  for (const Filter filter : {Filter::kRun, Filter::kBuild}) {
    for (const int family : {AF_UNIX, AF_INET, AF_INET6})
      EXPECT_EQ(call(filter, {socket, std::to_string(family), "1", "0"}).out, "ok\n") << family;
    for (const int family : {AF_NETLINK, AF_PACKET, AF_VSOCK, AF_ALG, AF_BLUETOOTH})
      EXPECT_EQ(call(filter, {socket, std::to_string(family), "3", "0"}).out, "EAFNOSUPPORT\n")
          << family;
  }
}

TEST(Seccomp, TerminalInjection) {
  const std::string ioctl = std::to_string(SYS_ioctl);
  EXPECT_EQ(call(Filter::kBuild, {ioctl, "0", std::to_string(TIOCSTI)}).out, "EPERM\n");
  EXPECT_EQ(call(Filter::kRun, {ioctl, "0", std::to_string(TIOCSTI)}).out, "ENOTTY\n");
}

#if defined(__x86_64__)
TEST(Seccomp, TheThirtyTwoBitGateKills) {
  for (const Filter filter : {Filter::kRun, Filter::kBuild}) {
    RunSpec foreign = spec({"foreign", "20"});  // getpid
    foreign.filter = filter;
    EXPECT_EQ(run(foreign).cause, Cause::kForbidden);
  }
}

TEST(Seccomp, X32CallsKill) {
  for (const Filter filter : {Filter::kRun, Filter::kBuild})
    EXPECT_EQ(call(filter, {std::to_string(0x40000000 + SYS_getpid)}).cause, Cause::kForbidden);
}
#endif

TEST(Seccomp, AChildThatIsKilledIsNotTheProgram) {
  // The program lives on when a child of it is killed, and its own end is what counts.
  EXPECT_EQ(run_child({"exit", "3"}).cause, Cause::kExited);
}

TEST(Landlock, OrMountsForbidEveryWayToWriteOutside) {
  for (const char* path : {"/child", "/dev/x", "/x"})
    for (const int flags : {O_WRONLY, O_RDWR, O_WRONLY | O_CREAT, O_RDONLY | O_TRUNC})
      EXPECT_THAT(child_says({"open", path, std::to_string(flags)}),
                  AnyOf("EROFS", "EACCES", "ENOENT", "ETXTBSY"))
          << path << flags;
}

}  // namespace
}  // namespace assay::sandbox::test
