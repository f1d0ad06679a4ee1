// The level `none`: no isolation, but the same spec runs, with deadlines and caps.
#include <fcntl.h>

#include "base/fd.h"
#include "base/file.h"
#include "sandbox/support.h"

namespace assay::sandbox::test {
namespace {

using std::chrono_literals::operator""ms;

RunResult plain(const RunSpec& spec) {
  SandboxOptions none = options();
  none.isolation = Isolation::kNone;
  Result<Sandbox> sandbox = Sandbox::open(none);
  EXPECT_TRUE(sandbox);
  Result<RunResult> result = sandbox->run(spec);
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
  return result.value_or(RunResult{});
}

TEST(Plain, ExitOutputAndRecords) {
  RunSpec say = spec({"say", "3", "a record"});
  say.record_channel = true;
  RunResult result = plain(say);
  EXPECT_EQ(result.cause, Cause::kExited);
  EXPECT_EQ(result.records, "a record");
  EXPECT_EQ(plain(spec({"exit", "7"})).exit_code, 7);
  EXPECT_EQ(plain(spec({"signal", "11"})).cause, Cause::kSignalled);
}

TEST(Plain, PathsInsideAreFoundOnTheHost) {
  RunSpec files = spec({"read", "/work/a/file"});
  files.tmpfs.push_back({"/work", 1 << 20, 10, false});
  files.files = {{"/work/a/file", "bytes", 0444}};
  EXPECT_EQ(plain(files).out, "bytes");
  files.cwd = "/work/a";
  files.argv = {"/child", "read", "file"};
  EXPECT_EQ(plain(files).out, "bytes");
  files.argv = {"/child", "env"};
  files.env = {"A=/work:/elsewhere", "B=/workshop"};
  EXPECT_THAT(plain(files).out, testing::AllOf(testing::HasSubstr("/work:/elsewhere]"),
                                               testing::Not(testing::HasSubstr("[A=/work:")),
                                               testing::HasSubstr("[B=/workshop]")));
}

TEST(Plain, OverlayLeavesTheLowerLayerAlone) {
  Result<TempDir> lower = TempDir::make("lower", programs().scratch);
  ASSERT_TRUE(lower);
  ASSERT_TRUE(write_file_atomically(lower->path() / "file", "kept"));
  RunSpec over = spec({"read", "/cache/file"});
  over.overlays = {{lower->path(), "/cache", 1 << 20}};
  EXPECT_EQ(plain(over).out, "kept");
  over.argv = {"/child", "write-file", "/cache/new", "3"};
  EXPECT_EQ(plain(over).out, "3 ok\n");
  EXPECT_FALSE(std::filesystem::exists(lower->path() / "new"));
}

TEST(Plain, DeadlinesAndCapsHold) {
  RunSpec sleep = spec({"sleep", "60000"});
  sleep.limits.wall = 200ms;
  EXPECT_EQ(plain(sleep).cause, Cause::kWallTime);
  RunSpec spin = spec({"spin", "2"});
  spin.limits.cpu = 200ms;
  EXPECT_EQ(plain(spin).cause, Cause::kCpuTime);
  EXPECT_EQ(plain(spec({"flood", "1", "0"})).cause, Cause::kOutput);
}

TEST(Plain, Exports) {
  const auto path = programs().scratch / "plain-export";
  const Fd out(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  RunSpec write = spec({"write-file", "/tmp/out", "1000"});
  write.exports = {{"/tmp/out", 1000, out.get()}, {"/tmp/none", 1000, out.get()}};
  EXPECT_THAT(plain(write).exported, testing::ElementsAre(1000, -1));
  EXPECT_EQ(std::filesystem::file_size(path), 1000U);
}

}  // namespace
}  // namespace assay::sandbox::test
