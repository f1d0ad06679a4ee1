// Repositories as they lie about: bare, linked, shallow, empty, damaged, foreign,
// and ones that try to make us read or run something else.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "source_support.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GitTest : public ::testing::Test {
 protected:
  GitTest() {
    repo_.write("a.go", "package a\n");
    repo_.write("sub/dir/b.go", "package b\n");
    repo_.write("README.md", "read me\n");
    head_ = repo_.commit("first");
  }

  Error error(const fs::path& path, const SubmissionRef& ref = {}) {
    auto snapshot = read_go(path, ref);
    EXPECT_FALSE(snapshot);
    return snapshot ? Error{} : snapshot.error();
  }
  std::string commit_of(const fs::path& path) {
    auto snapshot = read_go(path);
    EXPECT_TRUE(snapshot) << (snapshot ? "" : snapshot.error().message);
    return snapshot ? snapshot->commit : "";
  }

  TempDir dir_ = scratch();
  test::GitFixture repo_{dir_.path() / "repo"};
  std::string head_;
};

TEST_F(GitTest, OnlyWantedFilesAreReadAndTheOthersAreNamed) {
  const auto snapshot = read_go(repo_.path());
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->files, (FileSet{{"a.go", "package a\n"}, {"sub/dir/b.go", "package b\n"}}));
  EXPECT_THAT(snapshot->others, ElementsAre("README.md"));
  EXPECT_THAT(snapshot->rejected, IsEmpty());
  EXPECT_THAT(snapshot->dropped, IsEmpty());
}

TEST_F(GitTest, TheWorkTreeIsNeverLookedAt) {
  repo_.write("a.go", "package changed\n");
  repo_.write("new.go", "package a\n");
  EXPECT_EQ(read_go(repo_.path())->files.at("a.go"), "package a\n");
  EXPECT_EQ(read_go(repo_.path())->files.count("new.go"), 0U);
}

TEST_F(GitTest, ASubdirIsTheRoot) {
  SubmissionRef ref;
  ref.subdir = "sub/dir";
  const auto snapshot = read_go(repo_.path(), ref);
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->files, (FileSet{{"b.go", "package b\n"}}));
  EXPECT_EQ(snapshot->tree, repo_.git({"rev-parse", "HEAD:sub/dir"}));
  ref.subdir = "sub/dri";
  EXPECT_EQ(error(repo_.path(), ref).kind, ErrorKind::kNotFound);
  EXPECT_THAT(error(repo_.path(), ref).hint, HasSubstr("'dir'"));
  ref.subdir = "a.go";
  EXPECT_THAT(error(repo_.path(), ref).message, HasSubstr("not a folder"));
  ref.subdir = "../x";
  EXPECT_EQ(error(repo_.path(), ref).kind, ErrorKind::kUsage);
}

TEST_F(GitTest, BareGitFolderAndLinkedWorkTreeAreRead) {
  repo_.git({"clone", "-q", "--bare", ".", (dir_.path() / "bare.git").string()});
  EXPECT_EQ(commit_of(dir_.path() / "bare.git"), head_);
  EXPECT_EQ(commit_of(repo_.path() / ".git"), head_);
  repo_.git({"worktree", "add", "-q", "-b", "linked", (dir_.path() / "linked").string()});
  EXPECT_EQ(commit_of(dir_.path() / "linked"), head_);
  EXPECT_EQ(read_go(dir_.path() / "linked")->ref, "refs/heads/linked");
}

TEST_F(GitTest, AGitFileThatPointsAtAnotherRepositoryIsRefused) {
  const fs::path thief = dir_.path() / "thief";
  repo_.git({"worktree", "add", "-q", "-b", "linked", (dir_.path() / "linked").string()});
  test::write_file(thief / ".git", "gitdir: " + (repo_.path() / ".git").string() + "\n");
  EXPECT_EQ(error(thief).kind, ErrorKind::kUsage);
  test::write_file(thief / ".git",
                   "gitdir: " + (repo_.path() / ".git/worktrees/linked").string() + "\n");
  EXPECT_THAT(error(thief).message, HasSubstr("does not know this work tree"));
  test::write_file(thief / ".git", "nonsense\n");
  EXPECT_EQ(error(thief).kind, ErrorKind::kNotFound);
}

