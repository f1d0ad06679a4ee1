// Which commit a name or a date leads to, on repositories made by git.
#include <gtest/gtest.h>

#include "source/git_resolve.h"
#include "source_support.h"

namespace assay::source {
namespace {

using ::testing::HasSubstr;

class RefTest : public ::testing::Test {
 protected:
  RefTest() {
    repo_.write("a.go", "package a // 1\n");
    first_ = repo_.commit("first", 1'000);
    repo_.write("a.go", "package a // 2\n");
    second_ = repo_.commit("second", 2'000);
    repo_.git({"tag", "light"});
    repo_.git({"tag", "-a", "v1", "-m", "annotated", first_});
    repo_.git({"-c", "advice.nestedTag=false", "tag", "-a", "nested", "-m", "tag of a tag", "v1"});
    repo_.git({"branch", "feature/rate-limit", first_});
    repo_.git({"update-ref", "refs/remotes/origin/theirs", first_});
    repo_.write("a.go", "package a // 3\n");
    third_ = repo_.commit("third", 3'000);
  }

  Snapshot at(const SubmissionRef& ref) {
    auto snapshot = read_go(repo_.path(), ref);
    EXPECT_TRUE(snapshot) << (snapshot ? "" : snapshot.error().message);
    return snapshot.value_or(Snapshot{});
  }
  Error error(const SubmissionRef& ref) {
    auto snapshot = read_go(repo_.path(), ref);
    EXPECT_FALSE(snapshot);
    return snapshot ? Error{} : snapshot.error();
  }

  TempDir dir_ = scratch();
  test::GitFixture repo_{dir_.path() / "repo"};
  std::string first_, second_, third_;
};

TEST_F(RefTest, HeadIsTheDefault) {
  const Snapshot snapshot = at({});
  EXPECT_EQ(snapshot.commit, third_);
  EXPECT_EQ(snapshot.ref, "refs/heads/main");
  EXPECT_EQ(snapshot.commit_time, 3'000);
  EXPECT_EQ(snapshot.author, "A Candidate <candidate@example.org>");
  EXPECT_EQ(snapshot.kind, "git");
  EXPECT_EQ(snapshot.tree, repo_.git({"rev-parse", "HEAD^{tree}"}));
  EXPECT_EQ(snapshot.files.at("a.go"), "package a // 3\n");
}

TEST_F(RefTest, EveryKindOfNameIsFound) {
  EXPECT_EQ(at(with_ref("main")).commit, third_);
  EXPECT_EQ(at(with_ref("HEAD")).commit, third_);
  EXPECT_EQ(at(with_ref("light")).commit, second_);
  EXPECT_EQ(at(with_ref("v1")).commit, first_);
  EXPECT_EQ(at(with_ref("v1")).ref, "refs/tags/v1");
  EXPECT_EQ(at(with_ref("nested")).commit, first_);
  EXPECT_EQ(at(with_ref("feature/rate-limit")).commit, first_);
  EXPECT_EQ(at(with_ref("refs/heads/main")).commit, third_);
  EXPECT_EQ(at(with_ref("heads/main")).commit, third_);
  EXPECT_EQ(at(with_ref("origin/theirs")).commit, first_);
  EXPECT_EQ(at(with_ref("theirs")).commit, first_);
  EXPECT_EQ(at(with_ref(second_)).commit, second_);
  EXPECT_EQ(at(with_ref(second_)).ref, "commit");
  EXPECT_EQ(at(with_ref(second_.substr(0, 7))).commit, second_);
}

TEST_F(RefTest, PackedRefsAndPacksAreReadToo) {
  repo_.git({"gc", "-q"});
  repo_.git({"pack-refs", "--all"});
  ASSERT_FALSE(std::filesystem::exists(repo_.path() / ".git/refs/heads/main"));
  EXPECT_EQ(at({}).commit, third_);
  EXPECT_EQ(at(with_ref("v1")).commit, first_);
  EXPECT_EQ(at(with_ref(second_.substr(0, 9))).commit, second_);
  // A loose reference hides the packed one.
  repo_.git({"update-ref", "refs/heads/main", first_});
  EXPECT_EQ(at(with_ref("main")).commit, first_);
}

TEST_F(RefTest, MissingOnesNameTheNearest) {
  const Error wrong = error(with_ref("mian"));
  EXPECT_EQ(wrong.kind, ErrorKind::kNotFound);
  EXPECT_THAT(wrong.hint, HasSubstr("did you mean 'main'?"));
  EXPECT_EQ(error(with_ref("deadbeef")).kind, ErrorKind::kNotFound);
  EXPECT_EQ(error(with_ref(std::string(40, 'd'))).kind, ErrorKind::kNotFound);
  EXPECT_THAT(error(with_ref(first_.substr(0, 5))).hint, HasSubstr("at least 7 digits"));
  EXPECT_EQ(error(with_ref("HEAD~1")).kind, ErrorKind::kNotFound);
  EXPECT_EQ(error(with_ref("../../HEAD")).kind, ErrorKind::kNotFound);
}

TEST_F(RefTest, AnObjectThatIsNoCommitIsNotACommit) {
  const Error tree = error(with_ref(repo_.git({"rev-parse", "HEAD^{tree}"})));
  EXPECT_EQ(tree.kind, ErrorKind::kNotFound);
  EXPECT_THAT(tree.message, HasSubstr("a tree, not a commit"));
  EXPECT_THAT(error(with_ref(repo_.git({"rev-parse", "HEAD:a.go"}))).message,
              HasSubstr("a file, not a commit"));
}

TEST_F(RefTest, ADateLeadsToTheLastCommitUpToIt) {
  const auto on = [](std::int64_t time) {
    SubmissionRef ref;
    ref.at = time;
    return ref;
  };
  EXPECT_EQ(at(on(10'000)).commit, third_);
  EXPECT_EQ(at(on(3'000)).commit, third_);
  EXPECT_EQ(at(on(2'999)).commit, second_);
  EXPECT_EQ(at(on(1'000)).commit, first_);
  const Error before = error(on(999));
  EXPECT_EQ(before.kind, ErrorKind::kNotFound);
  EXPECT_THAT(before.message, HasSubstr("1970-01-01 00:16:40 UTC"));
}

TEST_F(RefTest, ADateFollowsFirstParentsOnly) {
  repo_.git({"checkout", "-q", "-b", "side", second_});
  repo_.write("side.go", "package a\n");
  repo_.commit("on the side", 2'500);
  repo_.git({"checkout", "-q", "main"});
  repo_.git({"merge", "-q", "--no-ff", "-m", "merge", "side"});
  SubmissionRef ref;
  ref.at = 2'700;
  EXPECT_EQ(at(ref).commit, second_);
}

TEST_F(RefTest, RefAndDateExcludeEachOther) {
  SubmissionRef both = with_ref("main");
  both.at = 1;
  EXPECT_EQ(error(both).kind, ErrorKind::kUsage);
}

TEST_F(RefTest, ADetachedHeadIsReadAsSuch) {
  repo_.git({"checkout", "-q", "--detach", second_});
  EXPECT_EQ(at({}).commit, second_);
  EXPECT_EQ(at({}).ref, "HEAD");
}

TEST_F(RefTest, SymbolicReferencesMayNotTurnInCircles) {
  repo_.git({"symbolic-ref", "refs/heads/one", "refs/heads/two"});
  repo_.git({"symbolic-ref", "refs/heads/two", "refs/heads/one"});
  EXPECT_EQ(error(with_ref("one")).kind, ErrorKind::kNotFound);
}

TEST_F(RefTest, ADefaultBranchWithoutCommitsNamesTheOthers) {
  repo_.git({"symbolic-ref", "HEAD", "refs/heads/unborn"});
  const Error unborn = error({});
  EXPECT_EQ(unborn.kind, ErrorKind::kNotFound);
  EXPECT_THAT(unborn.message, HasSubstr("'unborn'"));
  EXPECT_THAT(unborn.hint, HasSubstr("'main'"));
}

TEST(NearNames, AreFewAndClose) {
  EXPECT_EQ(near_names("x", {}), "");
  EXPECT_EQ(near_names("mian", {"main", "develop"}), "did you mean 'main'?");
  EXPECT_EQ(near_names("zzzzzzzz", {"b", "a"}), "there are 'a', 'b'");
  std::vector<std::string> many;
  for (int i = 0; i < 50; ++i) many.push_back("branch-" + std::to_string(i));
  EXPECT_LT(near_names("quite-different", many).size(), 120U);
}

}  // namespace
}  // namespace assay::source
