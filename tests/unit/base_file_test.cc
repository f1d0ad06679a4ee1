// Files: caps on reading, and writing that never leaves half a file, whatever fails.
// What needs another user, a limit or a mount happens in a child process.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

#include "base/atomic_file.h"
#include "base/fd.h"
#include "base/file.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kCannot = 77;  // exit code of a child that lacks what its test needs

std::string must_read(const fs::path& path) {
  Result<std::string> bytes = read_file(path);
  EXPECT_TRUE(bytes) << (bytes ? "" : bytes.error().message);
  return bytes.value_or("");
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777;
}

// The exit code of `body`, run in a child of its own.
int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#define SKIP_OR_FAIL(why)                                                   \
  do {                                                                      \
    if (::getenv("ASSAY_NO_SKIP") != nullptr) FAIL() << "skipped: " << why; \
    GTEST_SKIP() << why;                                                    \
  } while (false)

class File : public testing::Test {
 protected:
  File() : folder_(TempDir::make("assay-file-test").value()) {}
  [[nodiscard]] fs::path at(std::string_view name) const { return folder_.path() / name; }

  TempDir folder_;
};

TEST_F(File, IsReadWhole) {
  std::string bytes(200'000, 'x');
  bytes[70'000] = '\0';
  std::ofstream(at("f")) << bytes;
  EXPECT_EQ(must_read(at("f")), bytes);
  ASSERT_TRUE(std::ofstream(at("empty")));
  EXPECT_EQ(must_read(at("empty")), "");
}

TEST_F(File, IsReadUpToItsCap) {
  std::ofstream(at("f")) << "12345";
  EXPECT_EQ(read_file(at("f"), 5).value(), "12345");
  const auto too_large = read_file(at("f"), 4);
  ASSERT_FALSE(too_large);
  EXPECT_EQ(too_large.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(too_large.error().message, at("f").string() + " is larger than 4 bytes");
}

TEST_F(File, IsCappedThoughItHasNoSize) {
  const auto endless = read_file("/dev/zero", 1'000'000);
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().message, "/dev/zero is larger than 1000000 bytes");
  EXPECT_THAT(must_read("/proc/self/status"), HasSubstr("Pid:"));
}

TEST_F(File, SaysWhyItCannotBeRead) {
  EXPECT_EQ(read_file(at("none")).error().message,
            "open " + at("none").string() + ": No such file or directory (ENOENT)");
  EXPECT_THAT(read_file(folder_.path()).error().message, HasSubstr("(EISDIR)"));
}

TEST_F(File, IsWrittenWithItsMode) {
  const mode_t old = ::umask(077);
  EXPECT_TRUE(write_file_atomically(at("f"), "new", 0640));
  ::umask(old);
  EXPECT_EQ(must_read(at("f")), "new");
  EXPECT_EQ(mode_of(at("f")), 0640U);
  EXPECT_TRUE(write_file_atomically(at("f"), ""));
  EXPECT_EQ(must_read(at("f")), "");
  EXPECT_EQ(mode_of(at("f")), 0644U);
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("f"));
}

TEST_F(File, CanBeWrittenByAPlainName) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_.path());
  const Status written = write_file_atomically("f", "x");
  fs::current_path(before);
  EXPECT_TRUE(written);
  EXPECT_EQ(must_read(at("f")), "x");
}

TEST_F(File, IsNeverSeenHalf) {
  const std::string a(300'000, 'a');
  const std::string b(150'000, 'b');
  ASSERT_TRUE(write_file_atomically(at("f"), a));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(write_file_atomically(at("f"), i % 2 ? a : b));
    done = true;
  });
  int reads = 0;
  bool whole = true;
  while (!done || reads == 0) {
    const std::string seen = must_read(at("f"));
    whole = whole && (seen == a || seen == b);
    ++reads;
  }
  writer.join();
  EXPECT_TRUE(whole);
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("f"));
}