TEST_F(GitTest, AWorkTreeWhoseCommonFolderLiesElsewhereIsRefused) {
  const fs::path thief = dir_.path() / "thief";
  const fs::path own = thief / "x/worktrees/y";
  test::write_file(own / "HEAD", "ref: refs/heads/main\n");
  test::write_file(own / "commondir", (repo_.path() / ".git").string() + "\n");
  test::write_file(own / "gitdir", (thief / ".git").string() + "\n");
  test::write_file(thief / ".git", "gitdir: " + own.string() + "\n");
  EXPECT_EQ(error(thief).kind, ErrorKind::kUsage);
  // The same without the detour: a .git folder with a commondir file.
  const fs::path direct = dir_.path() / "direct/.git";
  test::write_file(direct / "HEAD", "ref: refs/heads/main\n");
  test::write_file(direct / "commondir", (repo_.path() / ".git").string() + "\n");
  fs::create_directories(direct / "objects");
  fs::create_directories(direct / "refs");
  EXPECT_THAT(error(dir_.path() / "direct").message, HasSubstr("commondir"));
}

TEST_F(GitTest, BorrowedObjectsAreRefused) {
  const fs::path shared = dir_.path() / "shared";
  repo_.git({"clone", "-q", "--shared", ".", shared.string()});
  EXPECT_EQ(error(shared).kind, ErrorKind::kUsage);
  EXPECT_THAT(error(shared).message, HasSubstr("alternates"));
  EXPECT_FALSE(error(shared).hint.empty());
}

TEST_F(GitTest, LinksWithinTheRepositoryAreRefused) {
  const fs::path git = dir_.path() / "thief/.git";
  test::write_file(git / "HEAD", "ref: refs/heads/main\n");
  fs::create_directories(git / "refs");
  fs::create_directory_symlink(repo_.path() / ".git/objects", git / "objects");
  EXPECT_EQ(error(dir_.path() / "thief").kind, ErrorKind::kUsage);
  fs::remove(git / "objects");
  fs::create_directories(git / "objects");
  fs::create_directory_symlink(repo_.path() / ".git/objects/pack", git / "objects/pack");
  EXPECT_THAT(error(dir_.path() / "thief").message, HasSubstr("objects/pack"));
  fs::remove(git / "objects/pack");
  test::write_file(git / "objects/aa/x", "x");
  fs::create_symlink("/etc/passwd", git / "objects/aa/y");
  EXPECT_THAT(error(dir_.path() / "thief").message, HasSubstr("objects/aa/y"));
  fs::remove(git / "objects/aa/y");
  fs::create_directory_symlink(repo_.path() / ".git/refs/heads", git / "refs/heads");
  EXPECT_EQ(error(dir_.path() / "thief").kind, ErrorKind::kNotFound) << "links in refs are skipped";
  fs::remove(git / "HEAD");
  fs::create_symlink(repo_.path() / ".git/HEAD", git / "HEAD");
  EXPECT_EQ(error(dir_.path() / "thief").kind, ErrorKind::kUsage);
}

TEST_F(GitTest, APipeAmongTheObjectsDoesNotBlock) {
  ASSERT_EQ(::mkfifo((repo_.path() / ".git/objects/pack/pack-x.idx").c_str(), 0600), 0);
  EXPECT_THAT(error(repo_.path()).message, HasSubstr("not a regular file"));
}

TEST_F(GitTest, NothingOfItsConfigurationIsHonoured) {
  const fs::path marker = dir_.path() / "ran";
  const std::string run = "touch " + marker.string() + ";:";
  repo_.write(".gitattributes", "*.go filter=evil ident eol=crlf\n");
  repo_.commit("attributes");
  for (const char* hook : {"post-checkout", "post-index-change", "pre-auto-gc"}) {
    const fs::path path = repo_.path() / ".git/hooks" / hook;
    test::write_file(path, "#!/bin/sh\n" + run + "\n");
    fs::permissions(path, fs::perms::owner_all);
  }
  for (const char* key : {"core.fsmonitor", "core.sshCommand", "filter.evil.smudge"})
    repo_.git({"config", key, run});
  repo_.git({"status", "--short"});
  ASSERT_TRUE(fs::remove(marker)) << "git itself should have run it, or this test shows nothing";

  std::ofstream(repo_.path() / ".git/config", std::ios::app)
      << "[extensions]\n\tnonsense = true\n[core]\n\tworktree = /etc\n"
      << "[include]\n\tpath = /etc/passwd\n";
  const auto snapshot = read_go(repo_.path());
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  EXPECT_EQ(snapshot->files.at("a.go"), "package a\n");
  EXPECT_FALSE(fs::exists(marker));
}

