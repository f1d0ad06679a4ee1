// assay batch: grades everyone on a roster into a run's folder, and goes on where it
// was when it is started again.

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "app/batch_display.h"
#include "app/batch_engine.h"
#include "app/batch_events.h"
#include "app/batch_plan.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "app/fetching.h"
#include "app/interrupt.h"
#include "app/machine.h"
#include "app/own_memory.h"
#include "app/run_documents.h"
#include "app/run_reports.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"

namespace assay::app {
namespace {

// Tells each of several observers.
class Observers : public BatchObserver {
 public:
  explicit Observers(std::vector<BatchObserver*> all) : all_(std::move(all)) {}
  void on_phase(unsigned slot, const BatchTask* task, std::string_view phase) override {
    for (BatchObserver* each : all_) each->on_phase(slot, task, phase);
  }
  void on_retry(const BatchTask& task, const std::string& error, unsigned failed,
                std::chrono::milliseconds wait) override {
    for (BatchObserver* each : all_) each->on_retry(task, error, failed, wait);
  }
  void on_finished(const BatchFinished& finished) override {
    for (BatchObserver* each : all_) each->on_finished(finished);
  }

 private:
  std::vector<BatchObserver*> all_;
};

// The run was begun with exercises that have changed since: results of two kinds must not mix.
Status check_unchanged(const Run& stored, const Run& now) {
  for (const ExerciseCard& card : now.exercises)
    for (const ExerciseCard& before : stored.exercises)
      if (before.id == card.id && before.digest != card.digest)
        return fail(ErrorKind::kUsage,
                    "the exercise " + card.id + " has changed since this run was begun (" +
                        before.digest.substr(0, 12) + " then, " + card.digest.substr(0, 12) +
                        " now)",
                    "`assay regrade` shows what the change does to this run; or put the exercise "
                    "back as it was, or begin another run with another --out");
  return {};
}

// Settings of a later start: the exercises that are new join; the deadline is what was said last.
Run merged(Run stored, const Run& now) {
  for (const ExerciseCard& card : now.exercises) {
    const auto same = [&](const ExerciseCard& before) { return before.id == card.id; };
    if (std::none_of(stored.exercises.begin(), stored.exercises.end(), same))
      stored.exercises.push_back(card);
  }
  stored.late = now.late;
  return stored;
}

Status salvage(const CommonOptions& common, const BatchOptions& options) {
  ASSAY_TRY(const auto salvaged, store::RunStore::salvage(options.out));
  note(common, "taken over: " + std::to_string(salvaged.results) + " results of " +
                   std::to_string(salvaged.tasks) + " submissions, and " +
                   std::to_string(salvaged.decisions) + " decisions; the damaged run is kept as " +
                   salvaged.damaged.string());
  return {};
}

Result<store::RunStore> open_store(const BatchOptions& options, const BatchPlan& plan) {
  if (!store::RunStore::exists(options.out)) {
    ASSAY_TRY(const std::string id, random_bytes(8));
    return store::RunStore::create(
        options.out, {to_hex(id), settings_to_json(plan.settings), std::time(nullptr)});
  }
  ASSAY_TRY(auto store, store::RunStore::open(options.out, store::RunStore::Access::kWrite));
  ASSAY_TRY(const Run stored, load_settings(store));
  ASSAY_CHECK(check_unchanged(stored, plan.settings));
  ASSAY_TRY(const Run first, settings_from_json(store.header().settings));
  const std::string settings = settings_to_json(merged(first, plan.settings));
  if (settings != store.header().settings) ASSAY_CHECK(store.set_settings(settings));
  return store;
}

// Lines that are new join the run, those that say something else now are graded again, and those
// that are gone stay.
Status take_roster(const CommonOptions& common, store::RunStore& store, const BatchPlan& plan) {
  ASSAY_TRY(const auto added, store.add(plan.tasks));
  for (const store::Task& task : added.changed) {
    for (const store::NewTask& now : plan.tasks)
      if (now.candidate == task.candidate && now.exercise == task.exercise)
        ASSAY_CHECK(store.replace_entry(now));
    note(common, "the roster says something else of " + task.candidate + " (" + task.exercise +
                     ") than before: graded again");
  }
  if (!added.missing.empty())
    note(common, std::to_string(added.missing.size()) +
                     " submissions of this run are not on the roster any more: they stay");
  return {};
}

bool asked_for(const std::string& word, const store::StoredSubmission& stored) {
  if (word == "infra") return stored.task.progress == Progress::kGaveUp;
  if (word == "failed") return stored.current && !stored.current->score;
  return stored.task.candidate == word;
}

// The tasks that --rerun asks for are pending again; which they are.
Result<std::set<std::int64_t>> reopen(const BatchOptions& options, store::RunStore& store) {
  std::set<std::int64_t> again;
  std::set<std::string> met;
  if (options.rerun.empty()) return again;
  ASSAY_CHECK(store.for_each([&](const store::StoredSubmission& stored) -> Status {
    for (const std::string& word : options.rerun) {
      if (!asked_for(word, stored)) continue;
      met.insert(word);
      again.insert(stored.task.id);
    }
    return {};
  }));
  for (const std::string& word : options.rerun)
    if (word != "infra" && word != "failed" && !met.contains(word))
      return fail(ErrorKind::kNotFound, "--rerun " + word + ": the run has no such candidate",
                  "name a candidate of the roster, or `failed`, or `infra`");
  ASSAY_CHECK(store.reopen({again.begin(), again.end()}));
  return again;
}

Result<std::vector<BatchTask>> pending_of(const store::RunStore& store, const BatchPlan& plan,
                                          const std::set<std::int64_t>& afresh) {
  ASSAY_TRY(const auto pending, store.pending());
  std::vector<BatchTask> tasks;
  tasks.reserve(pending.size());
  for (const store::Task& task : pending) {
    const auto exercise = plan.exercises.find(task.exercise);
    if (exercise == plan.exercises.end()) continue;  // of a line that left the roster
    ASSAY_TRY(RosterEntry entry, entry_from_json(task.entry));
    tasks.push_back({task.id, std::move(entry.candidate), std::move(entry.submission),
                     &exercise->second, afresh.contains(task.id)});
  }
  return tasks;
}

class Batch {
 public:
  Batch(const CommonOptions& common, const BatchOptions& options, store::RunStore& store)
      : common_(common), options_(options), store_(store) {}

