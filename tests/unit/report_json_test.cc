#include <gmock/gmock.h>

#include "base/text.h"
#include "report/result_json.h"
#include "report_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr View kViews[] = {View::kCandidate, View::kReviewer};

// How many of `documents` the schema refuses; 77 where there is no validator.
int validate(const std::vector<std::string>& documents) {
  return run_python({ASSAY_VALIDATOR, ASSAY_RESULT_SCHEMA}, documents);
}

GradeResult sample_of(Outcome outcome) {
  for (const Sample& sample : samples())
    if (sample.result.outcome == outcome) return sample.result;
  return {};
}

TEST(ResultJson, EveryDocumentFollowsTheSchema) {
  std::vector<std::string> documents;
  for (const Sample& sample : samples())
    for (const View view : kViews) documents.push_back(to_json(sample.result, view));
  documents.push_back(to_json(GradeResult{}, View::kReviewer));
  const int code = validate(documents);
  if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
  EXPECT_EQ(code, 0);
}

TEST(ResultJson, TheSchemaRefusesWhatIsNoResult) {
  const std::string good = to_json(mixed(), View::kReviewer);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = good;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  const std::vector<std::string> bad = {
      with("\"graded\"", "\"rejected\""), with("\"score\": 35", "\"score\": null"),
      with("\"deadlock\"", "\"dead\""), with("\"max_score\"", "\"most\""), "{}"};
  const int code = validate(bad);
  if (may_skip(code)) GTEST_SKIP() << "needs python3 and python3-jsonschema";
  EXPECT_EQ(code, static_cast<int>(bad.size()));
}

TEST(ResultJson, ReadsBackWhatItWrote) {
  for (const Sample& sample : samples())
    for (const View view : kViews) {
      const std::string written = to_json(sample.result, view);
      const auto read = from_json("result.json", written);
      ASSERT_TRUE(read) << sample.name << ": " << read.error().message;
      EXPECT_EQ(read->view, view);
      EXPECT_EQ(to_json(read->result, view), written) << sample.name;
    }
}

// What a store keeps.
TEST(ResultJson, TwoDocumentsMakeTheResultAgain) {
  for (const Sample& sample : samples()) {
    const std::string common = common_to_json(sample.result);
    auto read = common_from_json("common", common);
    ASSERT_TRUE(read) << sample.name << ": " << read.error().message;
    const Status added = add_own("own", own_to_json(sample.result), *read);
    ASSERT_TRUE(added) << sample.name << ": " << added.error().message;
    EXPECT_EQ(to_json(*read, View::kReviewer), to_json(sample.result, View::kReviewer))
        << sample.name;
    EXPECT_EQ(common_to_json(*read), common) << sample.name;
  }
}

TEST(ResultJson, WhoHandedItInIsNotInWhatEqualOnesHaveInCommon) {
  GradeResult other = mixed();
  other.submission = {"https://example.org/other.git", "dev", 5, "solution"};
  other.origin = "elsewhere";
  other.commit = other.tree = std::string(40, 'c');
  other.ref = "refs/heads/dev";
  other.commit_time = -7;
  other.author = "Other <other@example.org>";
  other.dropped = {{"notes.txt", 0, "not-asked-for", "is not graded"}};
  other.started_at += 9;
  EXPECT_EQ(common_to_json(other), common_to_json(mixed()));
  auto read = common_from_json("common", common_to_json(mixed()));
  ASSERT_TRUE(read);
  ASSERT_TRUE(add_own("own", own_to_json(mixed()), *read));
  ASSERT_TRUE(add_own("own", own_to_json(other), *read)) << "the last counts, and it alone";
  EXPECT_EQ(to_json(*read, View::kReviewer), to_json(other, View::kReviewer));
  ASSERT_TRUE(add_own("own", own_to_json(mixed()), *read));
  EXPECT_EQ(to_json(*read, View::kReviewer), to_json(mixed(), View::kReviewer));
}

