// `assay start`, and that `assay grade` finds again what it made: by assay.json, by a
// folder's name, or because it is told.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/assay_program.h"
#include "support/git_fixture.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void solve(const fs::path& module) {
  fs::copy(exercises_folder() / "race-fix/solutions/mutex", module,
           fs::copy_options::overwrite_existing | fs::copy_options::recursive);
}

nlohmann::json grade(const std::vector<std::string>& words, int exit_code = 0) {
  std::vector<std::string> arguments = {"grade", "--json", "-"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  const Ran ran = run_assay(arguments);
  EXPECT_EQ(ran.exit_code, exit_code) << ran.err << ran.out;
  return nlohmann::json::parse(ran.out, nullptr, false);
}

class Start : public testing::Test {
 protected:
  const Scratch scratch;
  const std::string folder = (scratch / "robin").string();
};

TEST_F(Start, MakesARepositoryThatIsReadyToPush) {
  const Ran ran = run_assay({"start", "race-fix", folder});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(run_command({"git", "-C", folder, "status", "--porcelain"}).out, "");
  EXPECT_EQ(run_command({"git", "-C", folder, "rev-list", "--count", "main"}).out, "1\n");
  EXPECT_THAT(text_of(folder + "/README.md"),
              AllOf(HasSubstr("go test -race ./..."), HasSubstr("## Submitting")));
  EXPECT_THAT(text_of(folder + "/.github/workflows/test.yml"),
              AllOf(HasSubstr("go vet ./..."), HasSubstr("go test -race ./...")));
  EXPECT_TRUE(fs::exists(folder + "/hits_test.go"));
  EXPECT_FALSE(fs::exists(folder + "/contract_test.go")) << "a hidden test";
  solve(folder);
  const auto before = grade({folder});
  EXPECT_LT(before["score"], 50) << "what is not committed is not graded";
  run_command({"git", "-C", folder, "-c", "user.name=Robin", "-c", "user.email=r@example.com",
               "commit", "-qam", "Solve"});
  EXPECT_EQ(grade({folder})["score"], 100);
  EXPECT_EQ(grade({"race-fix", folder})["score"], 100);
}

TEST_F(Start, RefusesAFolderThatIsNotEmpty) {
  fs::create_directories(folder);
  std::ofstream(folder + "/precious") << "work";
  const Ran ran = run_assay({"start", "race-fix", folder});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("is not empty"));
  EXPECT_EQ(text_of(folder + "/precious"), "work");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

TEST_F(Start, SlipsAreNotFolders) {
  const Ran ran = run_assay({"start", "race-fix", "worker-pol"}, {}, scratch.path());
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_THAT(ran.err, HasSubstr("did you mean \"worker-pool\""));
  EXPECT_EQ(run_assay({"start", "no-such", folder}).exit_code, 4);
  EXPECT_EQ(run_assay({"start", "--all", "race-fix", folder}).exit_code, 2);
  EXPECT_EQ(run_assay({"start", "race-fix", "race-fix", folder}).exit_code, 2);
  EXPECT_FALSE(fs::exists(folder));
}

TEST_F(Start, SeveralExercisesAreAFolderEach) {
  ASSERT_EQ(run_assay({"start", "race-fix", "worker-pool", folder}).exit_code, 0);
  solve(folder + "/race-fix");
  run_command({"git", "-C", folder, "-c", "user.name=Robin", "-c", "user.email=r@example.com",
               "commit", "-qam", "Solve"});
  const auto result = grade({"race-fix", folder});
  EXPECT_EQ(result["score"], 100);
  EXPECT_EQ(result["submission"]["subdir"], "race-fix");
  const Ran both = run_assay({"grade", folder});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.err, HasSubstr("race-fix, worker-pool"));
}

TEST_F(Start, AllTakesEveryExerciseThereIs) {
  ASSERT_EQ(run_assay({"start", "--all", folder}).exit_code, 0);
  const auto map = read_json(folder + "/assay.json");
  EXPECT_EQ(map["exercises"].size(),
            nlohmann::json::parse(run_assay({"list", "--json"}).out).size());
  for (const auto& [id, where] : map["exercises"].items())
    EXPECT_TRUE(fs::exists(fs::path(folder) / where.get<std::string>() / "go.mod")) << id;
}

// Assessments: from the start to the total.
class Assessment : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(file) << R"({"schema_version": 1, "assessments": [
      {"id": "screen", "title": "A screen", "minutes": 60, "exercises": [
        {"exercise": "race-fix", "weight": 3}, {"exercise": "worker-pool"}]}]})";
  }
  Ran grade(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"grade",         "--assessment", "screen",
                                      "--assessments", file,           folder};
    words.insert(words.end(), more.begin(), more.end());
    return run_assay(words);
  }

  const Scratch scratch;
  const std::string file = (scratch / "sets.json").string();
  const std::string folder = (scratch / "robin").string();
};

