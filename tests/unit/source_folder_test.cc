// Plain folders, with everything in them that is not a file.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "source_support.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FolderTest : public ::testing::Test {
 protected:
  FolderTest() { put("a.go", "package a\n"); }

  void put(const std::string& name, std::string_view bytes) {
    test::write_file(folder() / name, bytes);
  }
  fs::path folder() const { return dir_.path() / "folder"; }
  Snapshot read(const SubmissionRef& ref = {}, const Limits& limits = {}) {
    auto snapshot = read_go(folder(), ref, limits);
    EXPECT_TRUE(snapshot) << (snapshot ? "" : snapshot.error().message);
    return snapshot.value_or(Snapshot{});
  }

  TempDir dir_ = scratch();
};

TEST_F(FolderTest, FilesAreReadAndOthersNamed) {
  put("sub/b.go", "package b\n");
  put("README.md", "x");
  const Snapshot snapshot = read();
  EXPECT_EQ(snapshot.kind, "folder");
  EXPECT_EQ(snapshot.commit, "");
  EXPECT_EQ(snapshot.files, (FileSet{{"a.go", "package a\n"}, {"sub/b.go", "package b\n"}}));
  EXPECT_THAT(snapshot.others, ElementsAre("README.md"));
}

TEST_F(FolderTest, TheDigestTellsContentsAndNamesApart) {
  const std::string before = read().tree;
  EXPECT_EQ(before.size(), 64U);
  EXPECT_EQ(read().tree, before);
  put("a.go", "package b\n");
  const std::string changed = read().tree;
  EXPECT_NE(changed, before);
  put("README.md", "x");
  EXPECT_NE(read().tree, changed);
}

TEST_F(FolderTest, SubdirIsBelowTheFolderAndNoLink) {
  put("sub/b.go", "package b\n");
  fs::create_directory_symlink("sub", folder() / "link");
  SubmissionRef ref;
  ref.subdir = "sub";
  EXPECT_EQ(read(ref).files.count("b.go"), 1U);
  ref.subdir = "link";
  EXPECT_EQ(read_go(folder(), ref).error().kind, ErrorKind::kUsage);
  ref.subdir = "none";
  EXPECT_EQ(read_go(folder(), ref).error().kind, ErrorKind::kNotFound);
}

TEST_F(FolderTest, HasNoHistory) {
  EXPECT_EQ(read_go(folder(), with_ref("main")).error().kind, ErrorKind::kUsage);
  EXPECT_THAT(read_go(folder(), with_ref("main")).error().message, HasSubstr("no history"));
}

TEST_F(FolderTest, LinksAreNotFollowed) {
  put("../outside/secret.go", "package secret\n");
  fs::create_symlink(dir_.path() / "outside/secret.go", folder() / "b.go");
  fs::create_directory_symlink(dir_.path() / "outside", folder() / "out");
  const Snapshot snapshot = read();
  EXPECT_THAT(snapshot.rejected, ElementsAre(IsFinding("b.go", "symlink")));
  EXPECT_THAT(snapshot.dropped, ElementsAre(IsFinding("out", "symlink")));
  EXPECT_THAT(snapshot.files, SizeIs(1));
}

TEST_F(FolderTest, PipesAndSocketsAreNotOpened) {
  ASSERT_EQ(::mkfifo((folder() / "pipe.go").c_str(), 0600), 0);
  const Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder() / "s.go").string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_THAT(read().rejected,
              ElementsAre(IsFinding("pipe.go", "special_file"), IsFinding("s.go", "special_file")));
}

TEST_F(FolderTest, ARepositoryWithinIsLeftOut) {
  put("lib/.git/config", "x");
  put("lib/.git/hook.go", "package evil\n");
  put("lib/c.go", "package c\n");
  const Snapshot snapshot = read();
  EXPECT_THAT(snapshot.dropped, ElementsAre(IsFinding("lib/.git", "git_folder")));
  EXPECT_THAT(snapshot.files, SizeIs(2));
  EXPECT_THAT(snapshot.rejected, IsEmpty());
}

TEST_F(FolderTest, OddNamesAndCaseAreCheckedAsInGit) {
  put("caf\xe9.go", "package a\n");
  put("new\nline.go", "package a\n");
  put("A.go", "package a\n");
  EXPECT_THAT(read().rejected,
              ElementsAre(IsFinding("a.go", "name_case"), IsFinding("caf\xe9.go", "name_encoding"),
                          IsFinding("new\nline.go", "name_control")));
}

TEST_F(FolderTest, SizesAndNumbersAreLimited) {
  put("big.go", std::string(2000, 'x'));
  Limits limits;
  limits.max_file_bytes = 1999;
  EXPECT_THAT(read({}, limits).rejected, ElementsAre(IsFinding("big.go", "file_too_large")));
  limits.max_file_bytes = 2000;
  EXPECT_THAT(read({}, limits).rejected, IsEmpty());
  // A sparse file costs its writer nothing.
  put("sparse.go", "");
  fs::resize_file(folder() / "sparse.go", std::uintmax_t{1} << 40);
  EXPECT_THAT(read().rejected, ElementsAre(IsFinding("sparse.go", "file_too_large")));
  limits.max_files = 2;
  EXPECT_THAT(read({}, limits).rejected, Contains(HasRule("too_many_files")));
}

TEST_F(FolderTest, DepthIsLimited) {
  std::string path;
  for (int i = 0; i < 70; ++i) path += "d/";
  put(path + "x.go", "package x\n");
  EXPECT_THAT(read().rejected, ElementsAre(HasRule("too_deep")));
}

}  // namespace
}  // namespace assay::source