TEST_F(File, IsWholeAfterItsWriterWasKilled) {
  const std::string a(300'000, 'a');
  const std::string b(150'000, 'b');
  for (int round = 0; round < 10; ++round) {
    ASSERT_TRUE(write_file_atomically(at("f"), a));
    const pid_t child = ::fork();
    if (child == 0)
      for (bool even = true;; even = !even) (void)write_file_atomically(at("f"), even ? a : b);
    while (must_read(at("f")) == a) {
    }
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const std::string left = must_read(at("f"));
    EXPECT_TRUE(left == a || left == b) << left.size();
  }
}

TEST_F(File, HasNoNameWhileItIsWritten) {
  const Fd probe(::open(folder_.path().c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  if (!probe) SKIP_OR_FAIL("this file system has no O_TMPFILE");
  Pipe pipe = make_pipe().value();
  const pid_t child = ::fork();
  if (child == 0) {
    auto file = AtomicFile::create(at("f"));
    if (file && file->write("half") && write_all(pipe.write.get(), "!")) ::pause();
    ::_exit(1);
  }
  pipe.write.reset();
  char said = 0;
  EXPECT_EQ(::read(pipe.read.get(), &said, 1), 1);
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_THAT(names_in(folder_.path()), testing::IsEmpty());
}

TEST_F(File, KeepsItsContentWhenTheDiskIsFull) {
  ASSERT_TRUE(write_file_atomically(at("f"), "old"));
  const int code = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{10'000, 10'000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
    const Status written = write_file_atomically(at("f"), std::string(10'001, 'x'));
    if (written) return 3;
    if (written.error().message != at("f").string() + ": write 1 bytes: File too large (EFBIG)")
      return 4;
    return 0;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(must_read(at("f")), "old");
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("f"));
}

TEST_F(File, WrittenPieceByPieceIsThereWhenItIsPublished) {
  ASSERT_TRUE(write_file_atomically(at("f"), "old"));
  {
    auto file = AtomicFile::create(at("f"));
    ASSERT_TRUE(file);
    for (const char* piece : {"a", "", "bc"}) ASSERT_TRUE(file->write(piece));
    EXPECT_EQ(must_read(at("f")), "old");
    ASSERT_TRUE(file->publish());
    EXPECT_EQ(must_read(at("f")), "abc");
  }
  {
    auto file = AtomicFile::create(at("f"));
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write("half"));
  }
  EXPECT_EQ(must_read(at("f")), "abc");
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("f"));
}

// A file system of 64 KiB in a mount namespace of our own.
bool mount_small(const fs::path& folder) {
  const bool root = ::geteuid() == 0;
  if (::unshare(root ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0) return false;
  return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=65536,mode=0777") == 0;
}

TEST_F(File, KeepsItsContentOnAFullFileSystem) {
  const int code = in_child([&] {
    if (!mount_small(folder_.path())) return kCannot;
    if (!write_file_atomically(at("f"), "old")) return 2;
    const Status written = write_file_atomically(at("f"), std::string(1'000'000, 'x'));
    if (written || written.error().message.find("(ENOSPC)") == std::string::npos) return 3;
    if (read_file(at("f")).value_or("") != "old") return 4;
    return names_in(folder_.path()) == std::vector<std::string>{"f"} ? 0 : 5;
  });
  if (code == kCannot) SKIP_OR_FAIL("no mount namespace may be made here");
  EXPECT_EQ(code, 0);
}

TEST_F(File, KeepsItsContentInAReadOnlyFolder) {
  ASSERT_TRUE(write_file_atomically(at("f"), "old"));
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0555), 0);
  const int code = in_child([&] {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return kCannot;
    const Status written = write_file_atomically(at("f"), "new");
    if (written) return 3;
    return written.error().message ==
                   "create a file beside " + at("f").string() + ": Permission denied (EACCES)"
               ? 0
               : 4;
  });
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0700), 0);
  if (code == kCannot) SKIP_OR_FAIL("cannot become another user");
  EXPECT_EQ(code, 0);
  EXPECT_EQ(must_read(at("f")), "old");
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("f"));
}

