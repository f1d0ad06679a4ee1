#include "report/csv.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "golden.h"
#include "report/reproducible.h"
#include "report/run_csv.h"
#include "report_run_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string cell(std::string_view text) {
  Csv csv;
  csv.text(text);
  return csv.take();
}

TEST(Csv, PythonReadsAndWritesTheSameBytes) {
  std::vector<std::string> documents;
  for (const assay::Run& run : {six_candidates(), two_exercises(), hostile_run(), assay::Run{}})
    for (const View view : {View::kCandidate, View::kReviewer})
      for (const assay::Run& each : {run, reproducible(run)}) {
        documents.push_back(run_to_csv(each, view));
        documents.push_back(run_to_long_csv(each, view));
      }
  const int code = run_python({ASSAY_CSV_CHECK}, documents);
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

TEST(Csv, TheCheckRefusesFormulasAndRaggedRows) {
  const int code = run_python({ASSAY_CSV_CHECK}, {"a,b\r\n=1,2\r\n", "a,b\r\n1\r\n",
                                                  "a,A\r\n1,2\r\n", "a\n1\n", "a\r\n -1x\r\n"});
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 5);
}

TEST(Csv, ReadsAsTheGoldenFiles) {
  expect_golden("run.reviewer.csv", run_to_csv(six_candidates()));
  expect_golden("run.candidate.csv", run_to_csv(six_candidates(), View::kCandidate));
  expect_golden("run_long.reviewer.csv", run_to_long_csv(six_candidates()));
  expect_golden("run_hostile.reviewer.csv", run_to_csv(hostile_run()));
}

TEST(Csv, FormulasBecomeTextAndNegativeNumbersStayNumbers) {
  EXPECT_EQ(cell("=1+1"), "'=1+1");
  EXPECT_EQ(cell("+49 30"), "'+49 30");
  EXPECT_EQ(cell("@SUM(1)"), "'@SUM(1)");
  EXPECT_EQ(cell("-1+1"), "'-1+1");
  EXPECT_EQ(cell("-"), "'-");
  EXPECT_EQ(cell("-1"), "-1");
  EXPECT_EQ(cell("-12.5"), "-12.5");
  EXPECT_EQ(cell("-1."), "'-1.");
  EXPECT_EQ(cell("\t=1"), "'\t=1");
  EXPECT_EQ(cell("\r=1"), "'\\x0d=1");
  EXPECT_EQ(cell(std::string("\0=1", 3)), "'\\x00=1");
  EXPECT_EQ(cell("\n=1"), "\"'\n=1\"");
  EXPECT_EQ(cell("  =1"), "'  =1");
  EXPECT_EQ(cell("\xef\xbc\x9d"
                 "1"),
            "'\xef\xbc\x9d"
            "1");
  EXPECT_EQ(cell("a=1"), "a=1");
}

TEST(Csv, QuotesWhatHoldsCommasQuotesAndLines) {
  EXPECT_EQ(cell("a,b"), "\"a,b\"");
  EXPECT_EQ(cell("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(cell("a\nb"), "\"a\nb\"");
  EXPECT_EQ(cell("a b"), "a b");
  Csv csv;
  csv.text("a").number(std::int64_t{-3}).number(std::nullopt).time(0).time(INT64_MIN).end_row();
  EXPECT_EQ(csv.take(), "a,-3,,,\r\n");
}

TEST(Csv, ColumnsOfOneNameAreToldApart) {
  EXPECT_THAT(distinct_columns({"Notes", "email", "notes", "", "Score", "score_2"}, {"score"}),
              ElementsAre("Notes", "email", "notes_2", "column", "Score_2", "score_2_2"));
}

TEST(RunCsv, CarriesTheRostersColumnsForReviewersOnly) {
  EXPECT_THAT(run_to_csv(six_candidates()), HasSubstr(",Email,team\r\n"));
  EXPECT_THAT(run_to_csv(six_candidates()), HasSubstr(",ada@example.org,core\r\n"));
  const std::string candidate = run_to_csv(six_candidates(), View::kCandidate);
  EXPECT_THAT(candidate, Not(HasSubstr("Email")));
  EXPECT_THAT(candidate, Not(HasSubstr("the lead")));
  EXPECT_THAT(run_to_csv(hostile_run()), HasSubstr(",candidate_2,"));
}

// Each of n equals that names all the others makes a table that grows with the square of n.
TEST(RunCsv, NamesThirtyEqualsAndCountsTheOthers) {
  assay::Run run = six_candidates();
  SubmissionRecord one = run.submissions[0];
  run.submissions = {};
  const auto add = [&] {
    one.entry.candidate = "equal " + std::to_string(run.submissions.size());
    run.submissions.push_back(one);
  };
  while (run.submissions.size() < 31) add();
  EXPECT_THAT(run_to_csv(run), HasSubstr("; equal 29; equal 30,"));
  EXPECT_THAT(run_to_csv(run), Not(HasSubstr("more,")));
  while (run.submissions.size() < 42) add();
  EXPECT_THAT(run_to_csv(run), HasSubstr(",equal 0; equal 1; equal 2; "));
  EXPECT_THAT(run_to_csv(run), HasSubstr("; equal 28; equal 29; and 11 more,"));
}

TEST(RunCsv, HasARowForEachSubmissionAndTheLongFormOneForEachCriterion) {
  const auto lines = [](const std::string& text) { return split(text, '\n').size() - 1; };
  EXPECT_EQ(lines(run_to_csv(six_candidates())), 1U + 6);
  EXPECT_EQ(lines(run_to_long_csv(six_candidates())), 1U + 3 * 6 + 3);
  EXPECT_THAT(run_to_csv(assay::Run{}, {}), StartsWith("candidate,exercise,rank,total,status,"));
}

}  // namespace
}  // namespace assay::report
