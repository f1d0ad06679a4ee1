// The order of causes: the first that holds is the one that is reported.
#include <gmock/gmock.h>

#include <csignal>

#include "sandbox/classify.h"

namespace assay::sandbox {
namespace {

using std::chrono_literals::operator""ms;

struct Seen {
  Followed followed;
  std::optional<CgroupUsage> usage = CgroupUsage{};
  Limits limits;

  Seen() { followed.forked = true; }
  Seen& killed_for(Cause cause) {
    followed.killed_for = cause;
    return *this;
  }
  Seen& status(int wait_status) {
    followed.ended.emplace();
    followed.ended->wait_status = wait_status;
    return *this;
  }
  Seen& oom() {
    usage->oom_kills = 1;
    return *this;
  }
  Seen& cpu(std::chrono::milliseconds used) {
    usage->cpu = used;
    return *this;
  }
  [[nodiscard]] std::optional<Cause> cause() const {
    const auto result = classify(followed, usage, limits);
    return result ? std::optional(result->cause) : std::nullopt;
  }
};

constexpr int kExit3 = 3 << 8;

TEST(Classify, ExitAndSignalComeLast) {
  EXPECT_EQ(Seen().status(kExit3).cause(), Cause::kExited);
  EXPECT_EQ(Seen().status(SIGSEGV).cause(), Cause::kSignalled);
  EXPECT_EQ(Seen().status(SIGSYS).cause(), Cause::kForbidden);
  const auto result = classify(Seen().status(kExit3).followed, {}, {});
  EXPECT_EQ(result->exit_code, 3);
  EXPECT_EQ(result->signal, 0);
}

TEST(Classify, ExitCode66MeansNothingSpecial) {
  EXPECT_EQ(Seen().status(66 << 8).cause(), Cause::kExited);
}

TEST(Classify, MemoryBeforeTimeAndSignal) {
  EXPECT_EQ(Seen().oom().status(SIGKILL).cause(), Cause::kMemory);
  EXPECT_EQ(Seen().oom().status(kExit3).cause(), Cause::kMemory);
  EXPECT_EQ(Seen().oom().killed_for(Cause::kWallTime).cause(), Cause::kMemory);
  EXPECT_EQ(Seen().oom().killed_for(Cause::kCpuTime).cause(), Cause::kMemory);
  EXPECT_EQ(Seen().oom().cause(), Cause::kMemory) << "the killer may take init too";
}

TEST(Classify, OutputBeforeMemory) {
  EXPECT_EQ(Seen().oom().killed_for(Cause::kOutput).cause(), Cause::kOutput);
}

TEST(Classify, CpuBeforeWall) {
  EXPECT_EQ(Seen().cpu(60'001ms).killed_for(Cause::kWallTime).cause(), Cause::kCpuTime);
  EXPECT_EQ(Seen().cpu(60'001ms).status(0).cause(), Cause::kCpuTime);
  EXPECT_EQ(Seen().cpu(60'000ms).status(0).cause(), Cause::kExited);
  EXPECT_EQ(Seen().killed_for(Cause::kWallTime).cause(), Cause::kWallTime);
}

TEST(Classify, WallBeforeHowItEnded) {
  EXPECT_EQ(Seen().killed_for(Cause::kWallTime).status(SIGSYS).cause(), Cause::kWallTime);
}

TEST(Classify, CancelBeforeAll) {
  EXPECT_EQ(Seen().oom().killed_for(Cause::kCancelled).cause(), Cause::kCancelled);
}

TEST(Classify, AnInitThatWasKilledByAnotherIsNobodysVerdict) {
  EXPECT_EQ(Seen().cause(), std::nullopt);
}

TEST(Classify, WithoutACgroupInitTellsTheCpuTime) {
  Seen seen;
  seen.usage.reset();
  seen.status(0);
  seen.followed.ended->cpu_ns = 1'500'000;
  EXPECT_EQ(classify(seen.followed, seen.usage, seen.limits)->usage.cpu.count(), 1500);
}

TEST(Classify, EveryCauseHasAName) {
  for (int cause = 0; cause <= static_cast<int>(Cause::kCancelled); ++cause)
    EXPECT_STRNE(name(static_cast<Cause>(cause)), "unknown");
}

}  // namespace
}  // namespace assay::sandbox
