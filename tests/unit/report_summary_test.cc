// The job summary, read by an HTML parser that knows what GitHub makes links of
// (report_check_summary.py).
#include <gmock/gmock.h>

#include "golden.h"
#include "report/job_summary.h"
#include "report_run_samples.h"
#include "report_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(JobSummary, NoByteOfACandidateIsMarkup) {
  std::vector<std::string> documents;
  for (const View view : {View::kCandidate, View::kReviewer}) {
    SummaryOptions options;
    options.view = view;
    for (const Sample& sample : samples())
      documents.push_back(to_job_summary(sample.result, options));
    for (const assay::Run& run : {six_candidates(), two_exercises(), hostile_run(), assay::Run{}})
      documents.push_back(to_job_summary(run, options));
  }
  const int code = run_python({ASSAY_SUMMARY_CHECK}, documents);
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

TEST(JobSummary, TheCheckRefusesMarkup) {
  const int code =
      run_python({ASSAY_SUMMARY_CHECK},
                 {"<p><img src=\"x\"></p>\n", "<p>@octocat</p>\n", "<p>a\n\n**b**</p>\n",
                  "<p>&#64;x</p>\n", "text\n", "<p>`x`</p>\n", "<p>x</p>\n\n# y\n",
                  "<p><code>a<b></code></b></p>\n", "<p>http&#58;//x</p>\n"});
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 9);
}

TEST(JobSummary, ReadsAsTheGoldenFiles) {
  expect_golden("mixed.candidate.summary.md", to_job_summary(mixed(), SummaryOptions{}));
  expect_golden("run.candidate.summary.md", to_job_summary(six_candidates(), SummaryOptions{}));
}

TEST(JobSummary, EveryCharacterThatMeansSomethingIsAReference) {
  EXPECT_EQ(quoted_html("<a>|`@x`\n"), "<code>&#60;a&#62;&#124;&#96;&#64;x&#96;&#92;n</code>");
  EXPECT_EQ(quoted_html(""), "");
  EXPECT_EQ(quoted_html("é 1"), "<code>é 1</code>");
}

TEST(JobSummary, WhatDoesNotFitIsCounted) {
  assay::Run run = hostile_run();
  for (int i = 0; i < 3'000; ++i) {
    SubmissionRecord record = run.submissions[static_cast<std::size_t>(i % 6)];
    record.entry.candidate += "#" + std::to_string(i);
    run.submissions.push_back(record);
  }
  const std::string text = to_job_summary(run, SummaryOptions{});
  EXPECT_LE(text.size(), 1U << 20);
  EXPECT_THAT(text, HasSubstr("Left out for want of room: "));
  const int code = run_python({ASSAY_SUMMARY_CHECK}, {text});
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

TEST(JobSummary, ACandidateReadsNoOutput) {
  SummaryOptions reviewer;
  reviewer.view = View::kReviewer;
  for (const Sample& sample : samples())
    EXPECT_THAT(to_job_summary(sample.result, SummaryOptions{}), Not(HasSubstr("secret of the")));
  EXPECT_THAT(to_job_summary(build_failed(), reviewer), HasSubstr("secret of the"));
}

}  // namespace
}  // namespace assay::report