TEST_F(File, DoesNotReplaceAFolder) {
  fs::create_directory(at("d"));
  const Status written = write_file_atomically(at("d"), "x");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("rename "));
  EXPECT_TRUE(fs::is_directory(at("d")));
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("d"));
}

TEST_F(File, NeedsItsFolder) {
  const Status written = write_file_atomically(at("none/f"), "x");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("(ENOENT)"));
}

TEST_F(File, IsReplacedBehindASymlink) {
  fs::create_directory(at("d"));
  std::ofstream(at("d/f")) << "old";
  fs::create_symlink("d/f", at("link"));
  EXPECT_TRUE(write_file_atomically(at("link"), "new"));
  EXPECT_TRUE(fs::is_symlink(at("link")));
  EXPECT_EQ(must_read(at("d/f")), "new");
  EXPECT_THAT(names_in(at("d")), ElementsAre("f"));
}

TEST_F(File, IsNotMadeBehindADanglingSymlink) {
  fs::create_symlink("nowhere", at("link"));
  const Status written = write_file_atomically(at("link"), "new");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr("follow the symlink " + at("link").string()));
  EXPECT_TRUE(fs::is_symlink(at("link")));
}

TEST_F(File, LeavesDevicesAndPipesWhatTheyAre) {
  // On /dev/null itself a mistake would cost the machine its device: a FIFO stands for it.
  ASSERT_EQ(::mkfifo(at("fifo").c_str(), 0600), 0);
  const Fd reader(::open(at("fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  EXPECT_TRUE(write_file_atomically(at("fifo"), "bytes"));
  char buffer[16];
  EXPECT_EQ(::read(reader.get(), buffer, sizeof buffer), 5);
  EXPECT_TRUE(fs::is_fifo(at("fifo")));
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("fifo"));
  const Status full = write_file_atomically("/dev/full", "x");
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().message, "/dev/full: write 1 bytes: No space left on device (ENOSPC)");
}

TEST(ReadRest, ReadsWhatIsStillToCome) {
  Pipe pipe = make_pipe().value();
  ASSERT_TRUE(write_all(pipe.write.get(), "skipped12345"));
  pipe.write.reset();
  char buffer[7];
  ASSERT_EQ(::read(pipe.read.get(), buffer, sizeof buffer), 7);
  EXPECT_EQ(read_rest(pipe.read.get(), "a pipe", 5).value(), "12345");
  EXPECT_EQ(read_rest(pipe.read.get(), "a pipe", 5).value(), "");
}

TEST(ReadRest, SaysWhatIsTooLargeOrCannotBeRead) {
  Pipe pipe = make_pipe().value();
  ASSERT_TRUE(write_all(pipe.write.get(), "123456"));
  EXPECT_EQ(read_rest(pipe.read.get(), "a pipe", 5).error().message,
            "a pipe is larger than 5 bytes");
  EXPECT_THAT(read_rest(-1, "nothing", 5).error().message, HasSubstr("read nothing: "));
}

TEST(WriteAll, WritesThroughShortWrites) {
  Pipe pipe = make_pipe().value();
  const std::string bytes(1'000'000, 'x');  // more than a pipe holds
  std::thread writer([&] {
    EXPECT_TRUE(write_all(pipe.write.get(), bytes));
    pipe.write.reset();
  });
  std::string got;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::read(pipe.read.get(), buffer, sizeof buffer)) > 0;)
    got.append(buffer, static_cast<std::size_t>(n));
  writer.join();
  EXPECT_EQ(got, bytes);
}

