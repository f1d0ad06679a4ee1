#include "report/junit.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "base/text.h"
#include "golden.h"
#include "report/junit_writer.h"
#include "report_samples.h"
#include "run_python.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string junit_of(const std::vector<Sample>& all, View view) {
  std::vector<NamedResult> named;
  for (const Sample& sample : all) named.push_back({sample.name, &sample.result});
  return to_junit(named, view);
}

TEST(Junit, EveryDocumentIsWellFormedAndAddsUp) {
  const int code = run_python(
      {ASSAY_JUNIT_CHECK}, {junit_of(samples(), View::kReviewer),
                            junit_of(samples(), View::kCandidate), junit_of({}, View::kReviewer)});
  if (code == 77 && std::getenv("ASSAY_NO_SKIP") == nullptr) GTEST_SKIP() << "needs python3";
  EXPECT_EQ(code, 0);
}

TEST(Junit, ReadsAsTheGoldenFile) {
  const std::vector<Sample> all = samples();
  std::vector<Sample> tame_ones(all.begin(), all.end() - 1);
  expect_golden("grade.candidate.junit.xml", junit_of(tame_ones, View::kCandidate));
}

TEST(Junit, NamesTheCandidateAfterTheOrigin) {
  GradeResult result = all_passed();
  EXPECT_THAT(to_junit({{"", &result}}, View::kCandidate),
              HasSubstr("classname=\"limiter.rate-limiter\""));
  result.origin = "git@host:alice/pool.git/";
  EXPECT_THAT(to_junit({{"", &result}}, View::kCandidate), HasSubstr("\"pool.rate-limiter\""));
  result.origin = "";
  EXPECT_THAT(to_junit({{"", &result}}, View::kCandidate),
              HasSubstr("\"submission.rate-limiter\""));
}

TEST(Junit, AFaultOfOursIsAnErrorNotAFailure) {
  const GradeResult result = infrastructure_error();
  const std::string text = to_junit({{"alice", &result}}, View::kReviewer);
  EXPECT_THAT(text, HasSubstr("<error type=\"infrastructure_error\""));
  EXPECT_THAT(text, Not(HasSubstr("<failure")));
}

TEST(Junit, TimeOutsAreErrorsAndSkippedIsSkipped) {
  GradeResult result = all_passed();
  result.criteria.edit()[0].verdict = Verdict::kWallTime;
  result.criteria.edit()[1].verdict = Verdict::kSkipped;
  result.criteria.edit()[2].verdict = Verdict::kRace;
  EXPECT_THAT(to_junit({{"alice", &result}}, View::kCandidate),
              HasSubstr("tests=\"6\" failures=\"1\" errors=\"1\" skipped=\"1\""));
}

TEST(Junit, ACandidateReadsNoOutput) {
  EXPECT_THAT(junit_of({{"alice", mixed()}}, View::kCandidate), Not(HasSubstr("1003 grants")));
  EXPECT_THAT(junit_of({{"alice", mixed()}}, View::kReviewer), HasSubstr("1003 grants"));
}

TEST(JunitWriter, EscapesWhatXmlWouldRead) {
  JunitCase made;
  made.name = "<a & \"b\" 'c'>\x01\x0b\n\t\xef\xbf\xbe\xef\xbf\xbf]]>";
  const std::string text = write_junit("x", {{"s", 0, {made}}});
  EXPECT_THAT(text,
              HasSubstr("name=\"&lt;a &amp; &quot;b&quot; &apos;c&apos;&gt;\\x01\\x0b&#10;&#9;"
                        "\\u{fffe}\\u{ffff}]]&gt;\""));
  EXPECT_THAT(text, HasSubstr("timestamp=\"1970-01-01T00:00:00\""));
}

}  // namespace
}  // namespace assay::report
