// What teaching platforms are told, each checked by a schema written after its own
// documentation.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "golden.h"
#include "report/classroom.h"
#include "report/exercism.h"
#include "report/gradescope.h"
#include "report/reproducible.h"
#include "report_run_samples.h"
#include "report_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::ordered_json;
using Writer = std::string (*)(const SubmissionRecord&, View);

constexpr View kCandidate = View::kCandidate;
constexpr View kReviewer = View::kReviewer;

std::vector<SubmissionRecord> records() {
  std::vector<SubmissionRecord> all;
  for (const Sample& sample : samples()) all.push_back(record_of(sample.result));
  for (const assay::Run& run : {six_candidates(), two_exercises(), hostile_run()})
    for (const SubmissionRecord& each : run.submissions)
      if (each.result) all.push_back(each);
  return all;
}

std::vector<std::string> documents(Writer write) {
  std::vector<std::string> all;
  for (const SubmissionRecord& record : records())
    for (const View view : {View::kCandidate, View::kReviewer})
      for (const SubmissionRecord& each : {record, reproducible(record)})
        all.push_back(write(each, view));
  return all;
}

int validate(const std::string& schema, const std::vector<std::string>& all) {
  return run_python({ASSAY_VALIDATOR, ASSAY_CONSUMERS "/" + schema}, all);
}

SubmissionRecord adjusted() {
  return six_candidates().submissions[1];
}
SubmissionRecord decided() {
  return six_candidates().submissions[4];
}

TEST(Platforms, EveryDocumentFollowsItsConsumersSchema) {
  for (const auto& [schema, write] :
       {std::pair<std::string, Writer>{"gradescope.schema.json", to_gradescope},
        {"exercism.schema.json", to_exercism},
        {"classroom.schema.json", to_classroom_json}}) {
    const int code = validate(schema, documents(write));
    if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
    EXPECT_EQ(code, 0) << schema;
  }
}

TEST(Platforms, TheSchemasRefuseEachOthersDocuments) {
  const std::vector<std::string> all = {to_gradescope(adjusted(), kCandidate),
                                        to_exercism(adjusted(), kCandidate),
                                        to_classroom_json(adjusted(), kCandidate)};
  for (const char* schema :
       {"gradescope.schema.json", "exercism.schema.json", "classroom.schema.json"}) {
    const int code = validate(schema, all);
    if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
    EXPECT_EQ(code, 2) << schema;
  }
}

TEST(Platforms, ReadAsTheGoldenFiles) {
  expect_golden("adjusted.gradescope.json", to_gradescope(adjusted(), kCandidate));
  expect_golden("adjusted.exercism.json", to_exercism(adjusted(), kCandidate));
  expect_golden("adjusted.classroom.json",
                Json::parse(to_classroom_json(adjusted(), kCandidate)).dump(2) + "\n");
}

TEST(Platforms, ACandidateReadsNothingOfHiddenTests) {
  for (const Writer write : {Writer{to_gradescope}, Writer{to_exercism}, Writer{to_classroom_json}})
    for (const SubmissionRecord& record : six_candidates().submissions) {
      const std::string text = write(record, kCandidate);
      for (const char* secret : {"1003 grants", "the secret of the hidden tests", "mount /proc",
                                 "unsafe was in an example", "the lead", "token:secret"})
        EXPECT_THAT(text, Not(HasSubstr(secret))) << secret;
    }
}

TEST(Gradescope, TheScoreIsTheOneThatCounts) {
  EXPECT_EQ(Json::parse(to_gradescope(adjusted(), kCandidate))["score"], 28);
  EXPECT_THAT(
      to_gradescope(adjusted(), kCandidate),
      HasSubstr("The tests gave 35 points. Handed in late, 2 days charged: 20 % less is 28."));
  EXPECT_EQ(Json::parse(to_gradescope(decided(), kCandidate))["score"], 60);
  EXPECT_EQ(Json::parse(to_gradescope(record_of(build_failed()), kCandidate))["score"], 0);
}

