// Carries out every attack of the folders beside this file, one test each, and every
// control of it: an attack that no longer works where the defence is missing is broken,
// and says nothing about the defence.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "attack/attack.h"
#include "attack/outcome.h"
#include "attack/stage.h"

namespace assay::attack {
namespace {

namespace fs = std::filesystem;

std::string identifier(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return text;
}

void expect_none(const std::vector<std::string>& problems, const std::string& what) {
  for (const std::string& problem : problems) ADD_FAILURE() << what << ": " << problem;
}

class Attacks : public ::testing::TestWithParam<fs::path> {};

void check_graded(const Graded& graded, const Expectation& expect,
                  const std::vector<Strike>& strikes, const std::string& what) {
  expect_none(differences(graded, expect, strikes), what);
  expect_none(dangers(graded), what);
}

void check_control(Stage& stage, const Control& control) {
  const std::string what = "control (" + control.shows + ")";
  if (control.how == "again") {
    check_graded(stage.grade(control.submission), control.expect, control.strikes, what);
  } else if (control.how == "unpoliced") {
    check_graded(stage.grade_unpoliced(control.submission), control.expect, control.strikes, what);
  } else {
    const test::Ran ran = stage.go_test(control.submission, control.arguments);
    EXPECT_EQ(ran.exit_code, control.exit_code) << what << ": " << ran.out;
    for (const std::string& text : control.says)
      EXPECT_NE(ran.out.find(text), std::string::npos) << what << ": " << ran.out;
  }
}

TEST_P(Attacks, AreNotRewarded) {
  const Attack attack = read_attack(GetParam());
  Stage stage;
  check_graded(stage.grade(attack.submission), attack.expect, attack.strikes, attack.tries);
  EXPECT_EQ(stage.damage(), "");
  for (const Control& control : attack.controls) check_control(stage, control);
  EXPECT_EQ(stage.damage(), "") << "after the controls";
}

INSTANTIATE_TEST_SUITE_P(Attack, Attacks, ::testing::ValuesIn(attack_folders(ASSAY_ATTACKS)),
                         [](const auto& attack) {
                           return identifier(attack.param.parent_path().filename().string() + "_" +
                                             attack.param.filename().string());
                         });

// The attacks that other tests carry out: those tests must exist.
TEST(Pointers, NameTestsThatThereAre) {
  std::size_t count = 0;
  for (const auto& group : fs::directory_iterator(ASSAY_ATTACKS)) {
    if (!group.is_directory()) continue;
    for (const Pointer& pointer : read_pointers(group)) {
      std::ifstream stream(fs::path(ASSAY_TESTS) / pointer.file);
      const std::string source(std::istreambuf_iterator<char>(stream), {});
      const std::size_t dot = pointer.test.find('.');
      const std::string named = "(" + pointer.test.substr(0, dot) + ", " +
                                pointer.test.substr(std::min(dot, pointer.test.size() - 1) + 1) +
                                ")";
      const bool there = source.find("TEST" + named) != std::string::npos ||
                         source.find("TEST_F" + named) != std::string::npos ||
                         source.find("TEST_P" + named) != std::string::npos;
      EXPECT_TRUE(there) << pointer.group << "/" << pointer.name << " names " << pointer.file << " "
                         << pointer.test;
      ++count;
    }
  }
  EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace assay::attack
