// `assay verify` and its memory: what is reused, what is not, and that neither a
// memory that lies nor one that cannot be written to changes what is found.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/assay_program.h"
#include "support/git_fixture.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A cache of the test's own whose prepared build cache is the machine's.
class Verify : public testing::Test {
 protected:
  void SetUp() override {
    const Ran prepared = run_assay({"--quiet", "prepare"});
    ASSERT_EQ(prepared.exit_code, 0) << prepared.err;
    const fs::path folder = prepared.out.substr(0, prepared.out.find('\n'));
    fs::create_directories(cache());
    fs::create_directory_symlink(folder, cache() / folder.filename());
    fs::create_directories(exercise().parent_path());
    fs::copy(exercises_folder() / "race-fix", exercise(), fs::copy_options::recursive);
  }

  [[nodiscard]] fs::path cache() const { return scratch / "cache"; }
  [[nodiscard]] fs::path memory() const { return cache() / "verify"; }
  [[nodiscard]] fs::path exercise() const { return scratch / "own/race-fix"; }

  // Its own words, so that it is not taken for the reference's copy.
  void make_the_mutant_right() const {
    const fs::path mutant = exercise() / "mutants/no-lock/hits.go";
    fs::copy(exercise() / "solutions/mutex/hits.go", mutant, fs::copy_options::overwrite_existing);
    std::ofstream(mutant, std::ios::app) << "\n// right, really\n";
  }

  // `assay verify --json` of one reference and one mutant.
  nlohmann::json verify(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"verify", exercise(), "--json", "--only",
                                          "mutex",  "--only",   "no-lock"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ran = run_assay(arguments, {{"ASSAY_CACHE", cache()}});
    return nlohmann::json::parse(ran.out, nullptr, false);
  }

  const Scratch scratch;
  Ran ran;
};

TEST_F(Verify, ReusesWhatHasNotChanged) {
  EXPECT_EQ(verify()["reused"], 0);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto again = verify();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(again["reused"], 2);
  EXPECT_EQ(again["ok"], true);
  EXPECT_EQ(again["solutions"][0]["got"], "100");
  EXPECT_EQ(verify({"--fresh"})["reused"], 0);
  EXPECT_EQ(verify({"--repeat", "2"})["reused"], 0);
  EXPECT_EQ(verify({"--load", "1"})["reused"], 0);

  std::ofstream(exercise() / "mutants/no-lock/hits.go", std::ios::app) << "\n// another\n";
  EXPECT_EQ(verify()["reused"], 1) << "a mutant has changed";
  std::ofstream(exercise() / "hidden/contract_test.go", std::ios::app) << "\n// another\n";
  EXPECT_EQ(verify()["reused"], 0) << "the hidden tests have changed";
}

// One build of each, and every pass is judged: a mutant that dies in the first one does so in all.
TEST_F(Verify, EachPassOfARepeatIsJudged) {
  const auto many = verify({"--repeat", "4"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  for (const auto& solution : many["solutions"]) {
    EXPECT_EQ(solution["runs"], 4) << solution;
    EXPECT_EQ(solution["as_expected"], 4) << solution;
  }
}

// What is not as expected is counted a pass, and said once.
TEST_F(Verify, PassesThatDifferAreCounted) {
  make_the_mutant_right();
  const auto many = verify({"--repeat", "4"});
  EXPECT_EQ(ran.exit_code, 1);
  const auto& mutant = many["solutions"][1];
  EXPECT_EQ(mutant["runs"], 4);
  EXPECT_EQ(mutant["as_expected"], 0);
  EXPECT_FALSE(mutant["mismatches"].empty());
  EXPECT_LE(mutant["mismatches"].size(), 2) << "each sentence once: " << mutant;
  EXPECT_EQ(many["solutions"][0]["as_expected"], 4);
}

TEST_F(Verify, SaysInTheTableWhatWasReused) {
  verify();
  const Ran table =
      run_assay({"verify", exercise(), "--only", "mutex"}, {{"ASSAY_CACHE", cache()}});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("1 solution of 1 exercise: as expected; 1 reused"));
}

TEST_F(Verify, NeverRemembersWhatDiffers) {
  make_the_mutant_right();
  verify();
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(verify()["reused"], 1);
  EXPECT_EQ(ran.exit_code, 1) << "a gate that failed fails again";
}

TEST_F(Verify, AMemoryThatLiesIsIgnored) {
  verify();
  for (const auto& entry : fs::directory_iterator(memory()))
    std::ofstream(entry.path(), std::ios::trunc)
        << R"({"schema_version":1,"got":"100","duration_ms":1,"seal":"0"})";
  EXPECT_EQ(verify()["reused"], 0);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(verify()["reused"], 2) << "what was broken has been written again";
}

TEST_F(Verify, AMemoryThatCannotBeWrittenIsSaidOnce) {
  std::ofstream(memory()) << "a file where the folder should be";
  const auto result = verify();
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(result["ok"], true);
  const std::string said = "verdicts cannot be kept for the next time";
  const std::size_t first = ran.err.find(said);
  ASSERT_NE(first, std::string::npos) << ran.err;
  EXPECT_EQ(ran.err.find(said, first + 1), std::string::npos) << ran.err;
}

TEST_F(Verify, AnAnalyzerThatGoVetDoesNotHaveIsTheAuthorsMistake) {
  std::ifstream in(exercise() / "exercise.json");
  std::string manifest((std::istreambuf_iterator<char>(in)), {});
  const std::size_t at = manifest.find("\"copylocks\"");
  ASSERT_NE(at, std::string::npos);
  manifest.replace(at, 11, "\"copylox\"");
  std::ofstream(exercise() / "exercise.json") << manifest;
  const auto result = verify();
  EXPECT_NE(ran.exit_code, 0);
  EXPECT_THAT(result["solutions"][0]["error"].get<std::string>(),
              HasSubstr("has no analyzer \"copylox\""));
}

// A repository of two exercises; the first is the smaller one.
class ChangedSince : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(top / "private");
    for (const char* id : {"race-fix", "ctx-poller"})
      fs::copy(exercises_folder() / id, top / "private" / id, fs::copy_options::recursive);
    repo.write("README.md", "exercises\n");
    repo.commit("first");
  }

  // What `verify --changed-since` looks at: the reference of the smaller one and no other's.
  nlohmann::json verify(const std::string& rev, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"verify",  "--exercises",     top / "private",
                                          "--json",  "--only",          "mutex",
                                          "--quiet", "--changed-since", rev};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ran = run_assay(arguments);
    return nlohmann::json::parse(ran.out, nullptr, false);
  }

  const Scratch scratch;
  const fs::path top = scratch / "repo";
  const GitFixture repo{top};
  Ran ran;
};

