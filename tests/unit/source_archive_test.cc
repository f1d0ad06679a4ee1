// Archives: honest ones in every format, and ones that leave, link, lie or explode.
#include "source/archive_tree.h"

#include <gtest/gtest.h>

#include <fstream>

#include "source_support.h"
#include "support/archive_fixture.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = test::Packed::Kind;

class ArchiveTest : public ::testing::TestWithParam<const char*> {
 protected:
  fs::path pack(const std::vector<test::Packed>& entries) {
    test::write_archive(path(), GetParam(), entries);
    return path();
  }
  fs::path path() const { return dir_.path() / "submission"; }
  bool is_zip() const { return std::string_view(GetParam()) == "zip"; }

  Snapshot read(const SubmissionRef& ref = {}, const Limits& limits = {}) {
    auto snapshot = read_go(path(), ref, limits);
    EXPECT_TRUE(snapshot) << (snapshot ? "" : snapshot.error().message);
    return snapshot.value_or(Snapshot{});
  }

  TempDir dir_ = scratch();
};

INSTANTIATE_TEST_SUITE_P(Formats, ArchiveTest,
                         ::testing::Values("zip", "tar", "tar.gz", "tar.xz", "tar.zst"),
                         [](const auto& format) {
                           std::string name = format.param;
                           std::erase(name, '.');
                           return name;
                         });

TEST_P(ArchiveTest, FilesAreReadAndOthersNamed) {
  pack({{"a.go", "package a\n"},
        {"sub", "", Kind::kFolder},
        {"sub/größe.go", "package b\n"},
        {"README.md", "x"}});
  const Snapshot snapshot = read();
  EXPECT_EQ(snapshot.kind, "archive");
  EXPECT_EQ(snapshot.files, (FileSet{{"a.go", "package a\n"}, {"sub/größe.go", "package b\n"}}));
  EXPECT_THAT(snapshot.others, ElementsAre("README.md"));
  EXPECT_THAT(snapshot.rejected, IsEmpty());
  EXPECT_EQ(snapshot.tree.size(), 64U);
}