TEST(Gradescope, AFaultOfOursHasNoScoreAnywhere) {
  const Json document = Json::parse(to_gradescope(record_of(infrastructure_error()), kReviewer));
  EXPECT_FALSE(document.contains("score"));
  EXPECT_FALSE(document["tests"][0].contains("score"));
  EXPECT_FALSE(document.contains("leaderboard"));
}

TEST(Gradescope, WhatAReviewerReadsIsHiddenFromStudents) {
  const Json document = Json::parse(to_gradescope(adjusted(), kReviewer));
  EXPECT_EQ(document["visibility"], "hidden");
  for (const Json& each : document["tests"]) EXPECT_EQ(each["visibility"], "hidden");
  EXPECT_EQ(Json::parse(to_gradescope(adjusted(), kCandidate))["visibility"], "visible");
}

TEST(Exercism, StatusFollowsTheCriteria) {
  EXPECT_EQ(Json::parse(to_exercism(record_of(all_passed()), kCandidate))["status"], "pass");
  const Json mixed_one = Json::parse(to_exercism(record_of(mixed()), kCandidate));
  EXPECT_EQ(mixed_one["status"], "fail");
  EXPECT_EQ(mixed_one["tests"][2]["status"], "error");  // a panic
  EXPECT_EQ(mixed_one["tests"][4]["status"], "fail");   // skipped
  for (const GradeResult& result : {build_failed(), rejected(), no_submission()})
    EXPECT_EQ(Json::parse(to_exercism(record_of(result), kCandidate))["status"], "error");
}

TEST(Exercism, OutputIsCutAtFiveHundredCharacters) {
  GradeResult result = mixed();
  std::string output;
  for (int i = 0; i < 400; ++i) output += "é";
  result.tests[1].attempts[2].output = output;
  const Json tests = Json::parse(to_exercism(record_of(result), kReviewer))["tests"];
  const std::string shown = tests[1]["output"];
  EXPECT_LE(shown.size(), 500U);
  EXPECT_TRUE(is_utf8(shown));
  EXPECT_THAT(shown, HasSubstr("Output was truncated"));
}

TEST(Classroom, ThePointsAddUpToTheScoreThatCounts) {
  for (const SubmissionRecord& record : records()) {
    const Json document = Json::parse(to_classroom_json(record, kCandidate));
    std::int64_t sum = 0;
    for (const Json& each : document["tests"]) sum += each["score"].get<std::int64_t>();
    const auto counted = counted_score(record);
    if (counted)
      EXPECT_EQ(sum, *counted);
    else
      EXPECT_EQ(document["max_score"], 0);
  }
}

TEST(Classroom, NoLineThatItsReporterPrintsIsACommand) {
  std::vector<std::string> logs;
  for (const std::string& document : documents(to_classroom_json)) {
    const Json parsed = Json::parse(document);
    for (const Json& each : parsed["tests"])
      logs.push_back("Error: " + each["message"].get<std::string>() + "\n" +
                     each["name"].get<std::string>() + "\n");
  }
  std::string log;
  for (const std::string& each : logs) log += each;
  const int code =
      run_python({ASSAY_GITHUB_CHECK, "quiet"}, {"::stop-commands::t0ken\n::t0ken::\n" + log});
  if (may_skip(code)) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

TEST(Base64, IsThatOfTheRfc) {
  for (const auto& [plain, encoded] : {std::pair{"", ""},
                                       {"f", "Zg=="},
                                       {"fo", "Zm8="},
                                       {"foo", "Zm9v"},
                                       {"foob", "Zm9vYg=="},
                                       {"fooba", "Zm9vYmE="},
                                       {"foobar", "Zm9vYmFy"}})
    EXPECT_EQ(base64(plain), encoded);
  EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
  EXPECT_THAT(to_classroom(adjusted(), kCandidate), Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace assay::report
