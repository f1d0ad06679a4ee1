// SARIF and GitLab's code quality: schemas written after their specifications, and what
// no schema can say.
#include "report/sarif.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "golden.h"
#include "report/code_quality.h"
#include "report_run_samples.h"
#include "report_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::ordered_json;

std::vector<SubmissionRecord> records_of(const assay::Run& run) {
  return {run.submissions.begin(), run.submissions.end()};
}

std::vector<NamedResult> named(const std::vector<SubmissionRecord>& records) {
  std::vector<NamedResult> all;
  for (const SubmissionRecord& each : records)
    if (each.result) all.push_back({each.entry.candidate, &*each.result});
  return all;
}

template <class Write>
std::vector<std::string> documents(Write write) {
  std::vector<std::string> all;
  for (const View view : {View::kCandidate, View::kReviewer}) {
    all.push_back(write({}, view));
    for (const Sample& sample : samples()) all.push_back(write({{"", &sample.result}}, view));
    const assay::Run runs[] = {six_candidates(), two_exercises(), hostile_run()};
    for (const assay::Run& run : runs) all.push_back(write(named(records_of(run)), view));
  }
  return all;
}

std::string sarif(const std::vector<NamedResult>& results, View view) {
  return to_sarif(results, {view});
}

int validate(const std::string& schema, const std::vector<std::string>& all) {
  return run_python({ASSAY_VALIDATOR, ASSAY_CONSUMERS "/" + schema}, all);
}

TEST(Sarif, EveryDocumentFollowsTheSchema) {
  const int code = validate("sarif.schema.json", documents(sarif));
  if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
  EXPECT_EQ(code, 0);
}

TEST(Sarif, RulesAreKnownAndFingerprintsDiffer) {
  for (const std::string& document : documents(sarif)) {
    EXPECT_EQ(document, printable(document));
    const Json run = Json::parse(document)["runs"][0];
    const Json& rules = run["tool"]["driver"]["rules"];
    std::set<std::string> prints;
    for (const Json& result : run["results"]) {
      EXPECT_EQ(rules.at(result["ruleIndex"].get<std::size_t>())["id"], result["ruleId"]);
      EXPECT_TRUE(prints.insert(result["partialFingerprints"]["primaryLocationLineHash"]).second);
    }
  }
}

TEST(Sarif, ReadsAsTheGoldenFile) {
  const GradeResult result = mixed();
  expect_golden("mixed.candidate.sarif", sarif({{"", &result}}, View::kCandidate));
}

TEST(Sarif, BothStacksOfARaceAreInIt) {
  const GradeResult result = mixed();
  const Json race = Json::parse(sarif({{"", &result}}, View::kCandidate))["runs"][0]["results"][0];
  EXPECT_EQ(race["ruleId"], "race");
  EXPECT_EQ(race["locations"][0]["physicalLocation"]["region"]["startLine"], 42);
  ASSERT_EQ(race["relatedLocations"].size(), 2U);
  EXPECT_EQ(race["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "bucket.go");
  EXPECT_THAT(race["relatedLocations"][0]["message"]["text"].get<std::string>(),
              StartsWith("Previous read"));
}

TEST(Sarif, ColumnsCountCharacters) {
  GradeResult result = build_failed();
  result.diagnostics.resize(1);
  result.diagnostics[0].source = "\té := x";
  result.diagnostics[0].column = 8;  // the "x": bytes, as Go counts
  const Json region = Json::parse(sarif(
      {{"", &result}},
      View::kCandidate))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
  EXPECT_EQ(region["startColumn"], 7);
  EXPECT_EQ(region["endColumn"], 8);
}

TEST(Sarif, PathsBeginAtTheRootOfWhatTheHostShows) {
  GradeResult result = mixed();
  result.submission.subdir = "./tasks/limiter/";
  EXPECT_EQ(path_from_root({"", &result}, "a b.go"), "tasks/limiter/a b.go");
  EXPECT_EQ(path_from_root({"ada", &result}, "x.go"), "ada/tasks/limiter/x.go");
  EXPECT_THAT(sarif({{"", &result}}, View::kCandidate),
              HasSubstr("\"uri\": \"tasks/limiter/limiter.go\""));
  result.submission.subdir = "../../etc";
  EXPECT_EQ(path_from_root({"", &result}, "x.go"), "x.go");
  result.submission.subdir = "/etc";
  EXPECT_EQ(path_from_root({"", &result}, "x.go"), "x.go");
}

TEST(Sarif, NothingInAMessageIsALinkOrAPlaceholder) {
  GradeResult result = build_failed();
  result.diagnostics.resize(1);
  result.diagnostics[0].message = "[click](http://x) {0} a\\b";
  EXPECT_THAT(sarif({{"", &result}}, View::kCandidate),
              HasSubstr(R"(\\[click\\](http://x) {{0}} a\\\\b)"));
}

TEST(Sarif, WhatDoesNotFitIsCountedInANotification) {
  const assay::Run run = six_candidates();
  const Json all = Json::parse(sarif(named(records_of(run)), View::kReviewer))["runs"][0];
  const Json cut = Json::parse(to_sarif(named(records_of(run)), {View::kReviewer, 4}))["runs"][0];
  ASSERT_GT(all["results"].size(), 4U);
  EXPECT_EQ(cut["results"].size(), 4U);
  for (const Json& each : cut["results"]) EXPECT_EQ(each["level"], "error");
  EXPECT_THAT(cut["invocations"][0].dump(),
              HasSubstr(std::to_string(all["results"].size() - 4) + " findings were left out"));
}

TEST(Sarif, AFaultOfOursIsANotificationAndNoResult) {
  const GradeResult result = infrastructure_error();
  const Json run = Json::parse(sarif({{"barbara", &result}}, View::kReviewer))["runs"][0];
  EXPECT_TRUE(run["results"].empty());
  EXPECT_EQ(run["invocations"][0]["executionSuccessful"], false);
  EXPECT_THAT(run["invocations"][0].dump(), HasSubstr("mount /proc"));
  EXPECT_THAT(sarif({{"barbara", &result}}, View::kCandidate), Not(HasSubstr("mount /proc")));
}

TEST(CodeQuality, EveryDocumentFollowsTheSchemaAndFingerprintsDiffer) {
  const std::vector<std::string> all = documents(to_code_quality);
  for (const std::string& document : all) {
    EXPECT_EQ(document, printable(document));
    std::set<std::string> prints;
    for (const Json& each : Json::parse(document))
      EXPECT_TRUE(prints.insert(each["fingerprint"]).second);
  }
  const int code = validate("code-quality.schema.json", all);
  if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
  EXPECT_EQ(code, 0);
}

TEST(CodeQuality, ReadsAsTheGoldenFile) {
  expect_golden("run.candidate.code-quality.json",
                to_code_quality(named(records_of(six_candidates())), View::kCandidate));
}

}  // namespace
}  // namespace assay::report
