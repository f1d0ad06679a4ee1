// A step of the set-up that fails stops the run, and says which step and why.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/fd.h"
#include "base/file.h"
#include "sandbox/support.h"

namespace assay::sandbox::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

std::string error_of(const RunSpec& spec) {
  const Result<RunResult> result = sandbox().run(spec);
  EXPECT_FALSE(result) << "it ran";
  return result ? "" : result.error().message;
}

TEST(SetUp, NamesAProgramThatIsNotThere) {
  RunSpec missing = spec({"exit"});
  missing.argv[0] = "/no-such-program";
  EXPECT_THAT(error_of(missing), HasSubstr("execute the program /no-such-program: No such file"));
}

TEST(SetUp, NamesAWorkingFolderThatIsNotThere) {
  RunSpec missing = spec({"exit"});
  missing.cwd = "/nowhere";
  EXPECT_THAT(error_of(missing), HasSubstr("enter the working folder /nowhere: No such file"));
}

TEST(SetUp, NamesABindThatIsNotThere) {
  RunSpec missing = spec({"exit"});
  missing.binds.push_back({"/no/such/folder", "/there"});
  EXPECT_THAT(error_of(missing), AnyOf(HasSubstr("/no/such/folder"), HasSubstr("/there")));
  EXPECT_THAT(error_of(missing), HasSubstr("ENOENT"));
}

TEST(SetUp, NamesAnOverlayThatIsNotThere) {
  RunSpec missing = spec({"exit"});
  missing.overlays.push_back({"/no/such/folder", "/there", 4096});
  EXPECT_THAT(error_of(missing), HasSubstr("ENOENT"));
}

TEST(SetUp, NamesAFileThatDoesNotFit) {
  RunSpec full = spec({"exit"});
  full.tmpfs[0].bytes = 4096;
  full.files = {{"/tmp/large", std::string(8192, 'x'), 0444}};
  EXPECT_THAT(error_of(full), HasSubstr("write the file /tmp/large: No space left"));
}

TEST(SetUp, NamesAFileThatIsThereAlready) {
  RunSpec twice = spec({"exit"});
  twice.files = {{"/child", "x", 0444}};
  EXPECT_THAT(error_of(twice), HasSubstr("write the file /child"));
}

TEST(SetUp, NamesASymlinkThatIsThereAlready) {
  RunSpec twice = spec({"exit"});
  twice.symlinks = {{"/child", "x"}};
  EXPECT_THAT(error_of(twice), HasSubstr("make the symlink /child: File exists"));
}

TEST(SetUp, NamesAMountPointOnAReadOnlyFolder) {
  Result<TempDir> dir = TempDir::make("ro", programs().scratch);
  ASSERT_TRUE(dir);
  ::chmod(dir->path().c_str(), 0755);
  RunSpec under = spec({"exit"});
  under.binds.push_back({dir->path(), "/host"});
  under.tmpfs.push_back({"/host/new", 4096, 10, false});
  EXPECT_THAT(error_of(under), HasSubstr("make the mount point /host/new"));
}

TEST(SetUp, SaysWhenMemoryDoesNotSufficeNeedsCgroup) {
  if (!has_cgroup()) ASSAY_SKIP("without a cgroup there is no memory limit");
  RunSpec tiny = spec({"exit"});
  tiny.limits.memory_bytes = 64 << 10;
  EXPECT_THAT(error_of(tiny), HasSubstr("sandbox"));
}

TEST(SetUp, RefusesASpecThatMakesNoSense) {
  const auto refused = [](auto change) {
    RunSpec bad = spec({"exit"});
    change(bad);
    const Result<RunResult> result = sandbox().run(bad);
    return !result && result.error().kind == ErrorKind::kUsage;
  };
  EXPECT_TRUE(refused([](RunSpec& s) { s.argv.clear(); }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.argv[0] = "child"; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.argv.emplace_back("a\0b", 3); }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.env.emplace_back("A=\0", 3); }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.cwd = "tmp"; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.cwd = "/tmp/.."; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.stdin_bytes.assign((64 << 10) + 1, 'x'); }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.binds[0].inside = "/a/../b"; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.binds[0].inside = "/"; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.binds[0].inside = "/proc/x"; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.binds[0].inside = "/dev"; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.binds[0].host = "relative"; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.tmpfs[0].bytes = 0; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.tmpfs[0].inodes = 0; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.files = {{"/tmp/x", "", 04755}}; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.symlinks = {{"/x", ""}}; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.exports = {{"/x", 1, -1}}; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.limits.memory_bytes = 0; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.limits.processes = 0; }));
  EXPECT_TRUE(refused([](RunSpec& s) { s.limits.wall = {}; }));
}

TEST(Open, SaysThatTheHelperIsMissing) {
  SandboxOptions wrong = options();
  wrong.helper = "/no/such/helper";
  const Result<Sandbox> opened = Sandbox::open(wrong);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("/no/such/helper"));
  EXPECT_FALSE(opened.error().hint.empty());
}

TEST(Open, SaysThatTheHelperIsNoProgram) {
  SandboxOptions wrong = options();
  wrong.helper = "/etc/passwd";
  const Result<Sandbox> opened = Sandbox::open(wrong);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("/etc/passwd"));
}

TEST(Open, AHelperOfAnotherMakeStopsTheRun) {
  SandboxOptions wrong = options();
  wrong.helper = programs().child;  // a program, but not one that answers
  Result<Sandbox> opened = Sandbox::open(wrong);
  ASSERT_TRUE(opened);
  for (int i = 0; i < 2; ++i) {
    const Result<RunResult> result = opened->run(spec({"exit"}));
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().message, HasSubstr("helper"));
  }
}

TEST(Open, RefusesAStateFolderOfOthers) {
  SandboxOptions wrong = options();
  wrong.state_dir = programs().scratch / "shared";
  std::filesystem::create_directory(wrong.state_dir);
  ::chmod(wrong.state_dir.c_str(), 0777);
  EXPECT_FALSE(Sandbox::open(wrong));
}

TEST(Open, RefusesIdsThatAreNotOursNeedsRoot) {
  if (::geteuid() != 0) ASSAY_SKIP("ids are root's to choose");
  SandboxOptions wrong = options();
  wrong.id_base = 0;
  EXPECT_FALSE(Sandbox::open(wrong));
}

}  // namespace
}  // namespace assay::sandbox::test
