// Each limit from both sides: just under it nothing happens, over it the run ends for
// the reason that says so.
#include "sandbox/support.h"

#include <thread>

namespace assay::sandbox::test {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::StartsWith;

// The name of a test that calls this ends in NeedsCgroup, by which main.cc leaves it out.
#define NEEDS_CGROUP() \
  if (!has_cgroup()) ASSAY_SKIP("without a cgroup this limit is not promised")

TEST(Exit, CodeAndSignalComeThrough) {
  for (const int code : {0, 1, 66, 255}) {
    const RunResult result = run_child({"exit", std::to_string(code)});
    EXPECT_EQ(result.cause, Cause::kExited);
    EXPECT_EQ(result.exit_code, code);
  }
  for (const int signal : {SIGSEGV, SIGABRT, SIGKILL, SIGTERM}) {
    const RunResult result = run_child({"signal", std::to_string(signal)});
    EXPECT_EQ(result.cause, Cause::kSignalled);
    EXPECT_EQ(result.signal, signal);
    EXPECT_EQ(result.exit_code, -1);
  }
}

TEST(Output, UpToTheCapIsKept) {
  for (const char* fd : {"1", "2"}) {
    const RunResult result = run_child({"flood", fd, "65536"});
    EXPECT_EQ(result.cause, Cause::kExited);
    EXPECT_EQ((*fd == '1' ? result.out : result.err).size(), 65536U);
  }
}

TEST(Output, BeyondTheCapEndsTheRun) {
  for (const char* fd : {"1", "2"}) {
    for (const char* bytes : {"65537", "0"}) {
      const RunResult result = run_child({"flood", fd, bytes});
      EXPECT_EQ(result.cause, Cause::kOutput);
      EXPECT_EQ((*fd == '1' ? result.out : result.err).size(), 65536U);
    }
  }
}

TEST(Output, TheRecordChannelHasItsOwnCap) {
  RunSpec channel = spec({"flood", "3", "1000"});
  channel.record_channel = true;
  channel.limits.record_bytes = 1000;
  EXPECT_EQ(run(channel).records.size(), 1000U);
  channel.limits.record_bytes = 999;
  const RunResult result = run(channel);
  EXPECT_EQ(result.cause, Cause::kOutput);
  EXPECT_EQ(result.records.size(), 999U);
}

TEST(Memory, UnderTheLimitIsFine) {
  EXPECT_EQ(child_says({"heap", "40"}), "ok");
}

TEST(Memory, OverTheLimitEndsTheRunNeedsCgroup) {
  NEEDS_CGROUP();
  const RunResult result = run_child({"heap", "200"});
  EXPECT_EQ(result.cause, Cause::kMemory);
  EXPECT_GE(result.usage.oom_kills, 1U);
  EXPECT_GE(result.usage.peak_memory_bytes, 40U << 20);
  EXPECT_LE(result.usage.peak_memory_bytes, 64U << 20);
}

TEST(Memory, OfAChildCountsTooNeedsCgroup) {
  NEEDS_CGROUP();
  EXPECT_EQ(run_child({"heap-in-child", "200"}).cause, Cause::kMemory);
}

TEST(Memory, FilesOnTmpfsCountNeedsCgroup) {
  NEEDS_CGROUP();
  RunSpec large = spec({"write-file", "/tmp/x", "209715200"});
  large.tmpfs[0].bytes = 256 << 20;
  const RunResult result = run(large);
  EXPECT_EQ(result.cause, Cause::kMemory);
}

TEST(Memory, PeakIsReportedNeedsCgroup) {
  NEEDS_CGROUP();
  const RunResult result = run_child({"heap", "30"});
  EXPECT_GE(result.usage.peak_memory_bytes, 30U << 20);
  EXPECT_LT(result.usage.peak_memory_bytes, 60U << 20);
}

TEST(Processes, UpToTheLimit) {
  // The program itself is one of the 32.
  EXPECT_EQ(child_says({"forks", "31"}), "31 ok");
}

TEST(Processes, NoMoreThanTheLimit) {
  const RunResult result = run_child({"forks", "100"});
  EXPECT_EQ(result.cause, Cause::kExited);
  EXPECT_EQ(result.out, "31 EAGAIN\n");
  if (has_cgroup()) {
    EXPECT_GE(result.usage.refused_processes, 1U);
  }
}

TEST(Processes, ThreadsCount) {
  EXPECT_EQ(child_says({"threads", "20"}), "20 ok");
  EXPECT_EQ(child_says({"threads", "100"}), "31 EAGAIN");
}

TEST(Processes, AForkBombEndsAtTheDeadline) {
  RunSpec bomb = spec({"fork-bomb"});
  bomb.limits.wall = milliseconds{300};
  bomb.limits.memory_bytes = 512 << 20;  // what the dead leave to be freed counts for a moment
  const RunResult result = run(bomb);
  EXPECT_THAT(result.cause, testing::AnyOf(Cause::kWallTime, Cause::kCpuTime));
}

TEST(CpuTime, UnderTheLimitIsFine) {
  RunSpec burn = spec({"burn", "100"});
  burn.limits.cpu = milliseconds{2000};
  const RunResult result = run(burn);
  EXPECT_EQ(result.cause, Cause::kExited);
  EXPECT_GE(result.usage.cpu, milliseconds{100});
  EXPECT_LT(result.usage.cpu, milliseconds{2000});
}

TEST(CpuTime, OverTheLimitEndsTheRun) {
  for (const char* processes : {"1", "4"}) {
    RunSpec spin = spec({"spin", processes});
    spin.limits.cpu = milliseconds{300};
    const RunResult result = run(spin);
    EXPECT_EQ(result.cause, Cause::kCpuTime);
    EXPECT_GE(result.usage.cpu, spin.limits.cpu - milliseconds{50});
  }
}

TEST(CpuTime, SleepingCostsNone) {
  const RunResult result = run_child({"sleep", "300"});
  EXPECT_EQ(result.cause, Cause::kExited);
  EXPECT_GE(result.usage.wall, milliseconds{300});
  EXPECT_LT(result.usage.cpu, milliseconds{300});
}

TEST(CpuTime, AShareOfTheCpusHoldsNeedsCgroup) {
  NEEDS_CGROUP();
  RunSpec spin = spec({"spin", "4"});
  spin.limits.cpu_millis = 100;
  spin.limits.wall = milliseconds{1000};
  const RunResult result = run(spin);
  EXPECT_EQ(result.cause, Cause::kWallTime);
  // A tenth of a second, and a period or two more where the slices end.
  EXPECT_LT(result.usage.cpu, milliseconds{400});
}

TEST(WallTime, OverTheLimitEndsTheRun) {
  RunSpec sleep = spec({"sleep", "60000"});
  sleep.limits.wall = milliseconds{200};
  const RunResult result = run(sleep);
  EXPECT_EQ(result.cause, Cause::kWallTime);
  EXPECT_EQ(result.signal, SIGKILL);
  EXPECT_GE(result.usage.wall, milliseconds{200});
}

TEST(WallTime, StoppedProcessesDoNotEscapeIt) {
  RunSpec stop = spec({"stop"});
  stop.limits.wall = milliseconds{200};
  EXPECT_EQ(run(stop).cause, Cause::kWallTime);
}

TEST(Files, SizeOfOneIsLimited) {
  RunSpec big = spec({"write-file", "/tmp/x", "2097152"});
  big.limits.file_bytes = 1 << 20;
  EXPECT_EQ(output(big), "1048576 EFBIG");
  big.limits.file_bytes = 2 << 20;
  EXPECT_EQ(output(big), "2097152 ok");
}

TEST(Files, TmpfsIsAsLargeAsItSays) {
  RunSpec fill = spec({"write-file", "/tmp/x", "2097152"});
  fill.tmpfs[0].bytes = 1 << 20;
  EXPECT_EQ(output(fill), "1048576 ENOSPC");
  fill.tmpfs[0].bytes = 2 << 20;
  EXPECT_EQ(output(fill), "2097152 ok");
}

TEST(Files, TmpfsHasAsManyInodesAsItSays) {
  EXPECT_THAT(child_says({"many-files", "/tmp", "900"}), EndsWith(" ok"));
  EXPECT_THAT(child_says({"many-files", "/tmp", "2000"}), EndsWith(" ENOSPC"));
}

TEST(Files, OpenDescriptorsAreLimited) {
  RunSpec open = spec({"open-files", "100"});
  open.limits.open_files = 20;
  EXPECT_EQ(output(open), "17 EMFILE");
  open.limits.open_files = 103;
  EXPECT_EQ(output(open), "100 ok");
}

TEST(Rlimits, AreSetAndCannotBeRaised) {
  RunSpec limits = spec({"rlimits"});
  limits.limits.open_files = 64;
  limits.limits.file_bytes = 12345;
  EXPECT_THAT(output(limits), StartsWith("0/0 64/64 12345/12345 0/0 0/0"));
}

}  // namespace
}  // namespace assay::sandbox::test
