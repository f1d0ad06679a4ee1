#include "report/formats.h"

#include <gmock/gmock.h>

#include <set>

#include "golden.h"
#include "report/file_names.h"
#include "report_run_samples.h"
#include "report_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST(Formats, HaveDifferentNamesAndDoWhatTheTableSays) {
  std::set<std::string_view> names;
  for (const Format& format : formats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_EQ(find_format(format.name), &format);
    EXPECT_EQ(format.write_run != nullptr, format.of_run != OfRun::kNothing) << format.name;
    EXPECT_EQ(format.write_submission != nullptr, format.of_submission) << format.name;
    EXPECT_TRUE(format.of_submission || format.of_run != OfRun::kNothing);
    EXPECT_THAT(format.content_type, HasSubstr("/"));
  }
}

TEST(Formats, EveryOneReportsARunOrSaysThatItDoesNot) {
  const assay::Run run = hostile_run();
  for (const Format& format : formats()) {
    const auto documents = write_report(run, format.name, {});
    EXPECT_EQ(documents.has_value(), format.of_run != OfRun::kNothing) << format.name;
    if (!documents) continue;
    const bool each = format.of_run == OfRun::kOneForEachSubmission;
    EXPECT_THAT(*documents, SizeIs(each ? 6 : 1)) << format.name;
    std::set<std::string> files;
    for (const Document& document : *documents) {
      EXPECT_EQ(file_stem(document.name.substr(0, 80)), document.name.substr(0, 80));
      EXPECT_TRUE(document.name.ends_with("." + std::string(format.extension))) << document.name;
      EXPECT_TRUE(files.insert(document.name).second) << document.name;
      EXPECT_FALSE(document.bytes.empty());
    }
  }
}

TEST(Formats, EqualInputGivesEqualBytes) {
  for (const Format& format : formats())
    for (const assay::Run& run : {six_candidates(), two_exercises(), hostile_run()}) {
      if (format.write_run == nullptr) continue;
      const auto one = write_report(run, format.name, {});
      const auto other = write_report(assay::Run(run), format.name, {});
      ASSERT_TRUE(one && other);
      for (std::size_t i = 0; i < one->size(); ++i) {
        EXPECT_EQ((*one)[i].name, (*other)[i].name);
        EXPECT_EQ((*one)[i].bytes, (*other)[i].bytes) << format.name;
      }
    }
}

TEST(Formats, NoCandidatesViewHoldsHiddenTests) {
  ReportOptions options;
  options.view = View::kCandidate;
  const std::vector<std::string> secrets = {
      "1003 grants",          "the secret of the hidden tests", "mount /proc",
      "What makes `looking`", "unsafe was in an example",       "the lead",
      "contract_test.go"};
  const auto expect_none = [&](const Document& document, const Format& format) {
    for (const std::string& secret : secrets)
      EXPECT_THAT(document.bytes, Not(HasSubstr(secret))) << format.name;
  };
  for (const Format& format : formats()) {
    if (format.write_run != nullptr) {
      const auto documents = write_report(six_candidates(), format.name, options);
      ASSERT_TRUE(documents);
      for (const Document& document : *documents) expect_none(document, format);
    }
    for (const SubmissionRecord& record : six_candidates().submissions) {
      if (!format.of_submission) continue;
      const auto document = write_report(record, format.name, options);
      ASSERT_TRUE(document);
      expect_none(*document, format);
    }
  }
}

TEST(Formats, PlatformsOfCandidatesGetTheCandidatesView) {
  const SubmissionRecord record = six_candidates().submissions[1];
  const auto hidden = write_report(record, "gradescope", {});
  ASSERT_TRUE(hidden);
  EXPECT_THAT(hidden->bytes, Not(HasSubstr("1003 grants")));
  EXPECT_THAT(write_report(record, "json", {})->bytes, HasSubstr("1003 grants"));
}

TEST(Formats, ASingleResultIsNamedAfterItsFormat) {
  EXPECT_EQ(write_report(mixed(), "json", {})->name, "result.json");
  EXPECT_EQ(write_report(mixed(), "sarif", {})->name, "report.sarif");
  EXPECT_THAT(write_report(mixed(), "github", {})->bytes, HasSubstr("::error file=limiter.go"));
}

TEST(Formats, UnknownOnesNameTheNearest) {
  const auto unknown = write_report(assay::Run{}, "jnuit", {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(unknown.error().hint, "did you mean junit?");
  const auto single = write_report(assay::Run{}, "github", {});
  ASSERT_FALSE(single);
  EXPECT_THAT(single.error().message, HasSubstr("a run cannot be reported"));
  EXPECT_THAT(write_report(mixed(), "csv", {}).error().hint, HasSubstr("one of text, json"));
}

TEST(Formats, ASubmissionWithoutAResultIsNotFound) {
  const auto none = write_report(two_exercises().submissions[7], "json", {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::kNotFound);
}

TEST(JunitOfARun, ReadsAsTheGoldenFileAndAddsUp) {
  const auto documents = write_report(six_candidates(), "junit", {});
  ASSERT_TRUE(documents);
  expect_golden("run.reviewer.junit.xml", documents->front().bytes);
}

TEST(JunitOfARun, IsSplitIntoCompleteDocumentsWhereItGrowsTooLarge) {
  ReportOptions options;
  options.most_junit_bytes = 6'000;
  std::vector<std::string> all;
  for (const assay::Run& run : {six_candidates(), hostile_run(), assay::Run{}}) {
    const auto documents = write_report(run, "junit", options);
    ASSERT_TRUE(documents);
    for (const Document& document : *documents) all.push_back(document.bytes);
  }
  const auto documents = write_report(six_candidates(), "junit", options);
  ASSERT_GT(documents->size(), 1U);
  EXPECT_EQ(documents->front().name, "junit-1.xml");
  const int code = run_python({ASSAY_JUNIT_CHECK}, all);
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace assay::report
