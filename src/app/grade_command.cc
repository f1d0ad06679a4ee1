// assay grade.

#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "app/find_submission.h"
#include "app/grader.h"
#include "app/interrupt.h"
#include "base/file.h"
#include "report/result_json.h"
#include "report/text_report.h"

namespace assay::app {
namespace {

report::View view_of(const GradeOptions& options) {
  return options.view == "candidate" ? report::View::kCandidate : report::View::kReviewer;
}

source::Options source_options(const GradeOptions& options) {
  source::Options source;
  source.limits.wall = options.fetch_timeout;
  source.credentials.token_file = options.token_file;
  source.credentials.ssh_key = options.ssh_key;
  source.ca_file = options.ca_file;
  source.known_hosts = options.known_hosts;
  source.cancel = interrupt_descriptor();
  return source;
}

Status write_result(const GradeOptions& options, const CommonOptions& common,
                    const GradeResult& result) {
  const std::string json = report::to_json(result, view_of(options));
  if (options.json == "-") return print(json);
  if (options.json) ASSAY_CHECK(write_file_atomically(*options.json, json));
  report::TextStyle style;
  style.color = wants_color(common.color);
  style.width = terminal_width();
  style.view = view_of(options);
  return print(report::to_text(result, style));
}

// A result without a score is never a success for someone who set a bar.
int code_for(const GradeOptions& options, const GradeResult& result) {
  if (interrupted_by() != 0) return exit_code(ErrorKind::kInterrupted);
  if (result.outcome == Outcome::kInfrastructureError) return kExitInfrastructure;
  if (result.outcome == Outcome::kNoSubmission) return kExitNotFound;
  if (options.fail_under && result.score.value_or(0) < *options.fail_under) return kExitGate;
  if (options.fail_under && !result.score) return kExitGate;
  return kExitDone;
}

// What is to be graded: the exercise that is named, or the one that the source holds.
Result<Exercise> exercise_of(const exercise::Catalogue& catalogue, const GradeOptions& options,
                             const SubmissionRef& ref) {
  if (options.words.size() == 2) return exercise::find(catalogue, options.words.front());
  std::vector<std::string> known;
  for (const auto& [id, folder] : catalogue.folders) known.push_back(id);
  ASSAY_TRY(const auto ids, find_exercises(known, ref, source_options(options)));
  if (ids.size() == 1) return exercise::find(catalogue, ids.front());
  std::string list;
  for (const std::string& id : ids) list += (list.empty() ? "" : ", ") + id;
  return fail(ErrorKind::kUsage, "the submission holds several exercises: " + list,
              "name one: assay grade EXERCISE SOURCE");
}

}  // namespace

Result<int> run_grade(const CommonOptions& common, const GradeOptions& options) {
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(const auto catalogue, open_catalogue(common, paths));
  SubmissionRef ref = options.submission;
  ref.source = options.words.back();
  ASSAY_TRY(const Exercise exercise, exercise_of(catalogue, options, ref));
  ASSAY_TRY(const Workshop workshop, open_workshop(common, paths, options.isolation));
  // With one submission there is nothing to save: the first signal ends it.
  watch_for_interrupts([&](int /*count*/) { workshop.sandbox->cancel(); });
  const Grader grader(*workshop.sandbox, workshop.prepared,
                      {workshop.isolation, workshop.cgroup, options.keep});
  ASSAY_TRY(const GradeResult result, grader.grade(exercise, ref, source_options(options)));
  ASSAY_CHECK(write_result(options, common, result));
  return code_for(options, result);
}

}  // namespace assay::app