TEST_F(Assessment, IsStartedGradedAndGatedAsOne) {
  const Ran start = run_assay({"start", "--assessment", "screen", "--assessments", file, folder});
  ASSERT_EQ(start.exit_code, 0) << start.err;
  EXPECT_THAT(text_of(folder + "/README.md"),
              AllOf(HasSubstr("A screen"), HasSubstr("60 minutes")));
  solve(folder + "/race-fix");
  fs::remove_all(folder + "/worker-pool");
  run_command({"git", "-C", folder, "-c", "user.name=Robin", "-c", "user.email=r@example.com",
               "commit", "-qam", "Solve"});
  const Ran json = grade({"--json", "-", "--fail-under", "75"});
  EXPECT_EQ(json.exit_code, 0) << json.err;
  const auto result = nlohmann::json::parse(json.out);
  EXPECT_EQ(result["total"], 75);
  EXPECT_EQ(result["exercises"][0]["score"], 100);
  EXPECT_EQ(result["exercises"][0]["result"]["submission"]["subdir"], "race-fix");
  EXPECT_EQ(result["exercises"][1]["counts"], 0);
  EXPECT_NE(result["exercises"][1]["reason"], "");
  std::vector<std::string> reports;
  for (const char* format :
       {"junit", "sarif", "github", "github-summary", "code-quality", "html"}) {
    reports.emplace_back("--report");
    reports.push_back(std::string(format) + "=" + (scratch / format).string());
  }
  EXPECT_EQ(grade(reports).exit_code, 0);
  EXPECT_THAT(text_of(scratch / "junit"), HasSubstr("race-fix"));
  EXPECT_THAT(text_of(scratch / "github-summary"), HasSubstr("75"));
  for (const char* format : {"sarif", "github", "code-quality", "html"})
    EXPECT_TRUE(fs::exists(scratch / format)) << format;
  EXPECT_EQ(grade({"--report", "gradescope=" + (scratch / "g").string()}).exit_code, 2);
  const Ran gate = grade({"--fail-under", "76"});
  EXPECT_EQ(gate.exit_code, 1);
  EXPECT_THAT(gate.out, HasSubstr("75 of 100 points in all"));
}

TEST_F(Assessment, IsListedAndMistakesAreSaid) {
  const Ran list = run_assay({"list", "--assessments", file});
  EXPECT_EQ(list.exit_code, 0) << list.err;
  EXPECT_THAT(list.out, AllOf(HasSubstr("screen"), HasSubstr("race-fix x3, worker-pool")));
  EXPECT_EQ(run_assay({"list", "--assessments"}).exit_code, 0);
  fs::create_directories(folder);
  EXPECT_EQ(run_assay({"grade", "--assessment", "none", "--assessments", file, folder}).exit_code,
            4);
  EXPECT_EQ(grade({"--subdir", "x"}).exit_code, 2);
  EXPECT_EQ(grade().exit_code, 4) << "an empty folder holds none of them";
  std::ofstream(file) << R"({"schema_version": 1, "assessments": [{"id": "screen", "title": "A",
    "minutes": 60, "exercises": [{"exercise": "no-such"}]}]})";
  EXPECT_EQ(grade().exit_code, 2);
}

// Folders, as a candidate may lay them out without assay.
class Layout : public testing::Test {
 protected:
  void put(const std::string& module) const {
    fs::create_directories(top / module);
    solve(top / module);
  }
  void map(const std::string& bytes) const { std::ofstream(top / "assay.json") << bytes; }

  const Scratch scratch;
  const fs::path top = scratch / "work";
};

TEST_F(Layout, AFolderCalledAsTheExerciseIsFound) {
  put("race-fix");
  EXPECT_EQ(grade({"race-fix", top})["score"], 100);
  EXPECT_EQ(grade({top})["score"], 100);
}

TEST_F(Layout, WhatLiesAtTheRootComesBeforeAFolder) {
  put(".");
  fs::create_directories(top / "race-fix");
  std::ofstream(top / "race-fix/old.go") << "package old\n";
  EXPECT_EQ(grade({"race-fix", top})["score"], 100);
}

TEST_F(Layout, TheMapDecidesAndTheUserAboveIt) {
  put("answers/second");
  fs::create_directories(top / "race-fix");
  std::ofstream(top / "race-fix/broken.go") << "package hits\n\nfunc (\n";
  map(R"({"schema_version":1,"exercises":{"race-fix":"answers/second"}})");
  EXPECT_EQ(grade({"race-fix", top})["score"], 100);
  EXPECT_EQ(grade({top})["score"], 100);
  EXPECT_EQ(grade({"race-fix", top, "--subdir", "race-fix"})["outcome"], "build_failed");
}

TEST_F(Layout, AMapThatMakesNoSenseIsTheCandidatesToMend) {
  put(".");
  for (const char* bytes : {"{", R"({"schema_version":1,"exercises":{"race-fix":"../../etc"}})"}) {
    map(bytes);
    const auto result = grade({"race-fix", top});
    EXPECT_EQ(result["outcome"], "rejected") << bytes;
    EXPECT_EQ(result["rejected"][0]["rule"], "assay_json") << bytes;
  }
  EXPECT_EQ(run_assay({"grade", top}).exit_code, 2);
  map(R"({"schema_version":1,"exercise":"worker-pool"})");
  const auto other = grade({"race-fix", top}, 4);
  EXPECT_EQ(other["outcome"], "no_submission");
  EXPECT_THAT(other["error"].get<std::string>(), HasSubstr("but worker-pool"));
}

TEST_F(Layout, AMapThatIsALinkIsNotFollowed) {
  put(".");
  fs::create_symlink("/etc/passwd", top / "assay.json");
  const auto result = grade({"race-fix", top});
  EXPECT_EQ(result["outcome"], "rejected");
  EXPECT_EQ(result["rejected"][0]["rule"], "symlink");
}

TEST_F(Layout, NothingThatSaysWhatItIs) {
  put("somewhere");
  const Ran ran = run_assay({"grade", top});
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_THAT(ran.err, HasSubstr("does not say which exercise it is"));
}

}  // namespace
}  // namespace assay::test