TEST_P(ArchiveTest, ASingleFolderIsTheRoot) {
  pack({{"repo-1a2b/", "", Kind::kFolder},
        {"repo-1a2b/a.go", "package a\n"},
        {"repo-1a2b/sub/b.go", "package b\n"},
        {"__MACOSX/repo-1a2b/._a.go", "junk"}});
  EXPECT_EQ(read().files, (FileSet{{"a.go", "package a\n"}, {"sub/b.go", "package b\n"}}));
  SubmissionRef ref;
  ref.subdir = "sub";
  EXPECT_EQ(read(ref).files, (FileSet{{"b.go", "package b\n"}}));
  ref.subdir = "sbu";
  EXPECT_EQ(read_go(path(), ref).error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(read_go(path(), ref).error().hint, HasSubstr("'sub'"));
}

TEST_P(ArchiveTest, NamesThatLeaveRejectWhateverTheyHold) {
  for (const auto& [name, rule] :
       std::initializer_list<std::pair<std::string, std::string>>{{"../x.txt", "name_dots"},
                                                                  {"a/../../x.txt", "name_dots"},
                                                                  {"/etc/cron.d/x", "name_empty"},
                                                                  {".GIT/config", "name_git"},
                                                                  {"a//b.txt", "name_empty"}}) {
    pack({{"a.go", "package a\n"}, {name, "evil"}});
    EXPECT_THAT(read().rejected, ElementsAre(HasRule(rule))) << name;
  }
}

TEST_P(ArchiveTest, OddNamesRejectOnlyWhereTheExerciseLooks) {
  pack({{"a\nb.go", "package a\n"}, {"a\nb.md", "x"}});
  EXPECT_THAT(read().rejected, ElementsAre(IsFinding("a\nb.go", "name_control")));
  EXPECT_THAT(read().dropped, ElementsAre(IsFinding("a\nb.md", "name_control")));
  EXPECT_THAT(read().files, IsEmpty());
}

TEST_P(ArchiveTest, ARepositoryInTheArchiveIsLeftOut) {
  pack({{"a.go", "package a\n"}, {".git/config", "x"}, {".git/hooks/x.go", "package evil\n"}});
  EXPECT_THAT(read().dropped, ElementsAre(IsFinding(".git", "git_folder")));
  EXPECT_THAT(read().rejected, IsEmpty());
  EXPECT_THAT(read().files, SizeIs(1));
}

TEST_P(ArchiveTest, LinksAreNotFollowed) {
  pack({{"a.go", "/etc/passwd", Kind::kSymlink}, {"docs", "/etc", Kind::kSymlink}});
  EXPECT_THAT(read().rejected, ElementsAre(IsFinding("a.go", "symlink")));
  EXPECT_THAT(read().dropped, ElementsAre(IsFinding("docs", "symlink")));
}

TEST_P(ArchiveTest, AFileBelowALinkIsRejected) {
  pack({{"sub", "/tmp", Kind::kSymlink}, {"sub/a.go", "package a\n"}});
  EXPECT_THAT(read().rejected, ElementsAre(IsFinding("sub/a.go", "name_twice")));
}

TEST_P(ArchiveTest, HardLinksAndPipesAreNotFiles) {
  if (is_zip()) {
    pack({{"a.go", "package a\n"}, {"a.go", "package b\n"}});
    EXPECT_THAT(read().rejected, ElementsAre(IsFinding("a.go", "name_twice")));
    return;
  }
  pack({{"a.go", "/etc/passwd", Kind::kHardLink}, {"b.go", "", Kind::kPipe}});
  EXPECT_THAT(read().rejected,
              ElementsAre(IsFinding("a.go", "special_file"), IsFinding("b.go", "special_file")));
}

TEST_P(ArchiveTest, NamesThatDifferInCaseAreRejected) {
  pack({{"a.go", "package a\n"}, {"A.go", "package b\n"}, {"x/1.go", ""}, {"X/2.go", ""}});
  EXPECT_THAT(read().rejected,
              ElementsAre(IsFinding("A.go", "name_case"), IsFinding("X/2.go", "name_case")));
}

TEST_P(ArchiveTest, SizesAndNumbersAreLimited) {
  pack({{"a.go", std::string(1000, 'x')}, {"b.go", std::string(1000, 'x')}});
  Limits limits;
  limits.max_file_bytes = 999;
  EXPECT_THAT(read({}, limits).rejected,
              ElementsAre(HasRule("file_too_large"), HasRule("file_too_large")));
  limits = Limits{};
  limits.max_total_bytes = 1999;
  EXPECT_THAT(read({}, limits).rejected, ElementsAre(HasRule("too_large")));
  limits.max_total_bytes = 2000;
  EXPECT_THAT(read({}, limits).rejected, IsEmpty());
  limits.max_files = 1;
  EXPECT_THAT(read({}, limits).rejected, Contains(HasRule("too_many_files")));
  limits = Limits{};
  limits.max_bytes = 10;
  EXPECT_THAT(read({}, limits).rejected, ElementsAre(HasRule("source_too_large")));
}

TEST_P(ArchiveTest, ABombIsNotUnpacked) {
  pack({{"bomb.bin", std::string(16 << 20, '\0')}, {"a.go", "package a\n"}});
  Limits limits;
  limits.max_unpacked_bytes = 4 << 20;
  const Snapshot snapshot = read({}, limits);
  // A zip's other files are never inflated, so they cost nothing.
  if (is_zip()) {
    EXPECT_THAT(snapshot.rejected, IsEmpty());
    EXPECT_THAT(snapshot.files, SizeIs(1));
  } else {
    EXPECT_THAT(snapshot.rejected, ElementsAre(HasRule("too_large")));
  }
  pack({{"a.go", std::string(16 << 20, '\0')}});
  EXPECT_THAT(read().rejected, ElementsAre(HasRule("file_too_large")));
}

TEST_P(ArchiveTest, ADamagedOneIsNeitherErrorNorCrash) {
  pack({{"a.go", std::string(100'000, 'a')}, {"b.go", "package b\n"}});
  const auto size = fs::file_size(path());
  for (const auto part : {3, 2}) {
    fs::resize_file(path(), size - size / static_cast<unsigned>(part + 1));
    EXPECT_THAT(read().rejected, Contains(HasRule("broken_archive"))) << part;
  }
}

TEST_P(ArchiveTest, HasNoHistory) {
  pack({{"a.go", "package a\n"}});
  EXPECT_EQ(read_go(path(), with_ref("main")).error().kind, ErrorKind::kUsage);
}

using ArchiveFileTest = ArchiveTest;
INSTANTIATE_TEST_SUITE_P(Zip, ArchiveFileTest, ::testing::Values("zip"));

TEST_P(ArchiveFileTest, ASizeInTheFolderThatLiesIsNotBelieved) {
  pack({{"a.go", std::string(50'000, 'a')}});
  std::ifstream in(path(), std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  // Uncompressed size at offset 24 of the central folder's record: claim 10 bytes.
  const std::size_t record = bytes.find("PK\1\2");
  ASSERT_NE(record, std::string::npos);
  bytes.replace(record + 24, 4, std::string("\x0a\0\0\0", 4));
  test::write_file(path(), bytes);
  Limits limits;
  limits.max_file_bytes = 100;
  EXPECT_THAT(read({}, limits).rejected, SizeIs(1));
  EXPECT_THAT(read({}, limits).files, IsEmpty());
}

TEST_P(ArchiveFileTest, AnEmptyOneHasNoFiles) {
  pack({});
  EXPECT_THAT(read().files, IsEmpty());
}

TEST_P(ArchiveFileTest, OtherFilesAreNotArchives) {
  for (const std::string& bytes : {std::string("package a\n"), std::string(),
                                   std::string(4096, '\0'), std::string("#!/bin/sh\n")}) {
    test::write_file(path(), bytes);
    EXPECT_EQ(read_go(path()).error().kind, ErrorKind::kUsage);
  }
}

TEST_P(ArchiveFileTest, CompressionWithinCompressionIsNotUnwrapped) {
  test::write_archive(dir_.path() / "inner.tar.gz", "tar.gz", {{"a.go", "package a\n"}});
  const auto out = test::run_command({"gzip", "-c", (dir_.path() / "inner.tar.gz").string()});
  ASSERT_EQ(out.status, 0);
  test::write_file(path(), out.out);
  EXPECT_THAT(read().rejected, ElementsAre(HasRule("broken_archive")));
}

}  // namespace
}  // namespace assay::source
