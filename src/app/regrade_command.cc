// assay regrade: what a changed exercise does to a run. The submissions are graded
// again from the code that the run keeps, into a generation of their own; nothing of it
// counts until --apply says so, and both versions stay in the store.

#include <algorithm>
#include <ctime>
#include <set>

#include "app/batch_display.h"
#include "app/batch_engine.h"
#include "app/batch_plan.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "app/interrupt.h"
#include "app/regrade_comparison.h"
#include "app/run_documents.h"
#include "app/run_reports.h"
#include "base/file.h"
#include "grading/judge.h"
#include "report/units.h"

namespace assay::app {
namespace {

// What the catalogue has now for the exercises of a run.
struct Changes {
  Run settings;         // with the cards as they are now
  Exercises exercises;  // those that differ
  // Those of which only points, prerequisites or the sharing out of tests differ: what is known of
  // the tests can be judged anew.
  std::set<std::string> judged_anew;
};

// What a criterion about calls looks at is not in the store.
bool needs_inspection(const Exercise& exercise) {
  return std::any_of(exercise.criteria.begin(), exercise.criteria.end(), [](const Criterion& each) {
    return !each.evidence.must_call.empty() || !each.evidence.must_not_call.empty();
  });
}

Result<Changes> find_changes(const exercise::Catalogue& catalogue, Run settings) {
  Changes changes;
  for (ExerciseCard& card : settings.exercises) {
    ASSAY_TRY(Exercise exercise, exercise::find(catalogue, card.id));
    if (exercise.digest == card.digest) continue;
    if (exercise.run_digest == card.run_digest && !needs_inspection(exercise))
      changes.judged_anew.insert(exercise.id);
    ASSAY_TRY(card, card_of(exercise, card.weight));
    changes.exercises.emplace(exercise.id, std::move(exercise));
  }
  changes.settings = std::move(settings);
  return changes;
}

std::optional<store::Regrade> open_preview(const std::vector<store::Regrade>& regrades) {
  for (const store::Regrade& regrade : regrades)
    if (regrade.state == store::RegradeState::kPreview) return regrade;
  return std::nullopt;
}

// The preview to go on with, or a new one. One that was made for other tests than there are now is
// dropped.
Result<store::Regrade> begin(const CommonOptions& common, const RegradeOptions& options,
                             const Changes& changes, store::RunStore& store) {
  const std::string settings = settings_to_json(changes.settings);
  ASSAY_TRY(const auto regrades, store.regrades());
  if (const auto preview = open_preview(regrades)) {
    if (preview->settings == settings) return *preview;
    note(common, "the exercise has changed again: the earlier preview is dropped");
    ASSAY_CHECK(store.settle_regrade(preview->generation, store::RegradeState::kDropped));
  }
  const std::string reason = options.reason.empty() ? "the exercise changed" : options.reason;
  return store.begin_regrade(reason, settings, std::time(nullptr));
}

// A change of the exercise touches what was built for it; what never got that far (no submission, a
// repository that was refused) stays as it is.
bool is_touched(const store::StoredSubmission& stored, const Exercises& changed) {
  return stored.current && !stored.current->inputs_digest.empty() &&
         changed.contains(stored.task.exercise);
}

Result<std::vector<BatchTask>> tasks_of(const store::RunStore& store, const Changes& changes,
                                        std::uint32_t generation) {
  std::set<std::int64_t> done;
  ASSAY_CHECK(store.for_each_in(generation, [&](const store::StoredSubmission& stored) -> Status {
    if (stored.current && !stored.current->gave_up) done.insert(stored.task.id);
    return {};
  }));
  std::vector<BatchTask> tasks;
  ASSAY_CHECK(store.for_each([&](const store::StoredSubmission& stored) -> Status {
    if (!is_touched(stored, changes.exercises) || done.contains(stored.task.id)) return {};
    ASSAY_TRY(RosterEntry entry, entry_from_json(stored.task.entry));
    tasks.push_back({stored.task.id, std::move(entry.candidate), std::move(entry.submission),
                     &changes.exercises.at(stored.task.exercise), true});
    return {};
  }));
  return tasks;
}

// The submission as it was graded before: its code is in the store, whatever has become of the
// repository.
Result<Assembled> assemble_again(const Grader& grader, const Exercise& exercise,
                                 const SubmissionRecord& record) {
  Snapshot snapshot;
  const GradeResult& before = *record.result;
  snapshot.origin = before.origin;
  snapshot.commit = before.commit;
  snapshot.tree = before.tree;
  snapshot.ref = before.ref;
  snapshot.commit_time = before.commit_time;
  snapshot.author = before.author;
  snapshot.files = record.code;
  ASSAY_TRY(Assembled assembled, grader.assemble(exercise, before.submission, snapshot));
  assembled.result.dropped = before.dropped;
  return assembled;
}

// The same evidence under other rules.
Assembled judge_again(const Exercise& exercise, const SubmissionRecord& record,
                      const std::string& inputs_digest) {
  Assembled assembled;
  assembled.settled = true;
  GradeResult& result = assembled.result = *record.result;
  result.exercise_digest = exercise.digest;
  result.inputs_digest = inputs_digest;
  for (const std::string& file : result.files)
    if (const auto code = record.code.find(file); code != record.code.end())
      assembled.workspace.module.insert(*code);
  assembled.workspace.candidate_files = result.files;
  if (result.outcome != Outcome::kGraded) {
    result.criteria = grading::judge_unrun(exercise);
    return assembled;
  }
  const bool vetted = std::none_of(result.diagnostics.begin(), result.diagnostics.end(),
                                   [](const Diagnostic& each) { return each.check == "limit"; });
  result.criteria = grading::judge(exercise, {result.tests, result.diagnostics, {}, vetted});
  result.score = grading::score(result.criteria);
  return assembled;
}

Result<Assembled> read_stored(const store::RunStore& store, const Grader& grader,
                              const Changes& changes, const BatchTask& task) {
  ASSAY_TRY(const store::StoredSubmission stored, store.find(task.id));
  ASSAY_TRY(const SubmissionRecord record, record_of(stored));
  ASSAY_TRY(Assembled assembled, assemble_again(grader, *task.exercise, record));
  if (!changes.judged_anew.contains(task.exercise->id)) return assembled;
  return judge_again(*task.exercise, record, assembled.result.inputs_digest);
}

Status grade(const CommonOptions& common, const RegradeOptions& options, const Changes& changes,
             store::RunStore& store, std::uint32_t generation,
             const std::vector<BatchTask>& tasks) {
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(const Workshop workshop, open_workshop(common, paths, options.isolation));
  watch_for_handlers();
  const unsigned jobs = slots_for(options.jobs);
  BatchDisplay display(common, jobs, 0);
  const Grader grader(*workshop.sandbox, workshop.prepared,
                      {workshop.isolation, workshop.cgroup, std::nullopt, 1});
  EngineOptions engine_options;
  engine_options.jobs = jobs;
  engine_options.fetchers = 1;
  engine_options.generation = generation;
  engine_options.read = [&](const BatchTask& task) {
    return read_stored(store, grader, changes, task);
  };
  BatchEngine engine(grader, store, display, engine_options);
  const InterruptHandlers handlers(
      [&](int count) {
        engine.stop();
        if (count > 1) workshop.sandbox->cancel();
      },
      [&] { (void)write_all(STDERR_FILENO, display.status()); });
  display.begin(tasks.size());
  const auto summary = engine.carry_out(tasks);
  display.end();
  if (!summary) return tl::unexpected(summary.error());
  if (summary->left != 0)
    return fail(ErrorKind::kInterrupted,
                report::format_count(summary->left, "submission") + " left",
                "the same command goes on");
  return {};
}

Result<int> settle(const CommonOptions& common, const RegradeOptions& options,
                   store::RunStore& store) {
  ASSAY_TRY(const auto regrades, store.regrades());
  const auto preview = open_preview(regrades);
  if (!preview)
    return fail(ErrorKind::kNotFound, "there is no regrade to apply or drop",
                "`assay regrade " + options.run.string() + "` makes one");
  if (options.apply) {
    ASSAY_TRY(const Run now, settings_from_json(preview->settings));
    ASSAY_TRY(const Comparison comparison, compare_generations(store, preview->generation));
    if (comparison.failed != 0)
      return fail(report::format_count(comparison.failed, "submission") +
                      " could not be graded again: applying would mix two versions",
                  "start the regrade again, or --drop it");
  }
  const auto state = options.apply ? store::RegradeState::kApplied : store::RegradeState::kDropped;
  ASSAY_CHECK(store.settle_regrade(preview->generation, state));
  ASSAY_CHECK(write_run_reports(store, options.run));
  note(common, options.apply ? "applied: the new results count, and the old ones stay in the store"
                             : "dropped: everything counts as before");
  return kExitDone;
}

}  // namespace

Result<int> run_regrade(const CommonOptions& common, const RegradeOptions& options) {
  ASSAY_TRY(auto store, store::RunStore::open(options.run, store::RunStore::Access::kWrite));
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(const auto catalogue, open_catalogue(common, paths));
  ASSAY_TRY(Run settings, load_settings(store));
  ASSAY_TRY(const Changes changes, find_changes(catalogue, std::move(settings)));
  if (options.drop) return settle(common, options, store);
  if (changes.exercises.empty()) {
    note(common, "no exercise of this run has changed since it was graded");
    return kExitDone;
  }
  ASSAY_TRY(const store::Regrade regrade, begin(common, options, changes, store));
  ASSAY_TRY(const auto tasks, tasks_of(store, changes, regrade.generation));
  if (options.apply && !tasks.empty())
    return fail(
        ErrorKind::kUsage, "the regrade is not complete: there is nothing to apply yet",
        "`assay regrade " + options.run.string() + "` goes on with it, and shows what changes");
  if (options.apply) return settle(common, options, store);
  if (!tasks.empty())
    ASSAY_CHECK(grade(common, options, changes, store, regrade.generation, tasks));
  ASSAY_TRY(const Comparison comparison, compare_generations(store, regrade.generation));
  ASSAY_CHECK(print(options.json ? to_json(regrade, comparison) : to_text(regrade, comparison)));
  note(common, "nothing counts yet: --apply lets it, --drop forgets it");
  return comparison.failed != 0 ? kExitInfrastructure : kExitDone;
}

}  // namespace assay::app
