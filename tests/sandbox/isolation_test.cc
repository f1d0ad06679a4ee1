// What a program sees of the world, and what it cannot reach.
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>

#include "base/fd.h"
#include "base/file.h"
#include "sandbox/support.h"

namespace assay::sandbox::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

TEST(World, ArgumentsAndEnvironmentAreThoseGiven) {
  ::setenv("ASSAY_SECRET", "1", 1);
  RunSpec given = spec({"args", "", "a b", "\xff\n"});
  EXPECT_EQ(run(given).out, "[][a b][\xff\n]");
  given = spec({"env"});
  EXPECT_EQ(run(given).out, "");
  given.env = {"A=b", "C=", "A=again"};
  EXPECT_EQ(run(given).out, "[A=b][C=][A=again]");
}

TEST(World, StdinIsTheBytesGiven) {
  EXPECT_EQ(child_says({"cat"}), "");
  RunSpec fed = spec({"cat"});
  fed.stdin_bytes.assign(60'000, 'y');
  EXPECT_TRUE(run(fed).out == fed.stdin_bytes);
}

TEST(World, AProgramNeedNotReadItsStdin) {
  RunSpec fed = spec({"exit", "0"});
  fed.stdin_bytes.assign(64 << 10, 'y');
  EXPECT_EQ(run(fed).exit_code, 0);
}

TEST(World, OnlyItsOwnDescriptorsAreOpen) {
  const Fd leaked(::open("/dev/null", O_RDONLY));  // deliberately without O_CLOEXEC
  EXPECT_EQ(child_says({"descriptors"}), "0:pipe 1:pipe 2:pipe");
  RunSpec channel = spec({"descriptors"});
  channel.record_channel = true;
  EXPECT_EQ(output(channel), "0:pipe 1:pipe 2:pipe 3:pipe");
}

TEST(World, RecordsComeOverDescriptorThree) {
  RunSpec channel = spec({"say", "3", "a record"});
  channel.record_channel = true;
  const RunResult result = run(channel);
  EXPECT_EQ(result.records, "a record");
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(run_child({"say", "3", "nobody listens"}).exit_code, 1);
}

TEST(World, WorkingFolderIsTheOneNamed) {
  EXPECT_EQ(child_says({"pwd"}), "/");
  RunSpec there = spec({"pwd"});
  there.cwd = "/tmp";
  EXPECT_EQ(output(there), "/tmp");
}

TEST(World, SignalsAndUmaskAreTheDefaults) {
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  sigset_t block;
  sigset_t old;
  sigfillset(&block);
  ::pthread_sigmask(SIG_BLOCK, &block, &old);
  const std::string seen = child_says({"signals"});
  ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
  ::signal(SIGPIPE, before);
  EXPECT_EQ(seen, "umask 22");
}

TEST(World, HostNameIsNotOurs) {
  EXPECT_EQ(child_says({"hostname"}), "box");
}

TEST(Root, HoldsWhatTheSpecNames) {
  EXPECT_EQ(child_says({"list", "/"}), "child dev tmp");
  EXPECT_EQ(child_says({"list", "/dev"}), "full null random urandom zero");
  for (const char* hidden : {"/etc/passwd", "/proc/self/status", "/sys", "/root", "/home"})
    EXPECT_EQ(child_says({"read", hidden}), "ENOENT") << hidden;
  EXPECT_EQ(child_says({"list", "/.."}), "child dev tmp");
}

TEST(Root, CannotBeChanged) {
  for (const char* path : {"/x", "/dev/x", "/child"})
    EXPECT_THAT(child_says({"write-file", path, "1"}), AnyOf("EROFS", "EACCES")) << path;
  EXPECT_THAT(child_says({"mkdir", "/x"}), AnyOf("EROFS", "EACCES"));
  EXPECT_THAT(child_says({"unlink", "/child"}), AnyOf("EROFS", "EACCES", "EBUSY"));
  EXPECT_THAT(child_says({"chmod", "/", "0777"}), AnyOf("EROFS", "EPERM"));
}

TEST(Root, DevicesWork) {
  EXPECT_EQ(child_says({"write-file", "/dev/null", "100"}), "100 ok");
  EXPECT_EQ(child_says({"write-file", "/dev/full", "100"}), "0 ENOSPC");
  EXPECT_EQ(child_says({"read", "/dev/null"}), "");
}

TEST(Ids, AreUnprivileged) {
  EXPECT_EQ(child_says({"ids"}), "uid 1000 1000 1000 gid 1000 1000 1000");
  EXPECT_EQ(child_says({"privileges"}),
            "effective 00 permitted 00 inheritable 00 bounding 0 no_new_privs 1");
  for (const char* call : {"105", "106", "117", "119"})  // setuid setgid setresuid setresgid
    EXPECT_THAT(child_says({"syscall", call, "0", "0", "0"}), AnyOf("EPERM", "ENOSYS")) << call;
}

TEST(Processes, PidNamespaceIsItsOwn) {
  EXPECT_EQ(child_says({"pids"}), "pid 2 parent 1 leads 1");
}

TEST(Processes, NobodyElseCanBeSignalled) {
  const std::string ours = std::to_string(::getpid());
  EXPECT_THAT(child_says({"kill", ours, "0"}), AnyOf("ESRCH", "EPERM"));
  // Signals to init from inside do nothing: the box lives on and its end is seen.
  EXPECT_THAT(child_says({"kill", "1", "9"}), AnyOf("ok", "EPERM"));
  EXPECT_THAT(child_says({"kill", "1", "19"}), AnyOf("ok", "EPERM"));
  // Everybody that it may signal is nobody but itself.
  EXPECT_THAT(run_child({"kill", "-1", "9"}).cause, AnyOf(Cause::kExited, Cause::kSignalled));
}

TEST(Network, IsALoopbackOfItsOwn) {
  EXPECT_EQ(child_says({"loopback"}), "ok");
  RunSpec build = spec({"interfaces"});
  build.filter = Filter::kBuild;
  // netlink is refused, and the ioctl way gives the one interface.
  EXPECT_THAT(output(build), AnyOf("lo", "EAFNOSUPPORT"));
}

TEST(Network, NothingElseIsReachable) {
  const Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener.get(), 8), 0);
  ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string port = std::to_string(ntohs(address.sin_port));
  EXPECT_EQ(child_says({"connect", "127.0.0.1", port}), "ECONNREFUSED");
  EXPECT_EQ(child_says({"connect", "192.0.2.1", "80"}), "ENETUNREACH");
}

