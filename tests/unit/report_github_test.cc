// Workflow commands, read back by the runner's own rules (report_github_commands.py).
#include "report/github.h"

#include <gmock/gmock.h>

#include "golden.h"
#include "report_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Annotations, TheRunnerReadsThemAndNothingElse) {
  std::vector<std::string> documents;
  for (const Sample& sample : samples())
    for (const View view : {View::kCandidate, View::kReviewer})
      documents.push_back(to_annotations(sample.result, view));
  const int code = run_python({ASSAY_GITHUB_CHECK, "annotations"}, documents);
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

TEST(Annotations, TheCheckRefusesWhatTheRunnerWouldObey) {
  const int code = run_python(
      {ASSAY_GITHUB_CHECK, "annotations"},
      {"::set-env name=x::y\n", "hello\n", "::error::a%0A::error::b\n", "::error file=../x::a\n",
       "::error nonsense=1::a\n", std::string("::notice::x\n") + "\xe2\x80\x83::add-path::x\n"});
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 6);
}

TEST(Annotations, ReadAsTheGoldenFile) {
  expect_golden("mixed.candidate.annotations.txt", to_annotations(mixed(), View::kCandidate));
}

TEST(Annotations, ThereAreAtMostTenOfAKind) {
  GradeResult result = build_failed();
  result.diagnostics.assign(25, result.diagnostics[0]);
  for (std::uint32_t i = 0; i < 25; ++i) result.diagnostics[i].line = i + 1;
  const std::string text = to_annotations(result, View::kCandidate);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_THAT(text, HasSubstr("::16 more are in the report\n"));
}

TEST(WorkflowCommand, EscapesWhatSeparates) {
  EXPECT_EQ(workflow_command("error", {{"file", "a,b:c%.go"}, {"line", ""}, {"title", "x\ny"}},
                             "50 %\n::error::x\r\nend"),
            "::error file=a%2Cb%3Ac%25.go,title=x\\ny::50 %25%0A\\::error::x%0Aend\n");
  EXPECT_EQ(workflow_command("notice", {}, "m"), "::notice::m\n");
}

TEST(WithoutCommands, NothingInsideIsObeyedAndAfterwardsCommandsAre) {
  std::vector<std::string> documents;
  for (const char* text : {"", "::error::x", "::stop-commands::y\n::y::\n::set-env name=a::b\n",
                           "\xc2\xa0::add-path::x\n##[error]x\n"}) {
    const Result<std::string> quoted = without_commands(text);
    ASSERT_TRUE(quoted);
    documents.push_back(*quoted);
  }
  EXPECT_NE(documents[0], *without_commands(""));
  const int code = run_python({ASSAY_GITHUB_CHECK, "quiet"}, documents);
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

TEST(WithoutCommands, StandsBetweenTheTokens) {
  EXPECT_EQ(without_commands("a", "t0"), "::stop-commands::t0\na\n::t0::\n");
}

TEST(Annotations, AFaultOfOursNamesNoFile) {
  const std::string text = to_annotations(infrastructure_error(), View::kCandidate);
  EXPECT_THAT(text, StartsWith("::error title=Not graded%3A a fault on our side::"));
  EXPECT_THAT(text, Not(HasSubstr("mount")));
}

}  // namespace
}  // namespace assay::report
