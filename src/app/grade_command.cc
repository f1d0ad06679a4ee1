// assay grade.

#include <algorithm>
#include <optional>

#include "app/assessments.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "app/fetching.h"
#include "app/find_submission.h"
#include "app/grade_reports.h"
#include "app/grader.h"
#include "app/interrupt.h"
#include "base/file.h"
#include "report/assessment_report.h"
#include "report/result_json.h"
#include "report/text_report.h"

namespace assay::app {
namespace {

report::TextStyle style_of(const GradeOptions& options, const CommonOptions& common) {
  report::TextStyle style;
  style.color = wants_color(common.color);
  style.width = terminal_width();
  style.view = view_of(options);
  return style;
}

Status write_out(const GradeOptions& options, const std::string& json, const std::string& text) {
  if (options.json == "-") return print(json);
  if (options.json) ASSAY_CHECK(write_file_atomically(*options.json, json));
  return print(text);
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

int code_for(const GradeOptions& options, const report::AssessmentResult& result) {
  if (interrupted_by() != 0) return exit_code(ErrorKind::kInterrupted);
  const auto total = report::total_of(result);
  if (!total) return kExitInfrastructure;
  const bool nothing =
      std::all_of(result.results.begin(), result.results.end(),
                  [](const GradeResult& each) { return each.outcome == Outcome::kNoSubmission; });
  if (nothing) return kExitNotFound;
  return options.fail_under && *total < *options.fail_under ? kExitGate : kExitDone;
}

// Each exercise of the assessment where the source has it; one that is missing has a result, too.
Result<int> grade_assessment(const CommonOptions& common, const GradeOptions& options,
                             const Assessment& assessment, const std::vector<Exercise>& exercises,
                             const SubmissionRef& ref, const Workshop& workshop) {
  report::AssessmentResult all{assessment, {}};
  GradeReports reports(options);
  reports.set_assessment(assessment);
  for (const Exercise& exercise : exercises) {
    std::optional<std::filesystem::path> keep;
    if (options.keep) keep = *options.keep / exercise.id;
    const Grader grader(*workshop.sandbox, workshop.prepared,
                        {workshop.isolation, workshop.cgroup, keep, slots_for(options.jobs)});
    ASSAY_TRY(Assembled assembled, grader.assemble(exercise, ref, source_options(options.fetch)));
    FileSet code = code_of(assembled.workspace);
    ASSAY_TRY(GradeResult result, grader.finish(exercise, std::move(assembled)));
    ASSAY_CHECK(reports.add(exercise, result, std::move(code)));
    all.results.push_back(std::move(result));
  }
  ASSAY_CHECK(reports.write());
  ASSAY_CHECK(write_out(options, report::assessment_to_json(all, view_of(options)),
                        report::assessment_to_text(all, style_of(options, common))));
  return code_for(options, all);
}

// What is to be graded: the exercise that is named, or the one that the source holds.
Result<Exercise> exercise_of(const exercise::Catalogue& catalogue, const GradeOptions& options,
                             const SubmissionRef& ref) {
  if (options.words.size() == 2) return exercise::find(catalogue, options.words.front());
  std::vector<std::string> known;
  for (const auto& [id, folder] : catalogue.folders) known.push_back(id);
  ASSAY_TRY(const auto ids, find_exercises(known, ref, source_options(options.fetch)));
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
  Assessment assessment;
  std::vector<Exercise> exercises;
  if (const AssessmentOptions& wanted = options.assessment; !wanted.name.empty()) {
    if (options.words.size() != 1 || !ref.subdir.empty())
      return fail(ErrorKind::kUsage,
                  "--assessment takes a source and nothing that says where in it",
                  "assay.json at the root of the source, or the folders' names, say that");
    ASSAY_TRY(assessment, find_assessment(catalogue, wanted.file, wanted.name));
    ASSAY_TRY(exercises, exercises_of(catalogue, assessment));
  } else {
    ASSAY_TRY(Exercise exercise, exercise_of(catalogue, options, ref));
    exercises.push_back(std::move(exercise));
  }
  ASSAY_TRY(const Workshop workshop, open_workshop(common, paths, options.isolation));
  // With one submission there is nothing to save: the first signal ends it.
  watch_for_interrupts([&](int /*count*/) { workshop.sandbox->cancel(); });
  if (!assessment.id.empty())
    return grade_assessment(common, options, assessment, exercises, ref, workshop);
  const Grader grader(*workshop.sandbox, workshop.prepared,
                      {workshop.isolation, workshop.cgroup, options.keep, slots_for(options.jobs)});
  ASSAY_TRY(Assembled assembled,
            grader.assemble(exercises.front(), ref, source_options(options.fetch)));
  FileSet code = code_of(assembled.workspace);
  ASSAY_TRY(const GradeResult result, grader.finish(exercises.front(), std::move(assembled)));
  GradeReports reports(options);
  ASSAY_CHECK(reports.add(exercises.front(), result, std::move(code)));
  ASSAY_CHECK(reports.write());
  ASSAY_CHECK(write_out(options, report::to_json(result, view_of(options)),
                        report::to_text(result, style_of(options, common))));
  return code_for(options, result);
}

}  // namespace assay::app