  Result<BatchSummary> grade(const Paths& paths, const std::vector<BatchTask>& tasks) {
    ASSAY_TRY(const std::uint64_t done, store_.count(Progress::kDone));
    ASSAY_TRY(const std::uint64_t gave_up, store_.count(Progress::kGaveUp));
    const auto before = static_cast<std::size_t>(done + gave_up);
    const unsigned jobs = slots_for(options_.jobs);
    BatchDisplay display(common_, jobs, before);
    std::unique_ptr<BatchEvents> events;
    if (options_.events) {
      ASSAY_TRY(events, BatchEvents::open(*options_.events));
    }
    std::vector<BatchObserver*> all = {&display};
    if (events) all.push_back(events.get());
    Observers observers(all);

    ASSAY_TRY(const Workshop workshop, open_workshop(common_, paths, options_.isolation));
    watch_for_handlers();
    std::optional<store::ResultCache> cache;
    EngineOptions engine_options;
    ASSAY_CHECK(set_up(paths, workshop, jobs, cache, engine_options));
    const Grader grader(*workshop.sandbox, workshop.prepared,
                        {workshop.isolation, workshop.cgroup, std::nullopt, 1});
    BatchEngine engine(grader, store_, observers, engine_options);
    const InterruptHandlers handlers(
        [&](int count) {
          engine.stop();
          if (count > 1) workshop.sandbox->cancel();
        },
        [&] { (void)write_all(STDERR_FILENO, display.status()); });
    if (events) events->begin(store_.header().id, tasks.size(), before);
    display.begin(tasks.size());
    give_back_memory();
    auto summary = engine.carry_out(tasks);
    display.end();
    if (events && summary) events->end(*summary);
    if (events && !events->status()) note(common_, events->status().error().message);
    return summary;
  }

 private:
  Status set_up(const Paths& paths, const Workshop& workshop, unsigned jobs,
                std::optional<store::ResultCache>& cache, EngineOptions& engine) {
    engine.jobs = jobs;
    engine.fetchers = std::clamp(jobs * 2, 4U, 16U);
    engine.source = source_options(options_.fetch);
    ASSAY_TRY(engine.machine, machine_digest(paths, workshop));
    // Without the cache of all runs, this run has one of its own: equal submissions are graded
    // once.
    if (options_.no_cache) return open_cache(options_.out / "cache", cache, engine);
    const Status opened = open_cache(results_folder(), cache, engine);
    if (opened) return {};
    note(common_, "results of earlier runs are not used: " + opened.error().message);
    return open_cache(options_.out / "cache", cache, engine);
  }

  static Status open_cache(const std::filesystem::path& folder,
                           std::optional<store::ResultCache>& cache, EngineOptions& engine) {
    ASSAY_TRY(auto opened, store::ResultCache::open(folder));
    engine.cache = &cache.emplace(std::move(opened));
    return {};
  }

  const CommonOptions& common_;
  const BatchOptions& options_;
  store::RunStore& store_;
};

Status show(const CommonOptions& common, const BatchOptions& options,
            const store::RunStore& store) {
  ASSAY_TRY(const std::string text, write_run_reports(store, options.out, common));
  ASSAY_CHECK(print(text));
  note(common, "the reports are " + (options.out / "report.html").string() + " and results.csv");
  return {};
}

// What is to be graded, and grades it. The plan, which is as long as the roster, is gone when the
// reports are written.
Result<BatchSummary> grade_roster(const CommonOptions& common, const BatchOptions& options,
                                  std::optional<store::RunStore>& store) {
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(const auto catalogue, open_catalogue(common, paths));
  ASSAY_TRY(BatchPlan plan, plan_batch(catalogue, options));
  for (const roster::Remark& remark : plan.remarks)
    note(common, remark.where + ": " + remark.message);
  if (options.salvage) ASSAY_CHECK(salvage(common, options));
  ASSAY_TRY(store, open_store(options, plan));
  for (const std::string& remark : store->remarks()) note(common, remark);
  ASSAY_CHECK(take_roster(common, *store, plan));
  std::vector<store::NewTask>().swap(plan.tasks);  // the store has them
  ASSAY_TRY(const auto afresh, reopen(options, *store));
  ASSAY_TRY(const auto tasks, pending_of(*store, plan, afresh));
  if (!tasks.empty()) return Batch(common, options, *store).grade(paths, tasks);
  note(common, "everything on the roster is graded");
  return BatchSummary{};
}

}  // namespace

Result<int> run_batch(const CommonOptions& common, const BatchOptions& options) {
  std::optional<store::RunStore> store;
  ASSAY_TRY(const BatchSummary summary, grade_roster(common, options, store));
  give_back_memory();
  ASSAY_CHECK(show(common, options, *store));
  if (interrupted_by() != 0) {
    note(common, std::to_string(summary.left) + " submissions are left: the same command goes on");
    return exit_code(ErrorKind::kInterrupted);
  }
  ASSAY_TRY(const std::uint64_t gave_up, store->count(Progress::kGaveUp));
  return gave_up != 0 ? kExitInfrastructure : kExitDone;
}

}  // namespace assay::app
