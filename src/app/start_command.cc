// assay start: what a candidate begins with, as a Git repository that is ready to
// be pushed.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "app/assessments.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "app/starter.h"
#include "base/text.h"
#include "source/new_repository.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

bool is_exercise(const exercise::Catalogue& catalogue, const std::string& word) {
  if (catalogue.folders.contains(word)) return true;
  std::error_code ec;
  return word.find('/') != std::string::npos && fs::exists(fs::path(word) / "exercise.json", ec);
}

// A folder's name that is nearly that of an exercise is a slip.
Status check_folder(const exercise::Catalogue& catalogue, const std::string& word) {
  if (word.find('/') != std::string::npos) return {};
  for (const auto& [id, folder] : catalogue.folders)
    if (edit_distance(id, word) <= 2)
      return fail(
          ErrorKind::kNotFound, "there is no exercise \"" + printable_line(word) + "\"",
          "did you mean \"" + id + "\"? (a folder of that name is ./" + printable_line(word) + ")");
  return {};
}

struct Plan {
  std::vector<std::string> exercises;
  fs::path folder;
  std::string title = "Exercises";
  std::string preface;
  bool several = false;  // a folder for each, even if there is only one
};

Status add_assessment(const exercise::Catalogue& catalogue, const StartOptions& options,
                      Plan& plan) {
  ASSAY_TRY(const Assessment assessment,
            find_assessment(catalogue, options.assessment.file, options.assessment.name));
  for (const AssessmentPart& part : assessment.parts) plan.exercises.push_back(part.exercise);
  if (plan.folder.empty()) plan.folder = assessment.id;
  plan.title = assessment.title;
  plan.preface = fmt::format(
      "You have {} minutes for all of it. Each exercise counts for itself, so hand in what you "
      "have.\n\n",
      assessment.minutes);
  return {};
}

// The last word is the folder, unless it is an exercise.
Result<Plan> plan_for(const exercise::Catalogue& catalogue, const StartOptions& options) {
  Plan plan;
  plan.exercises = options.words;
  plan.several = options.all || !options.assessment.name.empty();
  const bool is_set = options.all || !options.assessment.name.empty();
  const std::size_t least = is_set ? 0 : 1;
  if (plan.exercises.size() > least && !is_exercise(catalogue, plan.exercises.back())) {
    ASSAY_CHECK(check_folder(catalogue, plan.exercises.back()));
    plan.folder = plan.exercises.back();
    plan.exercises.pop_back();
  }
  if (is_set && (!plan.exercises.empty() || (options.all && !options.assessment.name.empty())))
    return fail(
        ErrorKind::kUsage,
        "--all and --assessment take a folder, and neither each other nor names of exercises");
  if (options.all)
    for (const auto& [id, folder] : catalogue.folders) plan.exercises.push_back(id);
  if (!options.assessment.name.empty()) ASSAY_CHECK(add_assessment(catalogue, options, plan));
  if (plan.exercises.empty())
    return fail(ErrorKind::kUsage, "no exercise is named", "`assay list` shows them");
  plan.several = plan.several || plan.exercises.size() > 1;
  return plan;
}

}  // namespace

Result<int> run_start(const CommonOptions& common, const StartOptions& options) {
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(const auto catalogue, open_catalogue(common, paths));
  ASSAY_TRY(Plan plan, plan_for(catalogue, options));
  std::vector<Exercise> exercises;
  for (const std::string& name : plan.exercises) {
    ASSAY_TRY(Exercise exercise, exercise::find(catalogue, name));
    exercises.push_back(std::move(exercise));
  }
  if (plan.folder.empty()) plan.folder = plan.several ? "exercises" : exercises.front().id;
  ASSAY_TRY(const FileSet files, plan.several
                                     ? starter_of_several(exercises, plan.title, plan.preface)
                                     : starter_of(exercises.front()));
  ASSAY_TRY(const std::string commit,
            source::make_repository(plan.folder, files, "Start from what is given\n"));
  note(common, fmt::format("{} in {}, first commit {}",
                           plan.several ? std::to_string(exercises.size()) + " exercises"
                                        : exercises.front().id,
                           plan.folder.string(), commit.substr(0, 10)));
  return kExitDone;
}

}  // namespace assay::app
