// `assay grade` of real repositories, folders and archives, and what comes out.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/assay_program.h"
#include "support/git_fixture.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kExercise = "race-fix";
constexpr const char* kReference = "mutex";

fs::path reference() {
  return exercises_folder() / kExercise / "solutions" / kReference;
}
fs::path starter() {
  return exercises_folder() / kExercise / "starter";
}

void copy_into(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

// A candidate's history: the starter, then (tagged v1) the solution, then something broken.
class History {
 public:
  explicit History(const fs::path& folder) : git(folder) {
    copy_into(starter(), folder);
    started = git.commit("Begin", 1'760'000'000);
    copy_into(reference(), folder);
    solved = git.commit("Solve it", 1'760'100'000);
    git.git({"tag", "-a", "-m", "hand in", "v1"});
    git.git({"branch", "solved"});
    git.write("broken.go", "package hits\n\nfunc oops( {\n");
    broken = git.commit("Break it", 1'760'200'000);
  }

  GitFixture git;
  std::string started;
  std::string solved;
  std::string broken;
};

nlohmann::json grade(const Scratch& scratch, const std::string& source,
                     std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"grade", kExercise, source, "--json",
                                        scratch / "result.json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ran ran = run_assay(arguments);
  EXPECT_EQ(ran.exit_code, 0) << ran.err << ran.out;
  return read_json(scratch / "result.json");
}

TEST(Grade, AReferenceInAFolderGetsAllPoints) {
  const Scratch scratch;
  const auto result = grade(scratch, reference());
  EXPECT_EQ(result["outcome"], "graded");
  EXPECT_EQ(result["score"], 100);
  EXPECT_EQ(result["environment"]["isolation"], "full");
}

TEST(Grade, TheStarterGetsLessThanHalf) {
  const Scratch scratch;
  const auto result = grade(scratch, starter());
  EXPECT_EQ(result["outcome"], "graded");
  EXPECT_LT(result["score"], 50);
}

TEST(Grade, FindsBranchTagAndCommit) {
  const Scratch scratch;
  const History history(scratch / "repo");
  const std::string source = scratch / "repo";
  EXPECT_EQ(grade(scratch, source)["outcome"], "build_failed");
  for (const std::string& ref :
       {std::string("v1"), std::string("solved"), history.solved, history.solved.substr(0, 10)}) {
    const auto result = grade(scratch, source, {"--ref", ref});
    EXPECT_EQ(result["score"], 100) << ref;
    EXPECT_EQ(result["submission"]["commit"], history.solved) << ref;
  }
}

TEST(Grade, FindsTheLastCommitUpToADate) {
  const Scratch scratch;
  const History history(scratch / "repo");
  const auto at = [&](const std::string& date) {
    return grade(scratch, scratch / "repo", {"--at", date})["submission"]["commit"];
  };
  EXPECT_EQ(at("2025-10-10T23:00:00Z"), history.solved);
  EXPECT_EQ(at("2025-10-09T09:00:00Z"), history.started);
}

TEST(Grade, ReadsABareRepositoryAndASubfolder) {
  const Scratch scratch;
  const GitFixture git(scratch / "work");
  copy_into(reference(), scratch / "work/answers/race-fix");
  git.commit("Answers");
  git.git({"clone", "--bare", "--quiet", scratch / "work", scratch / "bare.git"});
  EXPECT_EQ(grade(scratch, scratch / "bare.git", {"--subdir", "answers/race-fix"})["score"], 100);
}

TEST(Grade, ReadsArchives) {
  const Scratch scratch;
  const std::string zip = scratch / "answer.zip";
  const std::string tar = scratch / "answer.tar.gz";
  ASSERT_EQ(run_command({"tar", "-czf", tar, "-C", reference(), "."}).status, 0);
  ASSERT_EQ(run_command({"zip", "-qr", zip, "."}, {}, {}, reference()).status, 0);
  EXPECT_EQ(grade(scratch, tar)["score"], 100);
  EXPECT_EQ(grade(scratch, zip)["score"], 100);
}

TEST(Grade, SaysTheSameAgain) {
  const Scratch scratch;
  auto first = grade(scratch, starter());
  auto second = grade(scratch, starter());
  EXPECT_EQ(first["inputs_digest"], second["inputs_digest"]);
  EXPECT_EQ(first["criteria"], second["criteria"]);
}

TEST(Grade, AGateIsAnExitCode) {
  EXPECT_EQ(run_assay({"grade", kExercise, starter(), "--fail-under", "60"}).exit_code, 1);
  EXPECT_EQ(run_assay({"grade", kExercise, reference(), "--fail-under", "100"}).exit_code, 0);
}

TEST(Grade, JsonOnStdoutIsAllThatIsThere) {
  const Ran ran = run_assay({"grade", kExercise, reference(), "--json", "-"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(nlohmann::json::parse(ran.out)["score"], 100);
}

TEST(Grade, TheCandidatesViewHoldsNothingOfTheHiddenTests) {
  const Ran ran = run_assay({"grade", kExercise, starter(), "--view", "candidate", "--json", "-"});
  EXPECT_EQ(ran.exit_code, 0);
  for (const auto& entry : fs::directory_iterator(exercises_folder() / kExercise / "hidden"))
    EXPECT_THAT(ran.out, Not(HasSubstr(entry.path().filename().string())));
}

TEST(Grade, KeepLeavesTheTree) {
  const Scratch scratch;
  grade(scratch, reference(), {"--keep", scratch / "kept"});
  EXPECT_TRUE(fs::exists(scratch / "kept/go.mod"));
}

TEST(Grade, LeavesNothingBehind) {
  const Scratch scratch;
  const std::string tmp = scratch / "tmp";
  fs::create_directories(tmp);
  ::chmod(tmp.c_str(), 0777);
  EXPECT_EQ(run_assay({"grade", kExercise, reference()}, {{"TMPDIR", tmp}}).exit_code, 0);
  EXPECT_TRUE(fs::is_empty(tmp));
}

TEST(Grade, WhatTheGraderSuppliesIsDroppedAndReported) {
  const Scratch scratch;
  copy_into(reference(), scratch / "repo");
  write_file(scratch / "repo/go.mod", "module evil\n\ngo 1.21\n\ntoolchain go1.99.0\n");
  write_file(scratch / "repo/vendor/x/x.go", "package x\n");
  write_file(scratch / "repo/add_amd64.s", "TEXT x(SB)\n");
  write_file(scratch / "repo/zz_test.go", "package hits\n");
  const auto result = grade(scratch, scratch / "repo");
  EXPECT_EQ(result["score"], 100);
  std::vector<std::string> rules;
  for (const auto& finding : result["dropped"]) rules.push_back(finding["rule"]);
  EXPECT_THAT(rules, ::testing::IsSupersetOf({"module_file", "vendor", "not_go", "test_file"}));
}

}  // namespace
}  // namespace assay::test
