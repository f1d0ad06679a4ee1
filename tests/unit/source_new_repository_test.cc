#include "source/new_repository.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "support/git_fixture.h"

namespace assay::source {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class NewRepository : public testing::Test {
 protected:
  std::string git(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"git", "-C", folder().string()});
    const test::CommandOutput ran = test::run_command(arguments);
    EXPECT_EQ(ran.status, 0);
    return ran.out;
  }
  [[nodiscard]] fs::path folder() const { return scratch.path() / "new/repo"; }

  const TempDir scratch = TempDir::make("assay-new").value();
  const FileSet files = {
      {"a.go", "package a\n"}, {".github/workflows/t.yml", "name: t\n"}, {"x.out", ""}};
};

TEST_F(NewRepository, HoldsOneCommitAndNothingElseToDo) {
  const auto commit = make_repository(folder(), files, "Start\n");
  ASSERT_TRUE(commit) << commit.error().message;
  EXPECT_EQ(git({"rev-parse", "refs/heads/main"}), *commit + "\n");
  EXPECT_EQ(git({"symbolic-ref", "HEAD"}), "refs/heads/main\n");
  EXPECT_EQ(git({"log", "--format=%s"}), "Start\n");
  EXPECT_EQ(git({"ls-tree", "-r", "--name-only", "HEAD"}),
            ".github/workflows/t.yml\na.go\nx.out\n");
  EXPECT_EQ(git({"status", "--porcelain"}), "");
  EXPECT_EQ(read_file(folder() / "a.go").value(), "package a\n");
}

TEST_F(NewRepository, TakesAnEmptyFolderAndNoOther) {
  fs::create_directories(folder());
  ASSERT_TRUE(make_repository(folder(), files, "Start\n"));
  const auto again = make_repository(folder(), files, "Start\n");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(again.error().message, HasSubstr("is not empty"));
  std::ofstream(scratch.path() / "file") << "x";
  EXPECT_EQ(make_repository(scratch.path() / "file", files, "x").error().kind, ErrorKind::kUsage);
}

TEST_F(NewRepository, RefusesNamesThatLeaveIt) {
  for (const char* name : {"../x", ".git/config", "a/../../x", "/etc/x"})
    EXPECT_FALSE(make_repository(folder() / "sub", {{name, "x"}}, "x")) << name;
}

}  // namespace
}  // namespace assay::source
