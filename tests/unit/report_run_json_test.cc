#include "report/run_json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "golden.h"
#include "report/reproducible.h"
#include "report/result_json.h"
#include "report_run_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::ordered_json;

std::vector<std::string> documents() {
  std::vector<std::string> all;
  for (const assay::Run& run : {six_candidates(), two_exercises(), hostile_run(), assay::Run{}})
    for (const View view : {View::kCandidate, View::kReviewer})
      for (const assay::Run& each : {run, reproducible(run)})
        all.push_back(run_to_json(each, view));
  return all;
}

TEST(RunJson, EveryDocumentFollowsItsSchema) {
  const int code = run_python({ASSAY_VALIDATOR, ASSAY_RUN_SCHEMA}, documents());
  if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
  EXPECT_EQ(code, 0);
}

TEST(RunJson, TheSchemaRefusesWhatIsNoRun) {
  const std::string good = run_to_json(six_candidates());
  std::vector<std::string> bad = {"{}"};
  for (const auto& [from, to] : {std::pair{"\"gave_up\"", "\"given_up\""},
                                 {"\"rank\": 1", "\"rank\": 0"},
                                 {"\"days\": 2", "\"days\": -2"},
                                 {"\"view\": \"reviewer\"", "\"view\": \"all\""},
                                 {"\"final_score\": 28", "\"final_score\": \"28\""}}) {
    bad.push_back(good);
    const std::size_t at = good.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    bad.back().replace(at, std::string_view(from).size(), to);
  }
  const int code = run_python({ASSAY_VALIDATOR, ASSAY_RUN_SCHEMA}, bad);
  if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
  EXPECT_EQ(code, static_cast<int>(bad.size()));
}

TEST(RunJson, EveryResultInItIsAResultOfItsView) {
  std::vector<std::string> results;
  for (const std::string& document : documents()) {
    const Json parsed = Json::parse(document);
    for (const Json& each : parsed["submissions"]) {
      if (each["result"].is_null()) continue;
      results.push_back(each["result"].dump(2) + "\n");
      const auto read = from_json("result", results.back());
      ASSERT_TRUE(read) << read.error().message;
      EXPECT_EQ(to_json(read->result, read->view), results.back());
    }
  }
  const int code = run_python({ASSAY_VALIDATOR, ASSAY_RESULT_SCHEMA}, results);
  if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
  EXPECT_EQ(code, 0);
}

TEST(RunJson, ReadsAsTheGoldenFile) {
  // Without the results, which have tests of their own.
  Json document = Json::parse(run_to_json(six_candidates()));
  for (Json& each : document["submissions"]) each["result"] = each["result"]["outcome"];
  expect_golden("run.reviewer.json", document.dump(2) + "\n");
}

TEST(RunJson, TheScoresStandBesideEachOther) {
  const Json all = Json::parse(run_to_json(six_candidates()))["submissions"];
  EXPECT_EQ(all[1]["score"], 35);
  EXPECT_EQ(all[1]["adjusted_score"], 28);
  EXPECT_EQ(all[1]["final_score"], 28);
  EXPECT_TRUE(all[4]["score"].is_null());
  EXPECT_EQ(all[4]["final_score"], 60);
  EXPECT_TRUE(all[5]["final_score"].is_null());
}

TEST(RunJson, ACandidateReadsNothingOfHiddenTestsOrReasons) {
  const std::string text = run_to_json(six_candidates(), View::kCandidate);
  for (const char* secret :
       {"1003 grants", "the secret of the hidden tests", "mount /proc", "What makes `looking`",
        "unsafe was in an example", "the lead", "@example.org\"", "token:secret"})
    EXPECT_THAT(text, Not(HasSubstr(secret))) << secret;
  EXPECT_TRUE(Json::parse(text)["identical"].empty());
}

TEST(RunJson, HostileBytesBecomePrintableText) {
  const std::string text = run_to_json(hostile_run());
  EXPECT_EQ(text, printable(text));
  EXPECT_THAT(text, Not(HasSubstr("\\u001b")));
}

}  // namespace
}  // namespace assay::report