TEST(ResultJson, TheOwnDocumentIsReadStrictly) {
  GradeResult result;
  for (const char* bad :
       {"", "{}", "[]", R"({"submission": {}, "dropped": [], "started_at": 0})"}) {
    const Status added = add_own("of ada", bad, result);
    ASSERT_FALSE(added) << bad;
    EXPECT_THAT(added.error().message, HasSubstr("of ada"));
  }
  std::string more = own_to_json(result);
  more.insert(1, R"("score": 100, )");
  EXPECT_FALSE(add_own("of ada", more, result));
}

TEST(ResultJson, ReadsEveryField) {
  const GradeResult wrote = mixed();
  const auto read = from_json("result.json", to_json(wrote, View::kReviewer));
  ASSERT_TRUE(read) << read.error().message;
  const GradeResult& result = read->result;
  EXPECT_EQ(result.outcome, Outcome::kGraded);
  EXPECT_EQ(result.score, 35U);
  EXPECT_EQ(result.submission.ref, "main");
  EXPECT_EQ(result.submission.at, std::nullopt);
  EXPECT_EQ(result.environment.seed, wrote.environment.seed);
  EXPECT_EQ(result.commit_time, wrote.commit_time);
  EXPECT_EQ(result.files, wrote.files);
  ASSERT_EQ(result.criteria.size(), 6U);
  EXPECT_EQ(result.criteria[1].verdict, Verdict::kRace);
  EXPECT_EQ(result.criteria[1].passed, 2U);
  ASSERT_EQ(result.tests.size(), 5U);
  EXPECT_EQ(result.tests[1].attempts.at(2).cpu, 2U);
  EXPECT_EQ(result.races.at(0).stacks.at(1).frames.at(1).line, 40U);
  EXPECT_EQ(result.crashes.at(1).verdict, Verdict::kDeadlock);
  EXPECT_EQ(result.diagnostics.at(0).check, "vet:copylocks");
  EXPECT_EQ(result.dropped.at(1).rule, "module_file");
  EXPECT_EQ(result.run_usage.peak_memory_bytes, wrote.run_usage.peak_memory_bytes);
  EXPECT_EQ(result.repeats.cpu, wrote.repeats.cpu);
  EXPECT_EQ(result.run_limits.test, wrote.run_limits.test);
}

TEST(ResultJson, ACandidateReadsNoMessages) {
  const std::string candidate = to_json(mixed(), View::kCandidate);
  EXPECT_THAT(candidate, Not(HasSubstr("1003 grants")));
  EXPECT_THAT(candidate, Not(HasSubstr("exit code 2")));
  EXPECT_THAT(candidate, HasSubstr("integer divide by zero"));  // the runtime's words, own code
  GradeResult open = mixed();
  open.show_messages = true;
  EXPECT_THAT(to_json(open, View::kCandidate), HasSubstr("1003 grants"));
  EXPECT_THAT(to_json(mixed(), View::kReviewer), HasSubstr("1003 grants"));
}

TEST(ResultJson, ACandidateSeesOnlyTheirOwnFiles) {
  GradeResult result = build_failed();
  EXPECT_THAT(to_json(result, View::kReviewer), HasSubstr("the secret of the hidden tests"));
  EXPECT_THAT(to_json(result, View::kCandidate), Not(HasSubstr("the secret of the hidden tests")));
  result = mixed();
  result.races[0].stacks[0].frames.push_back({"TestSecret", "limiter_test.go", 9, "secret()"});
  result.crashes[0].message = "panic: expected 7 grants";
  const auto read = from_json("result.json", to_json(result, View::kCandidate));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->result.races[0].stacks[0].frames.size(), 1U);
  EXPECT_EQ(read->result.races[0].stacks[0].cut, 3U);
  EXPECT_EQ(read->result.crashes[0].message, "panic");
}

TEST(ResultJson, CredentialsAreNeverWritten) {
  for (const Sample& sample : samples())
    EXPECT_THAT(to_json(sample.result, View::kReviewer), Not(HasSubstr("secret@")));
}

