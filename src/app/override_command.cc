// assay override: a person's decision, kept beside the machine's score with a reason and a name.

#include <ctime>

#include "app/commands.h"
#include "app/console.h"
#include "app/run_documents.h"
#include "app/run_reports.h"
#include "base/text.h"

namespace assay::app {
namespace {

Result<store::Task> task_of(const store::RunStore& store, const OverrideOptions& options) {
  ASSAY_TRY(const auto tasks, store.tasks());
  std::vector<store::Task> found;
  for (const store::Task& task : tasks)
    if (task.candidate == options.candidate &&
        (options.exercise.empty() || task.exercise == options.exercise))
      found.push_back(task);
  if (found.empty())
    return fail(ErrorKind::kNotFound,
                "the run has no submission of " + printable_line(options.candidate) +
                    (options.exercise.empty() ? "" : " to " + printable_line(options.exercise)),
                "the name must be the roster's, letter by letter: `assay report RUN` lists them");
  if (found.size() > 1)
    return fail(ErrorKind::kUsage,
                printable_line(options.candidate) + " has submissions to " +
                    std::to_string(found.size()) + " exercises",
                "say which with --exercise");
  return found.front();
}

Status check_said(const std::string& what, const std::string& text) {
  if (text.find_first_not_of(' ') == std::string::npos || text.size() > 2000 ||
      printable_line(text) != text)
    return fail(ErrorKind::kUsage, what + " must be one line of text, of at most 2,000 bytes");
  return {};
}

}  // namespace

Result<int> run_override(const CommonOptions& common, const OverrideOptions& options) {
  ASSAY_CHECK(check_said("--reason", options.reason));
  ASSAY_CHECK(check_said("--author", options.author));
  ASSAY_TRY(auto store, store::RunStore::open(options.run, store::RunStore::Access::kWrite));
  ASSAY_TRY(const store::Task task, task_of(store, options));
  ASSAY_TRY(const Run settings, load_settings(store));
  for (const ExerciseCard& card : settings.exercises)
    if (card.id == task.exercise && options.score > card.max_score)
      return fail(ErrorKind::kUsage, "--score is more than " + card.id + " is worth, " +
                                         std::to_string(card.max_score));
  ASSAY_CHECK(
      store.decide(task.id, {options.score, options.reason, options.author, std::time(nullptr)}));
  ASSAY_CHECK(write_run_reports(store, options.run));
  note(common, task.candidate + " (" + task.exercise + ") now counts " +
                   std::to_string(options.score) + "; what the machine gave stays beside it");
  return kExitDone;
}

}  // namespace assay::app
