// Trees that git itself would never write, and what becomes of them.
#include <gtest/gtest.h>

#include "source_support.h"

namespace assay::source {
namespace {

using test::RawEntry;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class HostileTreeTest : public ::testing::Test {
 protected:
  Snapshot with(const std::vector<RawEntry>& entries, const Limits& limits = {}) {
    repo_.commit_tree(repo_.tree(entries));
    return read(limits);
  }
  Snapshot read(const Limits& limits = {}) {
    Options options;
    options.wanted = is_go;
    options.wanted_folder = [](std::string_view folder) { return folder == "pkg"; };
    auto snapshot = read_local(repo_.path(), {}, limits, select_by(options));
    EXPECT_TRUE(snapshot) << (snapshot ? "" : snapshot.error().message);
    return snapshot.value_or(Snapshot{});
  }

  TempDir dir_ = scratch();
  test::GitFixture repo_{dir_.path() / "repo"};
  const std::string blob_ = repo_.blob("package a\n");
  const std::string link_ = repo_.blob("/etc/passwd");
  const std::string inner_ = repo_.tree({{"100644", "x.go", blob_}});
};

TEST_F(HostileTreeTest, NamesThatLeaveTheFolderRejectWhateverTheyHold) {
  for (const auto& [name, rule] :
       std::initializer_list<std::pair<std::string, std::string>>{{"..", "name_dots"},
                                                                  {".", "name_dots"},
                                                                  {"", "name_empty"},
                                                                  {"../x.txt", "name_slash"},
                                                                  {"/etc/cron.d/x", "name_slash"},
                                                                  {".git", "name_git"},
                                                                  {".GiT", "name_git"},
                                                                  {"git~1", "name_git"}}) {
    EXPECT_THAT(with({{"100644", name, blob_}}).rejected, ElementsAre(HasRule(rule))) << name;
    const Snapshot folder = with({{"40000", name, inner_}});
    EXPECT_THAT(folder.rejected, ElementsAre(HasRule(rule))) << name;
    EXPECT_THAT(folder.files, IsEmpty()) << "nothing below " << name << " may be read";
  }
}

TEST_F(HostileTreeTest, OddNamesRejectOnlyWhereTheExerciseLooks) {
  for (const auto& [name, rule] : std::initializer_list<std::pair<std::string, std::string>>{
           {"a\nb", "name_control"},
           {"a\x1b[2J", "name_control"},
           {"\xff\xfe", "name_encoding"},
           {"a\\b", "name_backslash"},
           {std::string(4096, 'x'), "name_long"}}) {
    const Snapshot wanted = with({{"100644", name + ".go", blob_}});
    EXPECT_THAT(wanted.rejected, ElementsAre(HasRule(rule))) << name;
    EXPECT_THAT(wanted.files, IsEmpty());
    const Snapshot other = with({{"100644", name + ".md", blob_}});
    EXPECT_THAT(other.rejected, IsEmpty()) << name;
    EXPECT_THAT(other.dropped, ElementsAre(HasRule(rule)));
  }
}

TEST_F(HostileTreeTest, NamesThatDifferInCaseRejectWhereTheExerciseLooks) {
  const Snapshot files = with({{"100644", "Pool.go", blob_}, {"100644", "pool.go", blob_}});
  EXPECT_THAT(files.rejected, ElementsAre(IsFinding("pool.go", "name_case")));
  EXPECT_THAT(files.rejected[0].message, HasSubstr("'Pool.go'"));
  const Snapshot folders = with({{"40000", "PKG", inner_}, {"40000", "pkg", inner_}});
  EXPECT_THAT(folders.rejected, Contains(IsFinding("pkg", "name_case")));
  const Snapshot others = with({{"100644", "A.md", blob_}, {"100644", "a.md", blob_}});
  EXPECT_THAT(others.rejected, IsEmpty());
}

TEST_F(HostileTreeTest, OneNameTwiceIsRejected) {
  const std::string other = repo_.blob("package b\n");
  EXPECT_THAT(with({{"100644", "a.go", blob_}, {"100644", "a.go", other}}).rejected,
              ElementsAre(IsFinding("a.go", "name_twice")));
  EXPECT_THAT(with({{"40000", "a.go", inner_}, {"100644", "a.go", other}}).rejected,
              ElementsAre(IsFinding("a.go", "name_twice")));
}

TEST_F(HostileTreeTest, SymlinksRejectOnTheWayAndAreDroppedElsewhere) {
  const Snapshot file = with({{"120000", "a.go", link_}});
  EXPECT_THAT(file.rejected, ElementsAre(IsFinding("a.go", "symlink")));
  EXPECT_THAT(file.files, IsEmpty());
  EXPECT_THAT(with({{"120000", "pkg", link_}}).rejected, ElementsAre(IsFinding("pkg", "symlink")));
  const Snapshot elsewhere = with({{"120000", "docs", link_}, {"100644", "a.go", blob_}});
  EXPECT_THAT(elsewhere.rejected, IsEmpty());
  EXPECT_THAT(elsewhere.dropped, ElementsAre(IsFinding("docs", "symlink")));
  EXPECT_THAT(elsewhere.files, SizeIs(1));
}

TEST_F(HostileTreeTest, SubmodulesAreDroppedUnlessTheyHoldWhatIsWanted) {
  const std::string commit(40, 'c');
  const Snapshot elsewhere = with({{"160000", "vendor", commit}, {"100644", "a.go", blob_}});
  EXPECT_THAT(elsewhere.dropped, ElementsAre(IsFinding("vendor", "submodule")));
  EXPECT_THAT(elsewhere.rejected, IsEmpty());
  EXPECT_THAT(with({{"160000", "pkg", commit}}).rejected,
              ElementsAre(IsFinding("pkg", "submodule")));
}

TEST_F(HostileTreeTest, UnknownModesAreNotFiles) {
  EXPECT_THAT(with({{"60000", "a.go", blob_}}).rejected,
              ElementsAre(IsFinding("a.go", "special_file")));
  EXPECT_THAT(with({{"100777", "a.go", blob_}}).files, SizeIs(1));
}

TEST_F(HostileTreeTest, AModeThatLiesAboutItsObjectIsABrokenObject) {
  EXPECT_THAT(with({{"100644", "a.go", inner_}}).rejected,
              ElementsAre(IsFinding("a.go", "broken_object")));
  EXPECT_THAT(with({{"40000", "pkg", blob_}}).rejected,
              ElementsAre(IsFinding("pkg", "broken_object")));
  EXPECT_THAT(with({{"40000", "pkg", std::string(40, 'e')}}).rejected,
              ElementsAre(IsFinding("pkg", "broken_object")));
}

TEST_F(HostileTreeTest, LfsPointersAreExplained) {
  const std::string pointer =
      repo_.blob("version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, 'a') +
                 "\nsize 12345\n");
  const Snapshot snapshot = with({{"100644", "a.go", pointer}});
  EXPECT_THAT(snapshot.rejected, ElementsAre(IsFinding("a.go", "lfs_pointer")));
  EXPECT_THAT(snapshot.files, IsEmpty());
  EXPECT_THAT(with({{"100644", "a.bin", pointer}}).rejected, IsEmpty());
}

TEST_F(HostileTreeTest, ATreeThatHoldsItselfAThousandTimesIsCutShort) {
  // Ten levels of ten: 10^10 files in eleven small objects.
  std::string tree = inner_;
  for (int level = 0; level < 10; ++level) {
    std::vector<RawEntry> entries;
    for (int i = 0; i < 10; ++i) entries.push_back({"40000", std::string(1, char('a' + i)), tree});
    tree = repo_.tree(entries);
  }
  repo_.commit_tree(tree);
  EXPECT_THAT(read().rejected, Contains(HasRule("too_many_files")));
}

TEST_F(HostileTreeTest, EmptyTreesCountToo) {
  std::string tree = repo_.tree({});
  for (int level = 0; level < 10; ++level) {
    std::vector<RawEntry> entries;
    for (int i = 0; i < 10; ++i) entries.push_back({"40000", std::string(1, char('a' + i)), tree});
    tree = repo_.tree(entries);
  }
  repo_.commit_tree(tree);
  EXPECT_THAT(read().rejected, Contains(HasRule("too_many_files")));
}

TEST_F(HostileTreeTest, LongNamesReadAgainAndAgainMeetTheLimitOnTreeBytes) {
  // Few entries, many bytes: the limit on entries alone would inflate gigabytes.
  const std::string fat = repo_.tree({{"100644", std::string(1 << 20, 'x'), blob_}});
  std::vector<RawEntry> entries;
  for (int i = 0; i < 100; ++i) entries.push_back({"40000", "d" + std::to_string(i), fat});
  Limits limits;
  limits.max_tree_bytes = 10 << 20;
  EXPECT_THAT(with(entries, limits).rejected, Contains(HasRule("too_many_files")));
}

TEST_F(HostileTreeTest, DepthHasALimit) {
  std::string tree = inner_;
  for (int level = 0; level < 100; ++level) tree = repo_.tree({{"40000", "d", tree}});
  repo_.commit_tree(tree);
  EXPECT_THAT(read().rejected, ElementsAre(HasRule("too_deep")));
}

TEST_F(HostileTreeTest, ManyFilesMeetTheLimitFromBothSides) {
  std::vector<RawEntry> entries;
  for (int i = 0; i < 100; ++i) entries.push_back({"100644", std::to_string(i) + ".go", blob_});
  Limits limits;
  limits.max_files = 100;
  EXPECT_THAT(with(entries, limits).rejected, IsEmpty());
  limits.max_files = 99;
  EXPECT_THAT(with(entries, limits).rejected, Contains(HasRule("too_many_files")));
}

TEST_F(HostileTreeTest, FindingsAreFewHoweverManyThereAre) {
  std::vector<RawEntry> entries;
  for (int i = 0; i < 1000; ++i) entries.push_back({"120000", std::to_string(i) + ".go", link_});
  const Snapshot snapshot = with(entries);
  EXPECT_THAT(snapshot.rejected, SizeIs(200));
  EXPECT_EQ(snapshot.rejected.back().rule, "more");
}

}  // namespace
}  // namespace assay::source
