// Binds, tmpfs, overlays, files, symlinks and exports.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/fd.h"
#include "base/file.h"
#include "sandbox/support.h"

namespace assay::sandbox::test {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;

// A folder of the host with a file and a folder in it.
class HostFolder : public testing::Test {
 protected:
  void SetUp() override {
    Result<TempDir> made = TempDir::make("mounts", programs().scratch);
    ASSERT_TRUE(made);
    folder_.emplace(*std::move(made));
    ::chmod(path().c_str(), 0755);
    fs::create_directory(path() / "below");
    ASSERT_TRUE(write_file_atomically(path() / "file", "host"));
    ASSERT_TRUE(write_file_atomically(path() / "below" / "deep", "deep"));
  }
  [[nodiscard]] const fs::path& path() const { return folder_->path(); }

 private:
  std::optional<TempDir> folder_;
};

TEST_F(HostFolder, BindShowsIt) {
  RunSpec bound = spec({"read", "/host/below/deep"});
  bound.binds.push_back({path(), "/host"});
  EXPECT_EQ(output(bound), "deep");
}

TEST_F(HostFolder, BindIsReadOnlyEvenForItsOwner) {
  ::chmod(path().c_str(), 0777);
  for (const std::vector<std::string>& attempt :
       {std::vector<std::string>{"write-file", "/host/new", "1"},
        {"write-file", "/host/file", "1"},
        {"unlink", "/host/file"},
        {"mkdir", "/host/x"},
        {"rename", "/host/file", "/host/y"},
        {"chmod", "/host/file", "0777"}}) {
    RunSpec bound = spec(attempt);
    bound.binds.push_back({path(), "/host"});
    EXPECT_THAT(output(bound), AnyOf("EROFS", "EACCES", "EPERM")) << attempt[0] << attempt[1];
  }
  EXPECT_EQ(read_file(path() / "file").value_or(""), "host");
}

TEST_F(HostFolder, BindIsReadOnlyInItsSubmountsNeedsRoot) {
  if (::geteuid() != 0) ASSAY_SKIP("only root can make the submount on the host");
  ASSERT_EQ(::mount("none", (path() / "below").c_str(), "tmpfs", 0, "mode=777"), 0);
  RunSpec bound = spec({"write-file", "/host/below/x", "1"});
  bound.binds.push_back({path(), "/host"});
  EXPECT_THAT(output(bound), AnyOf("EROFS", "EACCES"));
  ::umount2((path() / "below").c_str(), MNT_DETACH);
}

TEST_F(HostFolder, SetuidBitsMeanNothing) {
  fs::copy_file(programs().child, path() / "suid");
  ::chmod((path() / "suid").c_str(), 04755);
  RunSpec bound = spec({"ids"});
  bound.binds.push_back({path(), "/host"});
  bound.argv[0] = "/host/suid";
  EXPECT_EQ(output(bound), "uid 1000 1000 1000 gid 1000 1000 1000");
}

TEST_F(HostFolder, NoexecBindDoesNotExecute) {
  fs::copy_file(programs().child, path() / "program");
  RunSpec bound = spec({"execute", "/host/program", "exit", "42"});
  bound.binds.push_back({path(), "/host", false});
  EXPECT_EQ(output(bound), "EACCES");
  bound.binds.back().executable = true;
  EXPECT_EQ(run(bound).exit_code, 42) << "the control must execute";
}

TEST_F(HostFolder, ExecutableThatCannotBeRead) {
  fs::copy_file(programs().child, path() / "program");
  ::chmod((path() / "program").c_str(), 0111);
  RunSpec secret = spec({"read", "/box/program"});
  secret.argv[0] = "/box/program";
  secret.binds = {{path() / "program", "/box/program"}};
  EXPECT_EQ(output(secret), "EACCES");
  secret.argv = {"/box/program", "chmod", "/box/program", "0777"};
  EXPECT_THAT(output(secret), AnyOf("EROFS", "EPERM"));
  secret.proc = true;
  secret.argv = {"/box/program", "read", "/proc/self/exe"};
  EXPECT_THAT(output(secret), AnyOf("EACCES", "EPERM"));
  secret.argv = {"/box/program", "read", "/proc/self/mem"};
  EXPECT_THAT(output(secret), AnyOf("EACCES", "EPERM"));
}

TEST_F(HostFolder, WritableBindWrites) {
  ::chmod(path().c_str(), 0777);
  RunSpec bound = spec({"write-file", "/host/new", "3"});
  bound.binds.push_back({path(), "/host", false, true});
  EXPECT_EQ(output(bound), "3 ok");
  EXPECT_EQ(fs::file_size(path() / "new"), 3U);
}

TEST_F(HostFolder, SymlinkInABindLeadsNowhere) {
  fs::create_symlink("/etc", path() / "etc");
  fs::create_symlink("../../../../etc/passwd", path() / "passwd");
  for (const char* link : {"/host/etc/passwd", "/host/passwd"}) {
    RunSpec bound = spec({"read", link});
    bound.binds.push_back({path(), "/host"});
    EXPECT_EQ(output(bound), "ENOENT");
  }
  // A mount point behind it would be made on the host if the helper followed it there.
  RunSpec behind = spec({"list", "/host"});
  behind.binds.push_back({path(), "/host"});
  behind.tmpfs.push_back({"/host/etc/assay-was-here", 4096, 10, false});
  EXPECT_FALSE(sandbox().run(behind));
  EXPECT_FALSE(fs::exists("/etc/assay-was-here"));
}

TEST_F(HostFolder, OverlayTakesNewFilesAndThrowsThemAway) {
  RunSpec over = spec({"write-file", "/cache/new", "5"});
  over.overlays.push_back({path(), "/cache", 1 << 20});
  EXPECT_EQ(output(over), "5 ok");
  over.argv = {"/child", "write-file", "/cache/below/new", "5"};
  EXPECT_EQ(output(over), "5 ok");
  over.argv = {"/child", "read", "/cache/below/deep"};
  EXPECT_EQ(output(over), "deep");
  over.argv = {"/child", "list", "/cache/below"};
  EXPECT_EQ(output(over), "deep");
  fs::create_directories(path() / "outer" / "inner");
  over.argv = {"/child", "write-file", "/cache/outer/inner/new", "5"};
  EXPECT_EQ(output(over), "5 ok");
  EXPECT_FALSE(fs::exists(path() / "new"));
  EXPECT_FALSE(fs::exists(path() / "below" / "new"));
}

TEST_F(HostFolder, OverlayDoesNotChangeWhatIsBelow) {
  RunSpec over = spec({"write-file", "/cache/file", "5"});
  over.overlays.push_back({path(), "/cache", 1 << 20});
  run(over);
  over.argv = {"/child", "unlink", "/cache/below/deep"};
  run(over);
  EXPECT_EQ(read_file(path() / "file").value_or(""), "host");
  EXPECT_EQ(read_file(path() / "below" / "deep").value_or(""), "deep");
}

TEST_F(HostFolder, OverlayIsAsLargeAsItSays) {
  RunSpec over = spec({"write-file", "/cache/new", "4000000"});
  over.overlays.push_back({path(), "/cache", 1 << 20});
  EXPECT_THAT(output(over), HasSubstr("ENOSPC"));
}

TEST_F(HostFolder, OverlayLayersCannotBeReached) {
  RunSpec over = spec({"list", "/"});
  over.overlays.push_back({path(), "/cache", 1 << 20});
  EXPECT_EQ(output(over), "cache child dev tmp");
}

TEST_F(HostFolder, MountsNestInAnyOrderOfNaming) {
  RunSpec nested = spec({"read", "/work/a/host/file"});
  nested.binds.push_back({path(), "/work/a/host"});
  nested.tmpfs.push_back({"/work/a", 1 << 20, 100, false});
  nested.tmpfs.push_back({"/work", 1 << 20, 100, false});
  EXPECT_EQ(output(nested), "host");
}

TEST(Tmpfs, IsNoexecUnlessNamedExecutable) {
  // Copies the program into /tmp first.
  RunSpec copy = spec({"execute", "/tmp/program", "exit", "42"});
  copy.files = {{"/tmp/program", read_file(programs().child).value(), 0555}};
  EXPECT_EQ(output(copy), "EACCES");
  copy.tmpfs[0].executable = true;
  EXPECT_EQ(run(copy).exit_code, 42) << "the control must execute";
}

TEST(Files, AreThereWithBytesAndMode) {
  RunSpec files = spec({"read", "/tmp/a/b/c"});
  files.files = {{"/tmp/a/b/c", std::string("x\0y", 3), 0444}, {"/etc/passwd", "root", 0444}};
  EXPECT_EQ(run(files).out, std::string("x\0y", 3));
  files.argv = {"/child", "read", "/etc/passwd"};
  EXPECT_EQ(output(files), "root");
  files.argv = {"/child", "list", "/"};
  EXPECT_EQ(output(files), "child dev etc tmp");
}

TEST(Files, CannotBeWrittenByTheProgram) {
  RunSpec files = spec({"write-file", "/tmp/a/file", "1"});
  files.files = {{"/tmp/a/file", "kept", 0444}};
  EXPECT_EQ(output(files), "EACCES");
}

TEST(Files, BelongToAnotherUserNeedsRoot) {
  if (::geteuid() != 0) ASSAY_SKIP("an ordinary user has one id to give");
  RunSpec files = spec({"chmod", "/tmp/file", "0777"});
  files.files = {{"/tmp/file", "kept", 0444}};
  EXPECT_EQ(output(files), "EPERM");
  files.argv = {"/child", "rename", "/tmp/file", "/tmp/other"};
  EXPECT_EQ(output(files), "EPERM");
}

TEST(Symlinks, Lead) {
  RunSpec links = spec({"exit", "7"});
  links.binds = {{programs().child, "/usr/bin/child"}};
  links.symlinks = {{"/bin", "usr/bin"}};
  links.argv[0] = "/bin/child";
  EXPECT_EQ(run(links).exit_code, 7);
}

class Exports : public testing::Test {
 protected:
  // The export of one path, after make-exports ran.
  std::int64_t send(const std::string& inside, std::uint64_t cap) {
    const fs::path target = programs().scratch / "export";
    const Fd fd(::open(target.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    RunSpec make = spec({"make-exports"});
    make.exports = {{inside, cap, fd.get()}};
    const RunResult result = run(make);
    EXPECT_EQ(result.exit_code, 0);
    bytes_ = read_file(target).value_or("unreadable");
    return result.exported.at(0);
  }
  std::string bytes_;
};

TEST_F(Exports, SendsARegularFileWhole) {
  EXPECT_EQ(send("/tmp/regular", 1'000'000), 1'000'000);
  EXPECT_EQ(bytes_.size(), 1'000'000U);
  EXPECT_EQ(bytes_.substr(999'990), "0123456789");
  EXPECT_EQ(send("/tmp/empty", 100), 0);
}

TEST_F(Exports, SendsNothingElse) {
  for (const char* path : {"/tmp/none", "/tmp/link", "/tmp/folder", "/tmp/fifo", "/dev/zero",
                           "/tmp/folder-link/regular"}) {
    if (std::string_view(path).starts_with("/dev")) continue;  // refused before the run
    EXPECT_EQ(send(path, 1 << 20), -1) << path;
    EXPECT_EQ(bytes_, "") << path;
  }
  EXPECT_EQ(send("/tmp/regular", 999'999), -1);
  EXPECT_EQ(bytes_, "");
}

TEST_F(Exports, SeveralAtOnceKeepTheirOrder) {
  const fs::path a = programs().scratch / "a";
  const fs::path b = programs().scratch / "b";
  const Fd first(::open(a.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600));
  const Fd second(::open(b.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600));
  RunSpec make = spec({"make-exports"});
  make.exports = {{"/tmp/none", 10, first.get()},
                  {"/tmp/regular", 1 << 20, second.get()},
                  {"/tmp/empty", 10, first.get()}};
  EXPECT_THAT(run(make).exported, testing::ElementsAre(-1, 1'000'000, 0));
  EXPECT_EQ(fs::file_size(b), 1'000'000U);
}

TEST_F(Exports, AKilledRunSendsNothing) {
  const Fd null(::open("/dev/null", O_WRONLY));
  RunSpec make = spec({"sleep", "60000"});
  make.limits.wall = std::chrono::milliseconds(100);
  make.exports = {{"/child", 1 << 30, null.get()}};
  EXPECT_THAT(run(make).exported, testing::ElementsAre(-1));
}

}  // namespace
}  // namespace assay::sandbox::test
