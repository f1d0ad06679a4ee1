#include "report/junit.h"

#include <algorithm>

#include "report/junit_writer.h"

namespace assay::report {
namespace {

constexpr std::size_t kMostJunitMessage = 8 << 10;
constexpr std::size_t kMostOutput = 16 << 10;  // GitLab refuses a report of more than 30 MB

// "alice" of "https://git.example.org/team/alice.git"
std::string last_part(std::string_view origin) {
  while (origin.ends_with('/')) origin.remove_suffix(1);
  if (origin.ends_with(".git")) origin.remove_suffix(4);
  const std::size_t at = origin.find_last_of("/:");
  const std::string_view part = at == std::string_view::npos ? origin : origin.substr(at + 1);
  return part.empty() ? "submission" : std::string(part);
}

bool is_silence(Verdict verdict) {
  return verdict == Verdict::kWallTime || verdict == Verdict::kCpuTime ||
         verdict == Verdict::kIncomplete;
}

JunitCase::Kind kind_of(Verdict verdict) {
  if (verdict == Verdict::kPassed) return JunitCase::Kind::kPassed;
  if (verdict == Verdict::kSkipped) return JunitCase::Kind::kSkipped;
  return is_silence(verdict) ? JunitCase::Kind::kError : JunitCase::Kind::kFailure;
}

void add_evidence(JunitCase& made, const CriterionResult& criterion, const GradeResult& result) {
  std::int64_t nanoseconds = 0;
  for (const TestResult& test : result.tests) {
    if (!is_judged_by(criterion, test.test)) continue;
    for (const Attempt& attempt : test.attempts) {
      nanoseconds += std::max<std::int64_t>(attempt.nanoseconds, 0);
      if (attempt.verdict == Verdict::kPassed || made.output.size() >= kMostOutput) continue;
      if (!attempt.detail.empty()) made.output += "\n" + attempt.detail;
      if (!attempt.output.empty())
        made.output += "\n" + attempt.output.substr(
                                  0, kMostOutput - std::min(kMostOutput, made.output.size()));
    }
  }
  made.milliseconds = nanoseconds / 1'000'000;
}

JunitCase to_case(const CriterionResult& criterion, const GradeResult& result) {
  JunitCase made;
  made.name = criterion.id + ": " + criterion.title;
  made.kind = kind_of(criterion.verdict);
  made.type = std::string(name(criterion.verdict));
  made.message = criterion.reason;
  if (!criterion.hint.empty()) made.message += (made.message.empty() ? "" : ". ") + criterion.hint;
  made.output =
      std::to_string(criterion.earned) + " of " + std::to_string(criterion.points) + " points";
  add_evidence(made, criterion, result);
  return made;
}

std::string why_not_graded(const GradeResult& result) {
  std::string text = result.error;
  const auto add = [&](const std::string& file, std::uint32_t line, const std::string& message) {
    if (!text.empty()) text += "\n";
    if (!file.empty()) text += file + (line == 0 ? "" : ":" + std::to_string(line)) + ": ";
    text += message;
  };
  for (const Finding& finding : result.rejected) add(finding.path, finding.line, finding.message);
  if (result.outcome == Outcome::kBuildFailed)
    for (const Diagnostic& message : result.diagnostics)
      add(message.file, message.line, message.message);
  return text;
}

JunitCase ungraded(const GradeResult& result) {
  JunitCase made;
  made.name = "submission";
  made.kind = JunitCase::Kind::kError;
  made.type = std::string(name(result.outcome));
  made.message = why_not_graded(result);
  return made;
}

JunitSuite to_suite(const NamedResult& named, View view) {
  const GradeResult result = seen_by(view, *named.result);
  const std::string candidate =
      named.candidate.empty() ? last_part(result.origin) : named.candidate;
  JunitSuite suite{candidate + "." + result.exercise, result.started_at, {}};
  if (result.outcome != Outcome::kGraded || !result.score) {
    suite.cases.push_back(ungraded(result));
  } else {
    for (const CriterionResult& criterion : result.criteria)
      suite.cases.push_back(to_case(criterion, result));
  }
  for (JunitCase& each : suite.cases) {
    each.classname = suite.name;
    each.message.resize(std::min(each.message.size(), kMostJunitMessage));
  }
  return suite;
}

}  // namespace

std::string to_junit(const std::vector<NamedResult>& results, View view) {
  std::vector<JunitSuite> suites;
  suites.reserve(results.size());
  for (const NamedResult& result : results) suites.push_back(to_suite(result, view));
  return write_junit("assay", suites);
}

}  // namespace assay::report
