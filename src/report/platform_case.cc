#include "report/platform_case.h"

#include <algorithm>

#include "base/text.h"
#include "report/run_facts.h"
#include "report/units.h"

namespace assay::report {
namespace {

constexpr std::size_t kMostOutput = 16 << 10;

bool is_the_codes_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFailed:
    case Verdict::kRace:
    case Verdict::kDeadlock:
    case Verdict::kLeak:
    case Verdict::kSkipped:
    case Verdict::kForbidden:
    case Verdict::kTampered:
      return true;
    default:
      return false;
  }
}

void add_attempts(PlatformCase& made, const CriterionResult& criterion, const GradeResult& result) {
  std::int64_t nanoseconds = 0;
  for (const TestResult& test : result.tests) {
    if (!is_judged_by(criterion, test.test)) continue;
    for (const Attempt& attempt : test.attempts) {
      nanoseconds += std::max<std::int64_t>(attempt.nanoseconds, 0);
      if (attempt.verdict != Verdict::kPassed && made.output.empty())
        made.output = printable(attempt.output.substr(0, kMostOutput));
    }
  }
  made.milliseconds = nanoseconds / 1'000'000;
}

PlatformCase case_of(const CriterionResult& criterion, const GradeResult& result) {
  PlatformCase made;
  made.id = criterion.id;
  made.name = printable_line(criterion.title.empty() ? criterion.id : criterion.title);
  made.earned = criterion.earned;
  made.points = criterion.points;
  add_attempts(made, criterion, result);
  if (criterion.verdict == Verdict::kPassed) {
    made.output.clear();
    return made;
  }
  made.status = is_the_codes_word(criterion.verdict) ? PlatformCase::Status::kFail
                                                     : PlatformCase::Status::kError;
  made.message = printable(criterion.reason.empty() ? name(criterion.verdict) : criterion.reason);
  if (!criterion.hint.empty()) made.message += "\nHint: " + printable(criterion.hint);
  return made;
}

// Everything that says why there is no score.
PlatformCase whole(const GradeResult& result) {
  PlatformCase made;
  made.id = "submission";
  made.name = "The submission can be graded";
  made.status = PlatformCase::Status::kError;
  made.points = result.max_score;
  std::string text(result.error);
  const auto add = [&](const std::string& file, std::uint32_t line, const std::string& message) {
    if (!text.empty()) text += "\n";
    if (!file.empty()) text += file + (line == 0 ? "" : ":" + std::to_string(line)) + ": ";
    text += message;
  };
  for (const Finding& finding : result.rejected) add(finding.path, finding.line, finding.message);
  if (result.outcome == Outcome::kBuildFailed)
    for (const Diagnostic& each : result.diagnostics) add(each.file, each.line, each.message);
  made.message = printable(text.empty() ? name(result.outcome) : text);
  return made;
}

}  // namespace

std::string_view name(PlatformCase::Status status) {
  switch (status) {
    case PlatformCase::Status::kPass:
      return "pass";
    case PlatformCase::Status::kFail:
      return "fail";
    case PlatformCase::Status::kError:
      return "error";
  }
  return "error";
}

std::vector<PlatformCase> platform_cases(const GradeResult& result) {
  if (result.outcome != Outcome::kGraded || !result.score || result.criteria.empty())
    return {whole(result)};
  std::vector<PlatformCase> cases;
  for (const CriterionResult& criterion : result.criteria)
    cases.push_back(case_of(criterion, result));
  return cases;
}

SubmissionRecord record_of(const GradeResult& result) {
  SubmissionRecord record;
  record.exercise = result.exercise;
  record.entry.submission = result.submission;
  record.progress =
      result.outcome == Outcome::kInfrastructureError ? Progress::kGaveUp : Progress::kDone;
  record.tries = 1;
  record.result = result;
  return record;
}

std::string explain_score(const SubmissionRecord& record) {
  if (!is_adjusted(record)) return "";
  const auto raw = raw_score(record);
  std::string text = raw ? "The tests gave " + format_count(*raw, "point") + "."
                         : std::string("The tests gave no score.");
  if (record.late && record.adjusted && record.late->percent > 0)
    text += " Handed in late, " + format_count(record.late->days, "day") +
            " charged: " + std::to_string(record.late->percent) + " % less is " +
            std::to_string(*record.adjusted) + ".";
  if (record.decision) {
    text += " A person decided on " + format_count(record.decision->score, "point");
    if (!record.decision->reason.empty()) text += ": " + printable_line(record.decision->reason);
    text += ".";
  }
  return text;
}

std::optional<std::uint32_t> counted_score(const SubmissionRecord& record) {
  if (const auto score = final_score(record)) return score;
  if (record.progress != Progress::kDone || !record.result ||
      record.result->outcome == Outcome::kInfrastructureError)
    return std::nullopt;
  return 0;
}

}  // namespace assay::report