TEST(WriteAll, SaysWhyItFailed) {
  const Status written = write_all(-1, "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "write 1 bytes: Bad file descriptor (EBADF)");
}

TEST(TempDirTest, IsPrivateAndGoesWithItsObject) {
  fs::path path;
  {
    const TempDir folder = TempDir::make("assay-x").value();
    path = folder.path();
    EXPECT_EQ(mode_of(path), 0700U);
    fs::create_directories(path / "a/b");
    std::ofstream(path / "a/b/f") << "x";
    fs::create_symlink("/", path / "a/root");  // must not be followed
  }
  EXPECT_FALSE(fs::exists(path));
  EXPECT_TRUE(fs::exists("/tmp"));
}

TEST(TempDirTest, RemovesWhatAKilledProcessLeft) {
  const TempDir parent = TempDir::make("assay-parent").value();
  const fs::path left = parent.path() / "assay-x.abcdef";
  const fs::path other = parent.path() / "assay-xy.abcdef";
  const fs::path file = parent.path() / "assay-x.123456";
  fs::create_directories(left / "deep");
  fs::create_directories(other);
  ASSERT_TRUE(write_file_atomically(file, "x"));
  const TempDir owned = TempDir::make("assay-x", parent.path()).value();
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(other));
  EXPECT_TRUE(fs::exists(file));
  const TempDir next = TempDir::make("assay-x", parent.path()).value();
  EXPECT_TRUE(fs::exists(owned.path()));
  fs::path kept = TempDir::make("assay-x", parent.path()).value().keep();
  const TempDir last = TempDir::make("assay-x", parent.path()).value();
  EXPECT_FALSE(fs::exists(kept));
}

TEST(TempDirTest, CanBeMovedAndKept) {
  TempDir first = TempDir::make("assay-x").value();
  const fs::path path = first.path();
  TempDir second(std::move(first));
  EXPECT_EQ(second.path(), path);
  TempDir third = TempDir::make("assay-y", path).value();
  const fs::path inner = third.path();
  EXPECT_EQ(inner.parent_path(), path);
  EXPECT_EQ(third.keep(), inner);
  third = std::move(second);
  EXPECT_EQ(third.path(), path);
  EXPECT_TRUE(fs::exists(inner));
}

TEST_F(File, NeedsAParentForATemporaryFolder) {
  const auto folder = TempDir::make("assay-x", at("none"));
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().message,
            "make a folder in " + at("none").string() + ": No such file or directory (ENOENT)");
}

bool is_open(int fd) {
  return ::fcntl(fd, F_GETFD) != -1;
}

TEST(FdTest, ClosesOnce) {
  Pipe pipe = make_pipe().value();
  const int read = pipe.read.get();
  const int write = pipe.write.get();
  EXPECT_EQ(::fcntl(read, F_GETFD), FD_CLOEXEC);
  EXPECT_EQ(::fcntl(write, F_GETFD), FD_CLOEXEC);
  {
    const Fd taken(std::move(pipe.read));
    EXPECT_EQ(taken.get(), read);
  }
  EXPECT_FALSE(is_open(read));
  const int released = pipe.write.release();
  pipe.write.reset();
  EXPECT_TRUE(is_open(released));
  ::close(released);
}

TEST(FdTest, ClosesWhatItHeldWhenItIsAssigned) {
  Pipe pipe = make_pipe().value();
  const int read = pipe.read.get();
  const int write = pipe.write.get();
  pipe.read = std::move(pipe.write);
  EXPECT_FALSE(is_open(read));
  EXPECT_EQ(pipe.read.get(), write);
  Fd& same = pipe.read;
  pipe.read = std::move(same);
  EXPECT_TRUE(is_open(write));
  EXPECT_FALSE(Fd());
  EXPECT_TRUE(pipe.read);
}

TEST(ErrnoTest, HasANameOrANumber) {
  EXPECT_EQ(errno_name(EPERM), "EPERM");
  EXPECT_EQ(errno_name(99999), "errno 99999");
  EXPECT_EQ(fail_errno("mount /proc", EPERM, "be root").value().message,
            "mount /proc: Operation not permitted (EPERM)");
}

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorKind::kUsage, "odd", "even it");
  return number / 2;
}

Result<int> quarter(int number) {
  ASSAY_CHECK(half(number));
  ASSAY_TRY(const int first, half(number));
  ASSAY_TRY(const int second, half(first));
  return second;
}

TEST(TryTest, HandsErrorsOn) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_EQ(quarter(7).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(quarter(7).error().hint, "even it");
}

}  // namespace
}  // namespace assay
