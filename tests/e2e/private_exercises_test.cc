// A company's own folder of exercises: outside of assay's, without a kit of its own,
// with everything that assay's own exercises can do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/assay_program.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class PrivateExercises : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run_assay({"new", "house-tally", team}).exit_code, 0);
    std::ofstream(fs::path(team) / "assessments.json") << R"({"schema_version": 1, "assessments": [
      {"id": "house", "title": "House", "minutes": 30, "exercises": [{"exercise": "house-tally"}]}]})";
  }

  const Scratch scratch;
  const std::string team = (scratch / "team").string();
  const std::string candidate = (scratch / "robin").string();
};

TEST_F(PrivateExercises, AreListedStartedGradedAndVerified) {
  ASSERT_FALSE(fs::exists(fs::path(team) / "testkit"));
  EXPECT_THAT(run_assay({"--exercises", team, "list"}).out, HasSubstr("house-tally"));
  const std::map<std::string, std::string> environment = {
      {"ASSAY_EXERCISES", (scratch / "").string() + ":" + team}};
  EXPECT_THAT(run_assay({"list"}, environment).out, HasSubstr("house-tally"));
  EXPECT_THAT(run_assay({"list", "--assessments"}, environment).out, HasSubstr("House"));
  ASSERT_EQ(run_assay({"start", "house-tally", candidate}, environment).exit_code, 0);
  const Ran graded = run_assay({"grade", candidate, "--json", "-"}, environment);
  EXPECT_EQ(graded.exit_code, 0) << graded.err;
  EXPECT_EQ(nlohmann::json::parse(graded.out)["score"], 0);
  const Ran verified = run_assay({"verify", "house-tally", "--json", "--fresh"}, environment);
  EXPECT_EQ(verified.exit_code, 0) << verified.err << verified.out;
  EXPECT_EQ(nlohmann::json::parse(verified.out)["solutions"].size(), 3U);
}

TEST_F(PrivateExercises, AMutantThatLivesFailsTheGate) {
  const fs::path exercise = fs::path(team) / "house-tally";
  std::ofstream(exercise / "mutants/no-lock/tally.go", std::ios::trunc)
      << std::ifstream(exercise / "solutions/mutex/tally.go").rdbuf() << "\n// right\n";
  const Ran ran = run_assay(
      {"--exercises", team, "verify", "house-tally", "--junit", (scratch / "report.xml").string()});
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("no-lock"));
  EXPECT_TRUE(fs::exists(scratch / "report.xml"));
}

TEST_F(PrivateExercises, ComeBeforeAssaysOwnOfTheSameName) {
  ASSERT_EQ(run_assay({"new", "worker-pool", team}).exit_code, 0);
  EXPECT_THAT(run_assay({"--exercises", team, "show", "worker-pool"}).out,
              HasSubstr("A tally that many may add to"));
}

TEST_F(PrivateExercises, ANewOneTakesNoNameThatIsTakenOrNone) {
  EXPECT_EQ(run_assay({"new", "house-tally", team}).exit_code, 2);
  for (const char* name : {"House", "a b", "../x", "a--b", "-a", "", "func"})
    EXPECT_EQ(run_assay({"new", name, team}).exit_code, 2) << name;
  EXPECT_EQ(run_assay({"new", "3-sum", team}).exit_code, 0);
  EXPECT_EQ(run_assay({"show", team + "/3-sum"}).exit_code, 0);
}

}  // namespace
}  // namespace assay::test
