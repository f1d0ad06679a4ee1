#include "model/result.h"

#include <algorithm>

namespace assay {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kGraded:
      return "graded";
    case Outcome::kRejected:
      return "rejected";
    case Outcome::kBuildFailed:
      return "build_failed";
    case Outcome::kNoSubmission:
      return "no_submission";
    case Outcome::kInfrastructureError:
      return "infrastructure_error";
  }
  return "infrastructure_error";
}

std::optional<Outcome> outcome_from_name(std::string_view text) {
  for (const Outcome outcome : {Outcome::kGraded, Outcome::kRejected, Outcome::kBuildFailed,
                                Outcome::kNoSubmission, Outcome::kInfrastructureError})
    if (name(outcome) == text) return outcome;
  return std::nullopt;
}

void attribute(GradeResult& result, const GradeResult& begun) {
  result.submission = begun.submission;
  result.origin = begun.origin;
  result.commit = begun.commit;
  result.tree = begun.tree;
  result.ref = begun.ref;
  result.commit_time = begun.commit_time;
  result.author = begun.author;
  result.dropped = begun.dropped;
  result.started_at = begun.started_at;
}

bool is_judged_by(const CriterionResult& criterion, std::string_view test) {
  return std::find(criterion.tests.begin(), criterion.tests.end(), test) != criterion.tests.end();
}

const CriterionResult* criterion_of(std::string_view test, const GradeResult& result) {
  for (const CriterionResult& criterion : result.criteria)
    if (is_judged_by(criterion, test)) return &criterion;
  return nullptr;
}

bool is_flaky(const GradeResult& result, const CriterionResult& criterion) {
  return std::any_of(result.tests.begin(), result.tests.end(), [&](const TestResult& test) {
    return is_judged_by(criterion, test.test) && test.passed() != 0 &&
           test.passed() != test.attempts.size();
  });
}

}  // namespace assay
