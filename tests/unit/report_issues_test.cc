#include "report/issues.h"

#include <gmock/gmock.h>

#include <set>

#include "report/view.h"
#include "report_run_samples.h"
#include "report_samples.h"

namespace assay::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> rules(const GradeResult& result) {
  std::vector<std::string> all;
  for (const Issue& issue : issues_of(result)) all.push_back(issue.rule);
  return all;
}

const Issue& issue_of(const std::vector<Issue>& all, const std::string& rule) {
  for (const Issue& issue : all)
    if (issue.rule == rule) return issue;
  ADD_FAILURE() << "no issue of " << rule;
  return all.front();
}

TEST(Issues, OneBugIsOneIssueTheWorstFirst) {
  EXPECT_THAT(rules(mixed()), ElementsAre("race", "panic", "deadlock", "vet/copylocks",
                                          "advice/discouraged_call", "skipped"));
  EXPECT_THAT(rules(all_passed()), ElementsAre("advice/format"));
  EXPECT_THAT(rules(rejected()),
              ElementsAre("policy/forbidden_import", "policy/directive", "policy/symlink"));
  EXPECT_THAT(rules(infrastructure_error()), IsEmpty());
  EXPECT_THAT(rules(no_submission()), SizeIs(1));
}

TEST(Issues, ARaceNamesBothStacks) {
  const std::vector<Issue> all = issues_of(mixed());
  const Issue& race = issue_of(all, "race");
  EXPECT_EQ(race.at.file, "limiter.go");
  EXPECT_EQ(race.at.line, 42U);
  EXPECT_EQ(race.at.message, "Write in (*Limiter).Allow");
  ASSERT_THAT(race.further, SizeIs(2));
  EXPECT_EQ(race.further[0].file, "bucket.go");
  EXPECT_EQ(race.further[0].message, "Previous read in (*bucket).left");
  EXPECT_THAT(race.message, HasSubstr("What makes looking and taking one step?"));
}

TEST(Issues, ACriterionWithoutAPlaceIsOneOfTheWhole) {
  GradeResult result = mixed();
  result.races.clear();
  const std::vector<Issue> all = issues_of(result);
  const Issue& lost = issue_of(all, "race");
  EXPECT_EQ(lost.at.file, "");
  EXPECT_THAT(lost.message, HasSubstr("race in 3 of 6 runs"));
}

TEST(Issues, FingerprintsDifferAndOutliveMovedLines) {
  for (const Sample& sample : samples()) {
    std::set<std::string> prints;
    for (const Issue& issue : issues_of(sample.result)) {
      EXPECT_EQ(issue.fingerprint.size(), 64U);
      EXPECT_TRUE(prints.insert(issue.fingerprint).second) << sample.name;
    }
  }
  GradeResult moved = mixed();
  for (RaceReport& race : moved.races)
    for (Stack& stack : race.stacks)
      for (Frame& frame : stack.frames) frame.line += 5;
  EXPECT_EQ(issue_of(issues_of(mixed()), "race").fingerprint,
            issue_of(issues_of(moved), "race").fingerprint);
  moved.races[0].stacks[0].frames[0].source = "l.other++";
  moved.races.resize(1);
  EXPECT_NE(issue_of(issues_of(mixed()), "race").fingerprint,
            issue_of(issues_of(moved), "race").fingerprint);
}

TEST(Issues, EqualOnesOnSeveralLinesAreToldApart) {
  GradeResult result = build_failed();
  result.diagnostics = {result.diagnostics[0], result.diagnostics[0]};
  result.diagnostics[1].line = 77;
  const std::vector<Issue> all = issues_of(result);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_NE(all[0].fingerprint, all[1].fingerprint);
}

TEST(Issues, NoPlaceLeavesTheModule) {
  for (const char* file : {"/etc/passwd", "../x.go", "a/../../x.go", "a//b.go", "./x.go", "a\\b.go",
                           "x\n::error::y.go", "x\x1b.go"}) {
    GradeResult result = build_failed();
    result.diagnostics.resize(1);
    result.diagnostics[0].file = file;
    const std::vector<Issue> all = issues_of(result);
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_EQ(all[0].at.file, "") << file;
  }
}

TEST(Rules, EveryVerdictAndFamilyHasHelpOfItsOwn) {
  std::set<std::string> names;
  for (int i = 1; i <= static_cast<int>(Verdict::kSkipped); ++i) {
    const RuleHelp help = help_for(std::string(name(static_cast<Verdict>(i))));
    EXPECT_NE(help.help, help_for("unheard_of").help) << help.name;
    EXPECT_TRUE(names.insert(help.name).second) << help.name;
  }
  EXPECT_EQ(help_for("vet/copylocks").name, "go vet: copylocks");
  EXPECT_EQ(help_for("unheard_of").name, "unheard_of");
}

}  // namespace
}  // namespace assay::report
