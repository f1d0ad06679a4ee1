// Real children: what run() hands in, what it takes out, and how it ends them.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "base/fd.h"
#include "base/file.h"
#include "proc/run.h"
#include "proc/spawn.h"

namespace assay::proc {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::HasSubstr;

Command shell(const std::string& script) {
  Command command;
  command.argv = {"/bin/sh", "-c", script};
  command.env = {"PATH=/usr/bin:/bin"};
  return command;
}

Output must_run(const Command& command) {
  Result<Output> output = run(command);
  EXPECT_TRUE(output) << (output ? "" : output.error().message);
  return output.value_or(Output{});
}

TEST(Run, GivesBothStreamsAndTheExitCode) {
  const Output output = must_run(shell("echo out; echo err >&2; exit 7"));
  EXPECT_EQ(output.end, End::kExited);
  EXPECT_EQ(output.exit_code, 7);
  EXPECT_EQ(output.out, "out\n");
  EXPECT_EQ(output.err, "err\n");
  EXPECT_FALSE(output.ok());
  EXPECT_EQ(describe(output), "exit code 7");
}

TEST(Run, PumpsMoreThanAPipeHolds) {
  Command command = shell("cat");
  command.input.assign(3 << 20, 'x');
  command.max_out = 4 << 20;
  EXPECT_TRUE(must_run(command).out == command.input);
}

TEST(Run, SurvivesAChildThatDoesNotReadItsInput) {
  Command command = shell("exec 0<&-; echo done");
  command.input.assign(1 << 20, 'x');
  EXPECT_EQ(must_run(command).out, "done\n");
}

TEST(Run, InheritsNoEnvironment) {
  ::setenv("ASSAY_SECRET", "1", 1);
  Command command;
  command.argv = {"env"};
  command.env = {"A=b"};
  EXPECT_EQ(must_run(command).out, "A=b\n");
}

TEST(Run, InheritsNoDescriptorsButThoseNamed) {
  const Fd leaked(::open("/dev/null", O_RDONLY));  // deliberately without O_CLOEXEC
  Command command = shell("ls /proc/self/fd | tr '\\n' ' '");
  EXPECT_EQ(must_run(command).out, "0 1 2 3 ");  // 3 is ls's own, of the folder
  Result<Pipe> pipe = make_pipe();
  ASSERT_TRUE(pipe);
  command = shell("echo through >&3");
  command.descriptors = {pipe->write.get()};
  EXPECT_TRUE(must_run(command).ok());
  char buffer[16] = {};
  EXPECT_EQ(::read(pipe->read.get(), buffer, sizeof buffer), 8);
  EXPECT_STREQ(buffer, "through\n");
}

TEST(Run, LaysOutDescriptorsThatCrossEachOther) {
  Result<Pipe> a = make_pipe();
  Result<Pipe> b = make_pipe();
  ASSERT_TRUE(a && b);
  Command command = shell("echo a >&3; echo b >&4");
  command.descriptors = {b->write.get(), a->write.get()};
  EXPECT_TRUE(must_run(command).ok());
  char buffer[4] = {};
  EXPECT_EQ(::read(b->read.get(), buffer, sizeof buffer), 2);
  EXPECT_STREQ(buffer, "a\n");
}

TEST(Run, StartsInTheFolderNamed) {
  Command command = shell("pwd -P");
  command.cwd = "/usr/bin";
  EXPECT_EQ(must_run(command).out, "/usr/bin\n");
}

TEST(Run, NamesASignal) {
  const Output output = must_run(shell("kill -TERM $$"));
  EXPECT_EQ(output.end, End::kSignalled);
  EXPECT_EQ(output.signal, SIGTERM);
  EXPECT_EQ(describe(output), "signal 15 (TERM)");
}

TEST(Run, ChildHasDefaultSignalHandling) {
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  const Output output = must_run(shell("kill -PIPE $$; echo still here"));
  ::signal(SIGPIPE, before);
  EXPECT_EQ(output.end, End::kSignalled);
  EXPECT_EQ(output.signal, SIGPIPE);
}

// Until it executes, a child is in our memory: nothing of ours may run in it, nor it change us.
TEST(Run, StartingLeavesTheCallerAsItWas) {
  static volatile std::sig_atomic_t handled = 0;
  struct sigaction ours {};
  ours.sa_handler = [](int) { handled = handled + 1; };
  struct sigaction before {};
  ::sigaction(SIGUSR1, &ours, &before);
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR2);
  sigset_t mask;
  ::pthread_sigmask(SIG_SETMASK, &blocked, &mask);

