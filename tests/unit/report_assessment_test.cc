#include "report/assessment_report.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

AssessmentResult made_of(std::vector<GradeResult> results, std::vector<std::uint32_t> weights) {
  AssessmentResult made;
  made.assessment = {"core", "The core", 90, {}};
  for (std::size_t i = 0; i < results.size(); ++i)
    made.assessment.parts.push_back({"exercise-" + std::to_string(i), weights[i]});
  made.results = std::move(results);
  return made;
}

GradeResult scored(std::uint32_t score) {
  GradeResult result = all_passed();
  result.score = score;
  return result;
}

TEST(Assessment, TheTotalIsTheWeightedMeanRoundedDown) {
  EXPECT_EQ(total_of(made_of({scored(100), scored(100)}, {1, 7})), 100U);
  EXPECT_EQ(total_of(made_of({scored(100), scored(99)}, {1, 1})), 99U);
  EXPECT_EQ(total_of(made_of({scored(40), scored(100)}, {1, 3})), 85U);
  EXPECT_EQ(total_of(made_of({}, {})), std::nullopt);
}

TEST(Assessment, WhatIsMissingOrBrokenCountsNothing) {
  for (const GradeResult& lost : {no_submission(), rejected(), build_failed()}) {
    const AssessmentResult result = made_of({scored(100), lost}, {3, 1});
    EXPECT_EQ(total_of(result), 75U);
    const auto document = nlohmann::json::parse(assessment_to_json(result, View::kReviewer));
    EXPECT_EQ(document["exercises"][1]["counts"], 0);
    EXPECT_TRUE(document["exercises"][1]["score"].is_null());
    EXPECT_NE(document["exercises"][1]["reason"], "");
    EXPECT_EQ(document["exercises"][0]["reason"], "");
  }
}

TEST(Assessment, AFailureOfOursIsNoScore) {
  const AssessmentResult result = made_of({scored(100), infrastructure_error()}, {1, 1});
  EXPECT_EQ(total_of(result), std::nullopt);
  EXPECT_THAT(assessment_to_text(result, {}), HasSubstr("No total"));
  EXPECT_TRUE(
      nlohmann::json::parse(assessment_to_json(result, View::kReviewer))["total"].is_null());
}

TEST(Assessment, TheTextHasEveryReportAndTheTotal) {
  const std::string text = assessment_to_text(made_of({scored(100), no_submission()}, {2, 1}), {});
  EXPECT_THAT(text, AllOf(HasSubstr("exercise-0"), HasSubstr("exercise-1"), HasSubstr("The core"),
                          HasSubstr("66 of 100 points in all")));
}

TEST(Assessment, NothingHostileReachesTheTerminal) {
  AssessmentResult result = made_of({hostile(), hostile()}, {1, 1});
  result.assessment.title = "\x1b[2J::error::";
  result.results[1].outcome = Outcome::kNoSubmission;
  const std::string text = assessment_to_text(result, {});
  EXPECT_EQ(text, printable(text));
}

TEST(Assessment, DocumentsFollowTheSchema) {
  std::vector<std::string> documents;
  for (const Sample& sample : samples())
    for (const View view : {View::kCandidate, View::kReviewer})
      documents.push_back(assessment_to_json(made_of({sample.result}, {1}), view));
  const int code = run_python({ASSAY_VALIDATOR, ASSAY_ASSESSMENT_SCHEMA}, documents);
  if (code == 77 && std::getenv("ASSAY_NO_SKIP") == nullptr)
    GTEST_SKIP() << "needs python3 and python3-jsonschema";
  EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace assay::report