TEST(ResultJson, OnlyAGradedResultHasAScore) {
  for (const Outcome outcome : {Outcome::kRejected, Outcome::kBuildFailed, Outcome::kNoSubmission,
                                Outcome::kInfrastructureError}) {
    GradeResult result = sample_of(outcome);
    result.score = 100;
    EXPECT_THAT(to_json(result, View::kReviewer), HasSubstr("\"score\": null")) << name(outcome);
  }
}

TEST(ResultJson, HostileBytesBecomePrintableText) {
  const std::string text = to_json(hostile(), View::kReviewer);
  EXPECT_TRUE(is_utf8(text));
  EXPECT_EQ(text, printable(text));
  EXPECT_THAT(text, Not(HasSubstr("\\u001b")));
}

TEST(ResultJson, LongOutputLosesItsMiddle) {
  GradeResult result = all_passed();
  result.tests[0].attempts[0].output = "begin" + std::string(1 << 20, 'x') + "end";
  const auto read = from_json("result.json", to_json(result, View::kReviewer));
  ASSERT_TRUE(read);
  const std::string& output = read->result.tests[0].attempts[0].output;
  EXPECT_LT(output.size(), std::size_t{70} << 10);
  EXPECT_TRUE(output.starts_with("begin"));
  EXPECT_TRUE(output.ends_with("end"));
  EXPECT_THAT(output, HasSubstr("bytes left out here"));
}

struct Broken {
  std::string from;
  std::string to;
  std::string complaint;
};

TEST(ResultJson, RefusesWhatIsNotExactlyAResult) {
  const std::string good = to_json(mixed(), View::kReviewer);
  for (const Broken& broken : std::vector<Broken>{
           {"\"schema_version\": 1", "\"schema_version\": 2", "/schema_version"},
           {"\"score\": 35", "\"score\": 35.0", "/score"},
           {"\"score\": 35", "\"score\": 101", "/score"},
           {"\"score\": 35", "\"score\": -1", "/score"},
           {"\"graded\"", "\"rejected\"", "/score"},
           {"\"view\": \"reviewer\"", "\"view\": \"nobody\"", "/view"},
           {"\"error\": \"\"", "\"error\": \"\", \"error\": \"\"", "twice"},
           {"\"error\": \"\"", "\"error\": \"\", \"extra\": 1", "extra"},
           {"\"error\": \"\"", "\"error\": 7", "/error"},
           {"\"earned\": 35", "\"earned\": 36", "/criteria/0/earned"},
           {"\"deadlock\"", "\"DEADLOCK\"", "/criteria/3/verdict"},
           {"\"commit_time\": 1763647391", "\"commit_time\": 9223372036854775808", "/commit_time"},
           {"\"commit_time\": 1763647391", "\"commit_time\": 1e3", "/commit_time"},
           {"\"seed\": \"", "\"seed\": \"-", "/environment/seed"},
           {"\"cut\": 2", "\"cut\": 4294967296", "/races/0/stacks/0/cut"},
           {"}\n", "}", ""}}) {
    std::string changed = good;
    const std::size_t at = changed.find(broken.from);
    ASSERT_NE(at, std::string::npos) << broken.from;
    changed.replace(at, broken.from.size(), broken.to);
    const auto read = from_json("r.json", changed);
    if (broken.complaint.empty()) {
      EXPECT_TRUE(read);
      continue;
    }
    ASSERT_FALSE(read) << broken.to;
    EXPECT_THAT(read.error().message, HasSubstr(broken.complaint));
    EXPECT_THAT(read.error().message, HasSubstr("r.json"));
  }
}

TEST(ResultJson, RefusesDepthAndRubbish) {
  EXPECT_FALSE(from_json("r", ""));
  EXPECT_FALSE(from_json("r", "null"));
  EXPECT_FALSE(from_json("r", "[]"));
  EXPECT_FALSE(from_json("r", std::string(1'000'000, '[')));
  EXPECT_FALSE(from_json("r", "{\"schema_version\": 1}"));
  EXPECT_FALSE(from_json("r", "\xff"));
}

}  // namespace
}  // namespace assay::report
