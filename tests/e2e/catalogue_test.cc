// `assay list` and `assay show`: what they find, and that a README of a stranger
// stays text.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/assay_program.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

nlohmann::json list(std::vector<std::string> options) {
  options.insert(options.begin(), {"list", "--json"});
  const Ran ran = run_assay(options);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  return nlohmann::json::parse(ran.out);
}

std::vector<std::string> ids(const nlohmann::json& exercises) {
  std::vector<std::string> found;
  for (const auto& exercise : exercises) found.push_back(exercise["id"]);
  return found;
}

TEST(List, ShowsWhatAnExerciseIsAbout) {
  const Ran ran = run_assay({"list"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("rate-limiter"), HasSubstr("Rate limiting"),
                             HasSubstr("fairness"), HasSubstr("minutes")));
}

TEST(List, FiltersByEveryOption) {
  const auto all = list({});
  EXPECT_THAT(ids(all), IsSupersetOf({"race-fix", "rate-limiter", "worker-pool"}));
  EXPECT_THAT(ids(list({"--concept", "BACKpressure"})), testing::Contains("worker-pool"));
  EXPECT_THAT(ids(list({"--concept", "backpressure"})), Not(testing::Contains("rate-limiter")));
  EXPECT_THAT(ids(list({"--concept", "mutex", "--concept", "fairness"})),
              Not(testing::Contains("race-fix")));
  EXPECT_THAT(ids(list({"--scenario", "rate limiting"})), testing::Contains("rate-limiter"));
  EXPECT_THAT(ids(list({"--scenario", "rate limiting"})), Not(testing::Contains("worker-pool")));
  for (const auto& exercise : list({"--difficulty", "2"})) EXPECT_EQ(exercise["difficulty"], 2);
  for (const auto& exercise : list({"--difficulty", "3-5"})) EXPECT_GE(exercise["difficulty"], 3);
  for (const auto& exercise : list({"--max-minutes", "40"})) EXPECT_LE(exercise["minutes"], 40);
  EXPECT_LT(list({"--max-minutes", "40"}).size(), all.size());
}

TEST(List, RefusesWhatIsNoDifficultyAndSaysWhenNothingFits) {
  for (const char* wrong : {"0", "6", "4-2", "1-", "a", "1-5-", ""})
    EXPECT_EQ(run_assay({"list", "--difficulty", wrong}).exit_code, 2) << wrong;
  EXPECT_EQ(run_assay({"list", "--concept", "no such concept"}).exit_code, 4);
}

TEST(Show, RendersTheTask) {
  const Ran ran = run_assay({"show", "worker-pool"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("difficulty 3 of 5"), HasSubstr("\nWhat to write\n"),
                             HasSubstr("\n    func New[J any]"), Not(HasSubstr("```")),
                             Not(HasSubstr("\x1b"))));
  EXPECT_THAT(run_assay({"--color", "always", "show", "worker-pool"}).out, HasSubstr("\x1b["));
}

TEST(Show, AReadmeOfAStrangerIsText) {
  const Scratch scratch;
  fs::copy(exercises_folder() / "race-fix", scratch / "race-fix", fs::copy_options::recursive);
  std::ofstream(scratch / "race-fix/README.md", std::ios::binary)
      << "# Title \x1b]0;owned\x07\n\n\x1b[2J::error::x \xff\n";
  const Ran ran = run_assay({"show", scratch / "race-fix"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out,
              AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07")), HasSubstr("\\x1b[2J")));
}

}  // namespace
}  // namespace assay::test