TEST_F(ChangedSince, NothingTouchedIsNothingToDo) {
  const auto result = verify("HEAD");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(result["ok"], true);
  EXPECT_EQ(result["solutions"].size(), 0);
  repo.write("README.md", "something else\n");
  repo.commit("second");
  EXPECT_EQ(verify("HEAD~1")["solutions"].size(), 0) << "no exercise is in it";
  const Ran said = run_assay({"verify", "--exercises", top / "private", "--changed-since", "main"});
  EXPECT_THAT(said.err, HasSubstr("no exercise has changed since main"));
}

TEST_F(ChangedSince, OnlyTheExerciseThatAChangeTouches) {
  repo.write("private/race-fix/solutions/mutex/more.go", "package hits\n");
  const auto result = verify("HEAD");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  ASSERT_EQ(result["solutions"].size(), 1) << "of assay's own, none is in the repository";
  EXPECT_EQ(result["solutions"][0]["exercise"], "race-fix");
  EXPECT_EQ(verify("HEAD", {"ctx-poller"})["solutions"].size(), 0);
  EXPECT_EQ(verify("HEAD", {top / "private/race-fix"})["solutions"].size(), 1);
}

TEST_F(ChangedSince, WhatAllShareTouchesAll) {
  repo.write("private/assessments.json", "{}\n");
  const auto result = verify("HEAD", {"race-fix"});
  EXPECT_EQ(result["solutions"].size(), 1) << ran.err;
  repo.commit("second");
  EXPECT_EQ(verify("HEAD")["solutions"].size(), 0);
  repo.write("private/testkit/extra.go", "package testkit\n");
  EXPECT_EQ(verify("HEAD", {"race-fix"})["solutions"].size(), 1) << ran.err;
}

TEST_F(ChangedSince, MistakesAreSaid) {
  verify("mian");
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("'mian'"), HasSubstr("did you mean 'main'?")));
  fs::rename(top / ".git", scratch / "elsewhere");
  verify("main");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("is in no Git repository"));
}

// Not a build failure: what vet says about a submission is for criteria to ask.
TEST(Vet, DoesNotKeepASubmissionFromBeingBuilt) {
  const Scratch scratch;
  fs::copy(exercises_folder() / "worker-pool/solutions", scratch / "s",
           fs::copy_options::recursive);
  const fs::path solution = fs::directory_iterator(scratch / "s")->path();
  std::ofstream(solution / "extra.go")
      << "package "
      << "workerpool\n\nimport \"fmt\"\n\n"
      << "func describe() string { return fmt.Sprintf(\"%d\", \"three\") }\n\nvar _ = describe\n";
  const Ran ran = run_assay({"grade", "worker-pool", solution, "--json", "-"});
  const auto result = nlohmann::json::parse(ran.out, nullptr, false);
  EXPECT_EQ(result["outcome"], "graded") << ran.out;
}

}  // namespace
}  // namespace assay::test
