// A build or a vet that runs into a limit: which of them are the candidate's, and which say no
// more than that the machine was busy, or that somebody pressed Ctrl-C.
#include "gotool/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "gotool/build.h"

namespace assay::gotool {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class FixedRunner : public sandbox::Runner {
 public:
  explicit FixedRunner(sandbox::RunResult result) : result_(std::move(result)) {}
  Result<sandbox::RunResult> run(const sandbox::RunSpec& /*spec*/) override { return result_; }

 private:
  sandbox::RunResult result_;
};

sandbox::RunResult ended_by(sandbox::Cause cause, std::chrono::seconds cpu) {
  sandbox::RunResult result;
  result.cause = cause;
  result.usage.cpu = cpu;
  return result;
}

class BuildLimit : public testing::Test {
 protected:
  void SetUp() override {
    auto folder = TempDir::make("assay-limits");
    ASSERT_TRUE(folder);
    folder_.emplace(*std::move(folder));
    exercise_.package_name = "pool";
    exercise_.build_limits.wall = std::chrono::seconds(100);
    exercise_.build_limits.memory_bytes = 512ULL << 20;
    exercise_.criteria.resize(1);
    exercise_.criteria[0].evidence.vet = {"copylocks"};
    prepared_.vet_flags = folder_->path() / "flags";
    ASSERT_TRUE(write_file_atomically(prepared_.vet_flags, R"([{"Name": "copylocks"}])"));
  }

  Result<Build> build_ended_by(sandbox::Cause cause, int cpu_seconds) {
    FixedRunner runner(ended_by(cause, std::chrono::seconds(cpu_seconds)));
    return build(runner, prepared_,
                 {exercise_, workspace_, BuildKind::kRace, std::string(32, 'k'),
                  folder_->path() / "binary"});
  }
  Result<Vet> vet_ended_by(sandbox::Cause cause, int cpu_seconds) {
    FixedRunner runner(ended_by(cause, std::chrono::seconds(cpu_seconds)));
    return vet(runner, prepared_, exercise_, workspace_);
  }

  std::optional<TempDir> folder_;
  Exercise exercise_;
  Workspace workspace_;
  Prepared prepared_;
};

TEST_F(BuildLimit, WallTimeWithoutProcessorTimeIsNoFaultOfTheCandidates) {
  const auto built = build_ended_by(sandbox::Cause::kWallTime, 49);
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(built.error().message, HasSubstr("100 s"));
  EXPECT_THAT(built.error().hint, HasSubstr("--jobs"));
}

TEST_F(BuildLimit, WallTimeSpentCompilingIsTheCandidates) {
  const auto built = build_ended_by(sandbox::Cause::kWallTime, 50);
  ASSERT_TRUE(built);
  EXPECT_FALSE(built->ok);
  ASSERT_THAT(built->diagnostics, SizeIs(1));
  EXPECT_EQ(built->diagnostics[0].message, "building took longer than 100 s");
}

TEST_F(BuildLimit, MemoryIsTheCandidates) {
  const auto built = build_ended_by(sandbox::Cause::kMemory, 1);
  ASSERT_TRUE(built);
  ASSERT_THAT(built->diagnostics, SizeIs(1));
  EXPECT_EQ(built->diagnostics[0].message, "building needed more than 512 MiB of memory");
}

TEST_F(BuildLimit, AnInterruptionIsNobodysVerdict) {
  const auto built = build_ended_by(sandbox::Cause::kCancelled, 1);
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().kind, ErrorKind::kInterrupted);
  const auto vetted = vet_ended_by(sandbox::Cause::kCancelled, 1);
  ASSERT_FALSE(vetted);
  EXPECT_EQ(vetted.error().kind, ErrorKind::kInterrupted);
}

TEST_F(BuildLimit, AFaultOfTheBuildToolsIsNobodysVerdict) {
  sandbox::RunResult ended = ended_by(sandbox::Cause::kExited, std::chrono::seconds(1));
  ended.exit_code = 70;
  ended.err = "testbuild: a.go:1:1: no such file\n";  // however much it looks like a diagnostic
  FixedRunner runner(ended);
  const auto built = build(
      runner, prepared_,
      {exercise_, workspace_, BuildKind::kRace, std::string(32, 'k'), folder_->path() / "binary"});
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(built.error().message, HasSubstr("testbuild: a.go:1:1"));
}

TEST_F(BuildLimit, VetThatHasTooMuchToSayIsTheCandidates) {
  for (const auto cause :
       {sandbox::Cause::kOutput, sandbox::Cause::kMemory, sandbox::Cause::kCpuTime}) {
    const auto vetted = vet_ended_by(cause, 100);
    ASSERT_TRUE(vetted) << sandbox::name(cause);
    EXPECT_FALSE(vetted->finished);
    EXPECT_THAT(vetted->diagnostics, SizeIs(1));
  }
}

TEST_F(BuildLimit, VetOnABusyMachineIsNoFaultOfTheCandidates) {
  const auto vetted = vet_ended_by(sandbox::Cause::kWallTime, 3);
  ASSERT_FALSE(vetted);
  EXPECT_EQ(vetted.error().kind, ErrorKind::kInfrastructure);
}

}  // namespace
}  // namespace assay::gotool
