#include "app/batch_plan.h"

#include <algorithm>

#include "app/assessments.h"
#include "app/run_documents.h"
#include "base/text.h"
#include "exercise/questions.h"

namespace assay::app {
namespace {

class Planner {
 public:
  Planner(const exercise::Catalogue& catalogue, const BatchOptions& options)
      : catalogue_(catalogue), options_(options) {}

  Result<BatchPlan> plan() {
    if (!options_.exercise.empty() && !options_.assessment.name.empty())
      return fail(ErrorKind::kUsage, "both --exercise and --assessment are given", "name one");
    ASSAY_TRY(roster::Roster roster, roster::read_roster(options_.roster));
    plan_.remarks = std::move(roster.remarks);
    ASSAY_CHECK(choose_usual());
    for (RosterEntry& entry : roster.entries) ASSAY_CHECK(add(std::move(entry)));
    if (plan_.tasks.empty())
      return fail(ErrorKind::kNotFound, "the roster " + options_.roster.string() + " names nobody");
    plan_.settings.late = options_.late;
    if (plan_.settings.title.empty()) plan_.settings.title = title();
    return std::move(plan_);
  }

 private:
  // What a line of the roster grades that does not say it itself.
  Status choose_usual() {
    if (!options_.assessment.name.empty()) {
      ASSAY_TRY(Assessment assessment,
                find_assessment(catalogue_, options_.assessment.file, options_.assessment.name));
      for (const AssessmentPart& part : assessment.parts) {
        ASSAY_CHECK(need(part.exercise, part.weight));
        usual_.push_back(part.exercise);
      }
      plan_.settings.title = assessment.title;
      plan_.settings.assessment = std::move(assessment);
    } else if (!options_.exercise.empty()) {
      ASSAY_TRY(Exercise exercise, exercise::find(catalogue_, options_.exercise));
      usual_.push_back(exercise.id);
      ASSAY_CHECK(take(std::move(exercise), 1));
    }
    return {};
  }

  Status add(RosterEntry entry) {
    if (entry.exercise.empty() && usual_.empty())
      return fail(ErrorKind::kUsage,
                  "the roster does not say which exercise " + printable_line(entry.candidate) +
                      "'s submission is",
                  "name it with --exercise or --assessment, or in a column `exercise`");
    if (!entry.exercise.empty()) ASSAY_CHECK(check_named(entry));
    if (options_.at && !entry.submission.ref && !entry.submission.at)
      entry.submission.at = options_.at;
    const std::vector<std::string> ids =
        entry.exercise.empty() ? usual_ : std::vector<std::string>{entry.exercise};
    if (ids.size() > 1 && !entry.submission.subdir.empty())
      return fail(ErrorKind::kUsage,
                  printable_line(entry.candidate) +
                      " has a subdir, and an assessment of several "
                      "exercises cannot all be there",
                  "assay.json at the root of the repository, or the folders' names, say where each "
                  "exercise is");
    const std::string document = entry_to_json(entry);
    for (const std::string& id : ids) plan_.tasks.push_back({entry.candidate, id, document});
    return {};
  }

  // A roster comes from outside: it names exercises of the catalogue, never folders.
  Status check_named(const RosterEntry& entry) {
    if (plan_.settings.assessment &&
        std::find(usual_.begin(), usual_.end(), entry.exercise) == usual_.end())
      return fail(ErrorKind::kUsage, printable_line(entry.candidate) + "'s exercise " +
                                         printable_line(entry.exercise) +
                                         " is no part of the assessment " +
                                         plan_.settings.assessment->id);
    if (!catalogue_.folders.contains(entry.exercise) && !plan_.exercises.contains(entry.exercise))
      return fail(ErrorKind::kNotFound,
                  "there is no exercise " + printable_line(entry.exercise) +
                      ", which the roster names for " + printable_line(entry.candidate),
                  "`assay list` shows them");
    return need(entry.exercise, 1);
  }

  Status need(const std::string& id, std::uint32_t weight) {
    if (plan_.exercises.contains(id)) return {};
    ASSAY_TRY(Exercise exercise, exercise::find(catalogue_, id));
    return take(std::move(exercise), weight);
  }

  Status take(Exercise exercise, std::uint32_t weight) {
    ASSAY_TRY(ExerciseCard card, card_of(exercise, weight));
    plan_.settings.exercises.push_back(std::move(card));
    plan_.exercises.emplace(exercise.id, std::move(exercise));
    return {};
  }

  [[nodiscard]] std::string title() const {
    if (plan_.settings.exercises.size() == 1) return plan_.settings.exercises.front().title;
    return std::to_string(plan_.settings.exercises.size()) + " exercises";
  }

  const exercise::Catalogue& catalogue_;
  const BatchOptions& options_;
  std::vector<std::string> usual_;
  BatchPlan plan_;
};

}  // namespace

Result<ExerciseCard> card_of(const Exercise& exercise, std::uint32_t weight) {
  ExerciseCard card;
  card.id = exercise.id;
  card.title = exercise.title;
  card.digest = exercise.digest;
  card.run_digest = exercise.run_digest;
  card.weight = weight;
  card.max_score = 0;
  for (const Criterion& criterion : exercise.criteria) {
    ASSAY_TRY(auto questions, exercise::questions_of(exercise, criterion));
    card.criteria.push_back(
        {criterion.id, criterion.title, criterion.points, std::move(questions)});
    card.max_score += criterion.points;
  }
  return card;
}

Result<BatchPlan> plan_batch(const exercise::Catalogue& catalogue, const BatchOptions& options) {
  return Planner(catalogue, options).plan();
}

}  // namespace assay::app