  const Output output = must_run(shell("exec grep -E '^Sig(Blk|Ign):' /proc/self/status"));
  EXPECT_EQ(output.out, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");

  sigset_t now;
  ::pthread_sigmask(SIG_SETMASK, &mask, &now);
  EXPECT_EQ(::sigismember(&now, SIGUSR2), 1);
  EXPECT_EQ(::sigismember(&now, SIGTERM), 0);
  ::raise(SIGUSR1);
  EXPECT_EQ(handled, 1);
  ::sigaction(SIGUSR1, &before, nullptr);
}

TEST(Run, ManyThreadsStartChildrenWhileOthersAllocate) {
  std::atomic<bool> over = false;
  std::jthread allocating([&] {
    while (!over) std::vector<std::string>(100, std::string(1000, 'x'));
  });
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (int thread = 0; thread < 8; ++thread)
      threads.emplace_back([&, thread] {
        for (int i = 0; i < 20; ++i) {
          const std::string word = std::to_string(thread) + "-" + std::to_string(i);
          if (must_run(shell("echo " + word)).out == word + "\n") ++right;
        }
      });
  }
  over = true;
  EXPECT_EQ(right, 160);
}

TEST(Run, EndsWhatPassesItsDeadlineWithItsChildren) {
  Command command = shell("echo $$; sleep 1000 & sleep 1000");
  command.timeout = 200ms;
  const Output output = must_run(command);
  EXPECT_EQ(output.end, End::kTimedOut);
  EXPECT_EQ(output.signal, SIGKILL);
  const pid_t group = std::stoi(output.out);
  for (int i = 0; i < 500 && ::kill(-group, 0) == 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_NE(::kill(-group, 0), 0) << "a process of the group is left";
}

TEST(Run, DoesNotWaitForWhoHoldsStdout) {
  Command command = shell("sleep 1000 & echo said");
  const Output output = must_run(command);
  EXPECT_EQ(output.end, End::kExited);
  EXPECT_EQ(output.out, "said\n");
}

TEST(Run, EndsWhatSaysTooMuch) {
  Command command = shell("yes");
  command.max_out = 1000;
  Output output = must_run(command);
  EXPECT_EQ(output.end, End::kTooMuchOutput);
  EXPECT_EQ(output.out.size(), 1000U);
  command = shell("yes >&2");
  command.max_err = 10;
  output = must_run(command);
  EXPECT_EQ(output.end, End::kTooMuchOutput);
  EXPECT_EQ(output.err.size(), 10U);
}

TEST(Run, TakesExactlyAsMuchAsTheCap) {
  Command command = shell("printf 12345");
  command.max_out = 5;
  EXPECT_TRUE(must_run(command).ok());
  command.max_out = 4;
  EXPECT_EQ(must_run(command).end, End::kTooMuchOutput);
}

TEST(Run, CanBeCancelled) {
  Result<Pipe> pipe = make_pipe();
  ASSERT_TRUE(pipe);
  Command command = shell("sleep 1000");
  command.cancel = pipe->read.get();
  std::jthread later([&] {
    std::this_thread::sleep_for(50ms);
    pipe->write.reset();
  });
  EXPECT_EQ(must_run(command).end, End::kCancelled);
}

TEST(Run, SaysWhatIsMissing) {
  Command command;
  command.argv = {"no-such-program-anywhere"};
  Result<Output> output = run(command);
  ASSERT_FALSE(output);
  EXPECT_THAT(output.error().message, HasSubstr("no-such-program-anywhere"));
  EXPECT_FALSE(output.error().hint.empty());
  command.argv = {"/no/such/program"};
  output = run(command);
  ASSERT_FALSE(output);
  EXPECT_THAT(output.error().message, HasSubstr("execute /no/such/program: No such file"));
  command = shell("true");
  command.cwd = "/no/such/folder";
  output = run(command);
  ASSERT_FALSE(output);
  EXPECT_THAT(output.error().message, HasSubstr("working folder"));
}

TEST(Run, LeavesNoDescriptorsBehind) {
  const auto count = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  must_run(shell("true"));
  const auto before = count();
  for (int i = 0; i < 20; ++i) must_run(shell("true"));
  EXPECT_EQ(count(), before);
}

TEST(FindProgram, LooksOnPathAndNeverInTheWorkingFolder) {
  EXPECT_EQ(find_program("/anything/at/all"), std::filesystem::path("/anything/at/all"));
  EXPECT_TRUE(find_program("sh"));
  EXPECT_FALSE(find_program("no-such-program-anywhere"));
  const std::string before = ::getenv("PATH");
  Result<TempDir> dir = TempDir::make("proc");
  ASSERT_TRUE(dir);
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(dir->path());
  ASSERT_TRUE(write_file_atomically(dir->path() / "local-tool", "#!/bin/sh\n", 0755));
  ::setenv("PATH", ".::bin", 1);
  EXPECT_FALSE(find_program("local-tool"));
  ::setenv("PATH", before.c_str(), 1);
  std::filesystem::current_path(here);
}

}  // namespace
}  // namespace assay::proc
