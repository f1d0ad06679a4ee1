#include "report/verify_report.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "golden.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;

VerifyRow row(std::string exercise, std::string solution, SolutionKind kind, std::string expected,
              std::string got, std::uint32_t runs, std::uint32_t good) {
  VerifyRow made;
  made.exercise = std::move(exercise);
  made.solution = std::move(solution);
  made.kind = kind;
  made.expected = std::move(expected);
  made.got = std::move(got);
  made.runs = runs;
  made.as_expected = good;
  made.duration_ms = std::int64_t{1'230} * runs;
  return made;
}

std::vector<VerifyRow> rows() {
  using K = SolutionKind;
  std::vector<VerifyRow> all = {
      row("rate-limiter", "channel", K::kReference, "100", "100", 3, 3),
      row("rate-limiter", "mutex", K::kReference, "100", "80: exact race", 3, 2),
      row("rate-limiter", "", K::kStarter, "under 50", "5: basics failed, burst failed", 1, 1),
      row("rate-limiter", "integer-truncation", K::kMutant, "rate failed|race, order skipped",
          "60: rate failed, order skipped", 3, 3),
      row("rate-limiter", "refill-goroutine-leaks", K::kMutant, "close leak", "100", 3, 0),
      row("worker-pool", "atomic", K::kReference, "100", "infrastructure_error", 1, 0)};
  all[1].mismatches = {"`exact` ended as race (race in 1 of 6 runs)"};
  all[4].mismatches = {"`close` passed, expected leak"};
  all[3].reused = true;
  all[5].error = "mount /proc in the sandbox: Operation not permitted (EPERM)";
  return all;
}

std::vector<VerifyRow> good_rows() {
  std::vector<VerifyRow> all;
  for (const VerifyRow& each : rows())
    if (is_good(each)) all.push_back(each);
  return all;
}

std::vector<VerifyRow> hostile_rows() {
  const std::string attack = "::error::\x1b[2J##[x]<&>\xff";
  std::vector<VerifyRow> all = rows();
  for (VerifyRow& each : all) {
    each.exercise = attack;
    each.solution += attack;
    each.got = attack + std::string(500, 'x');
    each.expected = attack;
    each.mismatches.push_back(attack);
  }
  return all;
}

TEST(Verify, ReadsAsTheGoldenFiles) {
  const TextStyle style{.view = View::kReviewer};
  expect_golden("verify.txt", verify_to_text(rows(), style));
  expect_golden("verify_good.txt", verify_to_text(good_rows(), style));
  expect_golden("verify.junit.xml", verify_to_junit(rows(), 1'763'695'022));
  expect_golden("verify.json", verify_to_json(rows()));
}

TEST(Verify, ShowsOnlyWhatIsNotAsExpectedIfAsked) {
  const std::string text = verify_to_text(rows(), {}, VerifyRows::kNotAsExpected);
  EXPECT_THAT(text, testing::AllOf(HasSubstr("refill-goroutine-leaks"), HasSubstr("EPERM"),
                                   HasSubstr("6 solutions of 2 exercises: 3 as expected")));
  EXPECT_THAT(text, testing::Not(HasSubstr("integer-truncation")));
  EXPECT_EQ(verify_to_text(good_rows(), {}, VerifyRows::kNotAsExpected),
            "3 solutions of 1 exercise: as expected; 1 reused from an earlier run\n");
}

TEST(Verify, IsGoodOnlyWhenEveryRunWas) {
  EXPECT_TRUE(is_good(rows()[0]));
  EXPECT_FALSE(is_good(rows()[1]));
  EXPECT_FALSE(is_good(rows()[5]));
  EXPECT_FALSE(is_good(VerifyRow{}));
}

TEST(Verify, NamesAreTextOnly) {
  const std::string text = verify_to_text(hostile_rows(), {});
  EXPECT_EQ(text, printable(text));
  EXPECT_THAT(text, testing::Not(HasSubstr("##[")));
  for (std::string_view line : split(text, '\n')) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    EXPECT_FALSE(line.starts_with("::")) << line;
  }
}

TEST(Verify, JsonSaysWhetherAllIsWell) {
  EXPECT_TRUE(nlohmann::json::parse(verify_to_json(good_rows())).at("ok").get<bool>());
  EXPECT_FALSE(nlohmann::json::parse(verify_to_json(rows())).at("ok").get<bool>());
  const auto document = nlohmann::json::parse(verify_to_json(hostile_rows()));
  EXPECT_EQ(document.at("solutions").size(), rows().size());
}

TEST(Verify, JunitIsWellFormedAndAddsUp) {
  const int code = run_python({ASSAY_JUNIT_CHECK},
                              {verify_to_junit(rows(), 0), verify_to_junit(hostile_rows(), 0)});
  if (code == 77 && std::getenv("ASSAY_NO_SKIP") == nullptr) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace assay::report
