#include "report/html/cut.h"

#include <algorithm>
#include <utility>

#include "report/reproducible.h"

namespace assay::report::html {
namespace {

constexpr std::string_view kUnnamed = "a check of the exercise";

// The names of hidden tests say what they look for.
void forget_tests(GradeResult& result) {
  const auto known_as = [&](const std::string& test) {
    const CriterionResult* criterion = criterion_of(test, result);
    if (criterion == nullptr) return std::string(kUnnamed);
    return criterion->title.empty() ? criterion->id : criterion->title;
  };
  for (RaceReport& race : result.races) race.test = known_as(race.test);
  for (CrashReport& crash : result.crashes) crash.test = known_as(crash.test);
  if (!result.show_messages) result.tests.clear();
  for (TestResult& test : result.tests) test.test = known_as(test.test);
  const auto names_tests = [](const CriterionResult& each) { return !each.tests.empty(); };
  if (std::any_of(result.criteria.begin(), result.criteria.end(), names_tests))
    for (CriterionResult& criterion : result.criteria.edit()) criterion.tests.clear();
}

void cut_for_candidate(SubmissionRecord& record) {
  record.entry.extra.clear();
  record.reused = false;
  record.tries = 0;
  if (record.decision) record.decision = Decision{record.decision->score, {}, {}, 0};
  if (!record.result) return;
  record.result = for_candidate(*std::move(record.result));
  forget_tests(*record.result);
}

void drop_credentials(SubmissionRecord& record) {
  SubmissionRef& asked = record.entry.submission;
  asked.source = without_credentials(asked.source);
  if (!record.result) return;
  record.result->submission.source = without_credentials(record.result->submission.source);
  record.result->origin = without_credentials(record.result->origin);
}

void keep_used_exercises(Run& run) {
  std::erase_if(run.exercises, [&](const ExerciseCard& card) {
    return std::none_of(run.submissions.begin(), run.submissions.end(),
                        [&](const SubmissionRecord& each) { return each.exercise == card.id; });
  });
}

}  // namespace

std::string title_of(const std::string& test, const GradeResult& result) {
  const CriterionResult* criterion = criterion_of(test, result);
  if (criterion == nullptr) return test;
  return criterion->title.empty() ? criterion->id : criterion->title;
}

SubmissionRecord cut(SubmissionRecord record, const HtmlOptions& options) {
  if (options.reproducible) record = reproducible(std::move(record));
  drop_credentials(record);
  if (options.view == View::kCandidate) cut_for_candidate(record);
  return record;
}

Run cut(Run run, const HtmlOptions& options) {
  if (options.reproducible) run = reproducible(std::move(run));
  if (options.candidate) {
    run.submissions.erase_if([&](const SubmissionRecord& record) {
      return record.entry.candidate != *options.candidate;
    });
    keep_used_exercises(run);
  }
  run.submissions.edit_each(
      [&](SubmissionRecord& record) { record = cut(std::move(record), options); });
  if (options.view == View::kCandidate)
    for (ExerciseCard& card : run.exercises)
      for (CriterionCard& criterion : card.criteria) criterion.questions.clear();
  return run;
}

}  // namespace assay::report::html
