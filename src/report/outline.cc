#include "report/outline.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "report/run_facts.h"

namespace assay::report {
namespace {

// Whether a table shows more of `test` than its criterion's verdict.
bool is_marked(const TestResult& test) {
  const bool flaky = test.passed() != 0 && test.passed() != test.attempts.size();
  return flaky || test.verdict == Verdict::kTampered;
}

TestResult verdicts_of(const TestResult& test) {
  TestResult bare{test.test, test.verdict, {}};
  bare.attempts.reserve(test.attempts.size());
  for (const Attempt& attempt : test.attempts)
    bare.attempts.emplace_back().verdict = attempt.verdict;
  return bare;
}

bool has(const ExerciseCard* card, const std::string& criterion) {
  return card != nullptr &&
         std::any_of(card->criteria.begin(), card->criteria.end(),
                     [&](const CriterionCard& each) { return each.id == criterion; });
}

CriterionResult outline(CriterionResult&& criterion, const ExerciseCard* card,
                        const std::vector<TestResult>& marked) {
  CriterionResult bare;
  if (!has(card, criterion.id)) bare.title = std::move(criterion.title);
  bare.id = std::move(criterion.id);
  bare.points = criterion.points;
  bare.earned = criterion.earned;
  bare.verdict = criterion.verdict;
  for (const TestResult& test : marked)
    if (is_judged_by(criterion, test.test)) bare.tests.push_back(test.test);
  return bare;
}

// `text`, unless it says what `known` says already.
std::string unless_known(std::string&& text, const std::string& known) {
  return text == known ? std::string() : std::move(text);
}

// A new value rather than the old one with members cleared: what joins a result later is no part of
// its outline until it is named here.
GradeResult outline(GradeResult&& result, const std::string& source, const ExerciseCard* card) {
  GradeResult bare;
  bare.outcome = result.outcome;
  bare.error = std::move(result.error);
  bare.inputs_digest = std::move(result.inputs_digest);
  bare.submission.source = unless_known(std::move(result.submission.source), source);
  bare.origin = unless_known(std::move(result.origin), source);
  bare.commit = std::move(result.commit);
  bare.tree = std::move(result.tree);
  bare.ref = std::move(result.ref);
  bare.commit_time = result.commit_time;
  bare.author = std::move(result.author);
  bare.score = result.score;
  bare.max_score = result.max_score;
  bare.show_messages = result.show_messages;
  bare.environment.isolation = std::move(result.environment.isolation);
  for (const TestResult& test : result.tests)
    if (is_marked(test)) bare.tests.push_back(verdicts_of(test));
  std::vector<CriterionResult>& criteria = bare.criteria.edit();
  criteria.reserve(result.criteria.size());
  for (CriterionResult& criterion : result.criteria.edit())
    criteria.push_back(outline(std::move(criterion), card, bare.tests));
  if (!result.rejected.empty()) bare.rejected = {std::move(result.rejected.front())};
  return bare;
}

}  // namespace

SubmissionRecord outline(SubmissionRecord record, const Run& run) {
  record.code = {};
  if (record.result)
    record.result = outline(*std::move(record.result), record.entry.submission.source,
                            card_of(run, record.exercise));
  return record;
}

Run outlines(const Run& run) {
  Run bare;
  bare.id = run.id;
  bare.title = run.title;
  bare.created_at = run.created_at;
  bare.assessment = run.assessment;
  bare.exercises = run.exercises;
  bare.late = run.late;
  bare.submissions.reserve(run.submissions.size());
  for (const SubmissionRecord& record : run.submissions)
    bare.submissions.push_back(outline(record, run));
  return bare;
}

WholeSubmission whole_in(const Run& run) {
  return [&run](std::size_t index) -> Result<MakeSubmission> {
    return [&run, index]() -> SubmissionRecord { return run.submissions[index]; };
  };
}

Sink into(std::string& text) {
  return [&text](std::string_view piece) -> Status {
    text += piece;
    return {};
  };
}

}  // namespace assay::report
