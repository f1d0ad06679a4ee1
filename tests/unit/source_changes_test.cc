// What changed_since() calls a change: every way in which a work tree can differ from
// a commit, against what `git` itself would say.
#include "source/changes.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/file.h"
#include "support/git_fixture.h"

namespace assay::source {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Changes : public testing::Test {
 protected:
  void SetUp() override {
    repo.write("exercises/a/one.go", "package a\n");
    repo.write("exercises/a/hidden/deep/two.go", "package deep\n");
    repo.write("exercises/b/three.go", "package b\n");
    fs::create_symlink("three.go", top / "exercises/b/link");
    repo.write("shared.json", "{}\n");
    first = repo.commit("first");
  }

  std::vector<std::string> changed(const std::string& rev,
                                   const std::vector<std::string>& paths = {"exercises"}) const {
    const auto names = changed_since(top, rev, paths);
    EXPECT_TRUE(names) << names.error().message;
    return names.value_or(std::vector<std::string>{"(an error)"});
  }

  const TempDir scratch = TempDir::make("assay-changes").value();
  const fs::path top = scratch.path() / "repo";
  const test::GitFixture repo{top};
  std::string first;
};

TEST_F(Changes, AFreshWorkTreeHasNone) {
  EXPECT_THAT(changed("HEAD"), IsEmpty());
  EXPECT_THAT(changed("main", {"exercises/a", "shared.json", "not/there"}), IsEmpty());
}

TEST_F(Changes, EveryKindOfChangeIsSeenCommittedOrNot) {
  repo.write("exercises/a/one.go", "package other\n");
  fs::remove(top / "exercises/a/hidden/deep/two.go");
  repo.write("exercises/c/new/four.go", "package c\n");
  fs::remove(top / "exercises/b/link");
  fs::create_symlink("elsewhere", top / "exercises/b/link");
  const auto all = ElementsAre("exercises/a/hidden/deep/two.go", "exercises/a/one.go",
                               "exercises/b/link", "exercises/c/new/four.go");
  EXPECT_THAT(changed("HEAD"), all);
  repo.commit("second");
  EXPECT_THAT(changed("HEAD"), IsEmpty());
  EXPECT_THAT(changed(first), all);
  EXPECT_THAT(changed(first.substr(0, 10)), all);
  EXPECT_THAT(changed("HEAD^"), all);
  EXPECT_THAT(changed("main~1"), all);
  EXPECT_THAT(changed("HEAD^", {"exercises/b"}), ElementsAre("exercises/b/link"));
  EXPECT_THAT(changed("HEAD^", {"exercises/c/new/four.go", "exercises/c"}),
              ElementsAre("exercises/c/new/four.go"));
}

TEST_F(Changes, FilesThatBecomeFoldersAndLinksThatBecomeFiles) {
  fs::remove_all(top / "exercises/a/hidden");
  repo.write("exercises/a/hidden", "a file\n");
  fs::remove(top / "exercises/b/link");
  repo.write("exercises/b/link", "three.go");
  fs::remove(top / "exercises/b/three.go");
  repo.write("exercises/b/three.go/inside", "");
  EXPECT_THAT(changed("HEAD"), ElementsAre("exercises/a/hidden", "exercises/a/hidden/deep/two.go",
                                           "exercises/b/link", "exercises/b/three.go",
                                           "exercises/b/three.go/inside"));
}

TEST_F(Changes, NothingOfTheRepositoryRuns) {
  const fs::path mark = scratch.path() / "ran";
  repo.git({"config", "filter.evil.clean", "touch " + mark.string() + "; cat"});
  repo.git({"config", "core.fsmonitor", "touch " + mark.string()});
  repo.git({"config", "core.autocrlf", "true"});
  repo.write(".gitattributes", "* filter=evil\n");
  EXPECT_THAT(changed("HEAD"), IsEmpty());
  EXPECT_FALSE(fs::exists(mark));
}

TEST_F(Changes, ALinkedFolderIsALink) {
  fs::rename(top / "exercises/b", scratch.path() / "outside");
  fs::create_directory_symlink(scratch.path() / "outside", top / "exercises/b");
  EXPECT_THAT(changed("HEAD"),
              ElementsAre("exercises/b", "exercises/b/link", "exercises/b/three.go"));
}

TEST_F(Changes, ACommitThatIsNotThere) {
  for (const char* rev : {"no-such", "HEAD~7", "0123456789abcdef"}) {
    const auto names = changed_since(top, rev, {"exercises"});
    ASSERT_FALSE(names) << rev;
    EXPECT_EQ(names.error().kind, ErrorKind::kNotFound) << rev;
  }
  EXPECT_THAT(changed_since(top, "mian", {}).error().hint, HasSubstr("'main'"));
  for (const char* rev : {"", "~1", "HEAD^2", "HEAD~99999999999"})
    EXPECT_EQ(changed_since(top, rev, {}).error().kind, ErrorKind::kUsage) << rev;
}

TEST_F(Changes, ACloneThatWasCutOffSaysHowToMendIt) {
  repo.write("exercises/a/one.go", "package other\n");
  repo.commit("second");
  const std::string clone = (scratch.path() / "clone").string();
  repo.git({"clone", "-q", "--depth=1", "file://" + top.string(), clone});
  for (const std::string& rev : {first, std::string("HEAD~1")}) {
    const auto names = changed_since(clone, rev, {"exercises"});
    ASSERT_FALSE(names);
    EXPECT_THAT(names.error().hint, HasSubstr("git fetch --unshallow"));
  }
}

TEST_F(Changes, LimitsEndIt) {
  Limits limits;
  limits.max_files = 3;
  EXPECT_EQ(changed_since(top, "HEAD", {"exercises"}, limits).error().kind, ErrorKind::kUsage);
  limits = {};
  limits.max_depth = 1;
  EXPECT_EQ(changed_since(top, "HEAD", {"exercises"}, limits).error().kind, ErrorKind::kUsage);
}

TEST_F(Changes, TheWorkTreeIsFoundFromBelow) {
  EXPECT_EQ(work_tree_of(top / "exercises/a"), fs::canonical(top));
  EXPECT_EQ(work_tree_of(top), fs::canonical(top));
  EXPECT_EQ(work_tree_of(scratch.path()), std::nullopt);
  EXPECT_EQ(work_tree_of(top / "not/there"), std::nullopt);
  EXPECT_EQ(changed_since(scratch.path(), "HEAD", {}).error().kind, ErrorKind::kUsage);
}

}  // namespace
}  // namespace assay::source