TEST(Network, AbstractSocketsOfTheHostAreNotThere) {
  const Fd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const std::string name = "assay-test-" + std::to_string(::getpid());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  name.copy(address.sun_path + 1, name.size());
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address),
                   static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size())),
            0);
  ASSERT_EQ(::listen(listener.get(), 8), 0);
  EXPECT_EQ(child_says({"abstract-connect", name}), "ECONNREFUSED");
}

TEST(Ipc, NamespaceIsItsOwn) {
  RunSpec build = spec({"syscall", std::to_string(SYS_shmget), "4711", "4096", "0"});
  build.filter = Filter::kBuild;
  EXPECT_EQ(output(build), "EPERM");
  build.filter = Filter::kRun;
  EXPECT_EQ(output(build), "ENOSYS");
}

TEST(Between, RunsNothingIsHandedOn) {
  EXPECT_EQ(child_says({"write-file", "/tmp/message", "5"}), "5 ok");
  EXPECT_EQ(child_says({"read", "/tmp/message"}), "ENOENT");
  EXPECT_EQ(child_says({"abstract-listen", "same-name"}), "ok");
  EXPECT_EQ(child_says({"abstract-listen", "same-name"}), "ok");
}

TEST(Proc, ShowsProcessesOfTheBoxOnly) {
  RunSpec with = spec({"list", "/proc"});
  with.proc = true;
  EXPECT_EQ(output(with), "2 self thread-self");
  for (const char* hidden : {"/proc/1/environ", "/proc/sys/kernel/hostname", "/proc/cpuinfo",
                             "/proc/kallsyms", "/proc/meminfo"}) {
    RunSpec peek = spec({"read", hidden});
    peek.proc = true;
    EXPECT_THAT(output(peek), AnyOf("ENOENT", "EACCES")) << hidden;
  }
}

TEST(Proc, CannotBeUsedToReachOutside) {
  RunSpec maps = spec({"write-file", "/proc/self/oom_score_adj", "1"});
  maps.proc = true;
  EXPECT_THAT(output(maps), testing::Not(HasSubstr("ok")));
}

TEST(Exploits, ChangingTheHostsFilesByDescriptorIsImpossible) {
  // CVE-2019-5736: the running helper is not to be had through /proc/1/exe.
  RunSpec exe = spec({"open", "/proc/1/exe", std::to_string(O_RDONLY)});
  exe.proc = true;
  EXPECT_THAT(output(exe), AnyOf("ENOENT", "EACCES", "EPERM"));
  exe = spec({"open", "/proc/self/exe", std::to_string(O_RDWR)});
  exe.proc = true;
  EXPECT_THAT(output(exe), AnyOf("EROFS", "EACCES", "ETXTBSY"));
}

}  // namespace
}  // namespace assay::sandbox::test