TEST_F(GitTest, ARepositoryOfAnotherOwnerIsReadAsData) {
  if (::geteuid() != 0) {
    if (::getenv("ASSAY_NO_SKIP") != nullptr) FAIL() << "needs root to change the owner";
    GTEST_SKIP() << "needs root to change the owner";
  }
  for (const auto& entry : fs::recursive_directory_iterator(repo_.path()))
    ASSERT_EQ(::lchown(entry.path().c_str(), 12345, 12345), 0);
  ASSERT_EQ(::lchown(repo_.path().c_str(), 12345, 12345), 0);
  EXPECT_EQ(commit_of(repo_.path()), head_);
}

TEST_F(GitTest, EmptyAndAbsentOnesSaySo) {
  const test::GitFixture empty(dir_.path() / "empty");
  EXPECT_EQ(error(empty.path()).kind, ErrorKind::kNotFound);
  EXPECT_THAT(error(empty.path()).message, HasSubstr("empty"));
  EXPECT_THAT(error(empty.path(), with_ref("main")).message, HasSubstr("empty"));
  EXPECT_EQ(error(dir_.path() / "absent").kind, ErrorKind::kNotFound);
  fs::create_directories(dir_.path() / "broken/.git");
  EXPECT_EQ(error(dir_.path() / "broken").kind, ErrorKind::kNotFound);
}

TEST_F(GitTest, AShallowCloneIsReadAsFarAsItGoes) {
  repo_.write("a.go", "package a // 2\n");
  const std::string second = repo_.commit("second", 1'800'000'000);
  const fs::path shallow = dir_.path() / "shallow";
  repo_.git({"clone", "-q", "--depth", "1", "file://" + repo_.path().string(), shallow.string()});
  EXPECT_EQ(commit_of(shallow), second);
  SubmissionRef before;
  before.at = 1'750'000'000;
  EXPECT_EQ(error(shallow, before).kind, ErrorKind::kNotFound);
  EXPECT_THAT(error(shallow, before).message, HasSubstr("shallow"));
}

TEST_F(GitTest, ObjectFormatSha256IsNamed) {
  const test::GitFixture modern(dir_.path() / "modern", {"--object-format=sha256"});
  modern.write("a.go", "package a\n");
  modern.commit("first");
  EXPECT_EQ(error(modern.path()).kind, ErrorKind::kUsage);
  EXPECT_THAT(error(modern.path()).message, HasSubstr("SHA-256"));
}

TEST_F(GitTest, AMissingOrDamagedObjectRejectsTheSubmission) {
  const std::string id = repo_.git({"rev-parse", "HEAD:a.go"});
  const fs::path object = repo_.path() / ".git/objects" / id.substr(0, 2) / id.substr(2);
  fs::permissions(object, fs::perms::owner_all);
  test::write_file(object, "not an object");
  auto snapshot = read_go(repo_.path());
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(snapshot->rejected, ElementsAre(IsFinding("a.go", "broken_object")));
  fs::remove(object);
  snapshot = read_go(repo_.path());
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(snapshot->rejected, ElementsAre(IsFinding("a.go", "broken_object")));
  EXPECT_THAT(snapshot->rejected[0].message, HasSubstr("is missing"));
}

TEST_F(GitTest, AnObjectUnderAnotherIdIsNotBelieved) {
  const std::string good = repo_.git({"rev-parse", "HEAD:a.go"});
  const std::string evil = repo_.blob("package evil\n");
  const fs::path objects = repo_.path() / ".git/objects";
  const fs::path victim = objects / good.substr(0, 2) / good.substr(2);
  fs::permissions(victim, fs::perms::owner_all);
  fs::copy_file(objects / evil.substr(0, 2) / evil.substr(2), victim,
                fs::copy_options::overwrite_existing);
  const auto snapshot = read_go(repo_.path());
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(snapshot->rejected, ElementsAre(IsFinding("a.go", "broken_object")));
  EXPECT_EQ(snapshot->files.count("a.go"), 0U);
}

TEST_F(GitTest, SizesAreLimitedBeforeBytesAreRead) {
  repo_.write("big.go", std::string(5000, '/'));
  repo_.write("c.go", std::string(900, '/'));
  repo_.commit("big");
  Limits limits;
  limits.max_file_bytes = 1000;
  auto snapshot = read_go(repo_.path(), {}, limits);
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(snapshot->rejected, ElementsAre(IsFinding("big.go", "file_too_large")));
  limits = Limits{};
  limits.max_total_bytes = 5500;
  snapshot = read_go(repo_.path(), {}, limits);
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(snapshot->rejected, ElementsAre(HasRule("too_large")));
}

}  // namespace
}  // namespace assay::source
