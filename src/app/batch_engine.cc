#include "app/batch_engine.h"

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "app/run_documents.h"
#include "base/digest.h"
#include "report/result_json.h"

namespace assay::app {
namespace {

using Clock = std::chrono::steady_clock;

// What a slow disk lets pile up, in memory: some ten kilobytes each.
constexpr std::size_t kMostInOneTransaction = 64;
constexpr std::size_t kMostRemembered = 8;

// A submission that has been read and waits for a slot.
struct Job {
  std::size_t index = 0;
  Assembled assembled;
};

// A submission with a result, on its way to the store.
struct Outgoing {
  std::size_t index = 0;
  GradeResult result;
  FileSet code;
  bool reused = false;
  bool gave_up = false;
  std::uint32_t tries = 1;
};

// Titles and hints can have changed since: they decide nothing, and so are not among the inputs.
void reword(const Exercise& exercise, GradeResult& result) {
  result.exercise_title = exercise.title;
  for (CriterionResult& criterion : result.criteria.edit())
    for (const Criterion& now : exercise.criteria)
      if (now.id == criterion.id) {
        criterion.title = now.title;
        if (!criterion.hint.empty()) criterion.hint = now.hint;
      }
}

// The result that another submission with the same inputs got, as that of the submission that
// `begun` is the beginning of.
GradeResult adopt(const Exercise& exercise, GradeResult found, const GradeResult& begun) {
  reword(exercise, found);
  found.submission = begun.submission;
  found.origin = begun.origin;
  found.commit = begun.commit;
  found.tree = begun.tree;
  found.ref = begun.ref;
  found.commit_time = begun.commit_time;
  found.author = begun.author;
  found.dropped = begun.dropped;
  found.started_at = begun.started_at;
  return found;
}

bool is_ours(const GradeResult& result) {
  return result.outcome == Outcome::kInfrastructureError;
}

}  // namespace

struct BatchEngine::State {
  State(const Grader& grader_in, store::RunStore& store_in, BatchObserver& observer_in,
        EngineOptions options_in)
      : grader(grader_in), store(store_in), observer(observer_in), options(std::move(options_in)) {}

  // --- fetching -----------------------------------------------------------------------------

  // The next submission to read, as soon as there is room for it; nothing when all is done.
  std::optional<std::size_t> next_to_fetch() {
    std::unique_lock lock(mutex);
    for (;;) {
      if (stopping || unsettled == 0) return std::nullopt;
      const bool room = ready.size() + fetching < options.jobs * 2 + 2;
      if (room && !retries.empty() && retries.begin()->first <= Clock::now()) {
        const std::size_t index = retries.begin()->second;
        retries.erase(retries.begin());
        ++fetching;
        return index;
      }
      if (room && next_fresh < tasks->size()) {
        ++fetching;
        return next_fresh++;
      }
      if (room && !retries.empty()) {
        // A copy: wait_until() looks at its argument again when it has waited, and by then another
        // thread may have taken the retry.
        const Clock::time_point due = retries.begin()->first;
        changed.wait_until(lock, due);
      } else {
        changed.wait(lock);
      }
    }
  }

  [[nodiscard]] Result<Assembled> read(const BatchTask& task) const {
    if (options.read) return options.read(task);
    return grader.assemble(*task.exercise, task.submission, options.source);
  }

  void fetch() {
    while (const auto index = next_to_fetch()) {
      const BatchTask& task = (*tasks)[*index];
      auto assembled = read(task);
      const std::lock_guard lock(mutex);
      --fetching;
      // Interrupted: it stays pending. What else is an error here, a source that makes no sense,
      // is the roster's business and has a result that says so.
      if (!assembled && assembled.error().kind != ErrorKind::kInterrupted)
        assembled = grader.refused(*task.exercise, task.submission, assembled.error());
      if (assembled) ready.push_back({*index, *std::move(assembled)});
      changed.notify_all();
    }
  }

  // --- grading ------------------------------------------------------------------------------

  std::optional<Job> next_to_grade() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return stopping || unsettled == 0 || !ready.empty(); });
    if (stopping || ready.empty()) return std::nullopt;
    Job job = std::move(ready.front());
    ready.pop_front();
    changed.notify_all();
    return job;
  }

  void grade(unsigned slot) {
    while (auto job = next_to_grade()) {
      handle(slot, *std::move(job));
      observer.on_phase(slot, nullptr, "");
    }
  }

  void handle(unsigned slot, Job job) {
    if (job.assembled.settled)
      return settle({job.index, std::move(job.assembled.result), code_of(job.assembled.workspace)});
    const std::string digest = job.assembled.result.inputs_digest;
    if (waits_for_its_twin(digest, job)) return;
    const GradeResult begun = job.assembled.result;
    FileSet code = code_of(job.assembled.workspace);
    const std::string key = cache_key(digest);
    const BatchTask& task = (*tasks)[job.index];
    auto result = task.afresh ? std::nullopt : find_cached(key);
    const bool reused = result.has_value();
    if (reused) {
      result = adopt(*task.exercise, *std::move(result), begun);
    } else {
      auto graded =
          grader.finish(*task.exercise, std::move(job.assembled),
                        [&](std::string_view phase) { observer.on_phase(slot, &task, phase); });
      // An error that is neither ours nor an interruption is the exercise's: it breaks every other
      // submission as well.
      if (!graded && graded.error().kind != ErrorKind::kInterrupted) give_up(graded.error());
      if (graded) {
        result = *std::move(graded);
        if (!is_ours(*result)) keep_cached(key, *result);
      }
    }
    release_twins(digest, result);
    if (result) settle({job.index, *std::move(result), std::move(code), reused});
  }

  // Whether the same inputs are being graded at this moment; then `job` waits for that result.
  bool waits_for_its_twin(const std::string& digest, Job& job) {
    const std::lock_guard lock(mutex);
    const auto [place, first] = twins.try_emplace(digest);
    if (!first)
      place->second.push_back(
          {job.index, std::move(job.assembled.result), code_of(job.assembled.workspace)});
    return !first;
  }

  // Those who waited share the result; if there is none, they are read and graded by themselves.
  void release_twins(const std::string& digest, const std::optional<GradeResult>& result) {
    std::vector<Outgoing> waiting;
    {
      const std::lock_guard lock(mutex);
      waiting = std::move(twins.at(digest));
      twins.erase(digest);
      if (!result || is_ours(*result)) {
        for (const Outgoing& each : waiting) retries.emplace(Clock::now(), each.index);
        waiting.clear();
      }
      changed.notify_all();
    }
    for (Outgoing& each : waiting) {
      each.result = adopt(*(*tasks)[each.index].exercise, *result, each.result);
      each.reused = true;
      settle(std::move(each));
    }
  }

  [[nodiscard]] std::string cache_key(const std::string& digest) const {
    Hasher hasher;
    hasher.add_field("assay result 1").add_field(options.machine).add_field(digest);
    return to_hex(hasher.finish());
  }

  // A cache that fails costs time and nothing else.
  std::optional<GradeResult> find_cached(const std::string& key) {
    if (options.cache == nullptr) return std::nullopt;
    if (auto result = recall(key)) return result;
    const auto document = options.cache->find(key, std::time(nullptr));
    if (!document || !*document) return std::nullopt;
    auto read = report::from_json("cache", **document);
    if (!read || read->view != report::View::kReviewer || is_ours(read->result))
      return std::nullopt;
    remember(key, read->result);
    return std::move(read->result);
  }

  void keep_cached(const std::string& key, const GradeResult& result) const {
    if (options.cache == nullptr) return;
    (void)options.cache->keep(key, report::to_json(result, report::View::kReviewer),
                              std::time(nullptr));
  }

  // Where hundreds hand in the same, the untouched starter above all, it need not be read again.
  std::optional<GradeResult> recall(const std::string& key) {
    const std::lock_guard lock(mutex);
    for (const auto& [known, result] : lately_found)
      if (known == key) return result;
    return std::nullopt;
  }

  void remember(const std::string& key, const GradeResult& result) {
    const std::lock_guard lock(mutex);
    if (lately_found.size() == kMostRemembered) lately_found.pop_front();
    lately_found.emplace_back(key, result);
  }

  // --- settling and recording ---------------------------------------------------------------

  // A result is final, unless it is our own error and there are tries left.
  void settle(Outgoing outgoing) {
    const BatchTask& task = (*tasks)[outgoing.index];
    std::unique_lock lock(mutex);
    const unsigned failed = failures[outgoing.index] += is_ours(outgoing.result) ? 1 : 0;
    outgoing.tries = is_ours(outgoing.result) ? failed : failed + 1;
    if (is_ours(outgoing.result) && failed < options.tries) {
      const auto wait = options.backoff * (1U << (2 * (failed - 1)));
      retries.emplace(Clock::now() + wait, outgoing.index);
      changed.notify_all();
      lock.unlock();
      observer.on_retry(task, outgoing.result.error, failed, wait);
      return;
    }
    outgoing.gave_up = is_ours(outgoing.result);
    // A disk that is slow makes grading wait, and not results pile up in memory.
    changed.wait(lock, [&] { return stopping || finished.size() < kMostInOneTransaction; });
    finished.push_back(std::move(outgoing));
    changed.notify_all();
  }

  // All that is finished, as soon as there is something; empty when nothing more will come.
  std::vector<Outgoing> next_to_record() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return closing || !finished.empty(); });
    std::vector<Outgoing> some;
    while (!finished.empty() && some.size() < kMostInOneTransaction) {
      some.push_back(std::move(finished.front()));
      finished.pop_front();
    }
    changed.notify_all();
    return some;
  }

  void record() {
    for (auto some = next_to_record(); !some.empty(); some = next_to_record()) {
      std::vector<store::Finished> rows;
      rows.reserve(some.size());
      for (const Outgoing& each : some) rows.push_back(row_of(each));
      if (const Status stored = store.finish(rows); !stored) return give_up(stored.error());
      for (const Outgoing& each : some) tell(each);
    }
  }

  [[nodiscard]] store::Finished row_of(const Outgoing& each) const {
    store::Finished row;
    row.task = (*tasks)[each.index].id;
    row.generation = options.generation;
    row.gave_up = each.gave_up;
    row.inputs_digest = each.result.inputs_digest;
    row.outcome = std::string(name(each.result.outcome));
    row.score = each.result.score;
    row.result = report::to_json(each.result, report::View::kReviewer);
    row.code = code_to_json(each.code);
    row.finished_at = std::time(nullptr);
    row.tries = each.tries;
    row.reused = each.reused;
    return row;
  }

  void tell(const Outgoing& each) {
    BatchFinished told{&(*tasks)[each.index], &each.result, each.reused, each.gave_up, 0,
                       tasks->size()};
    {
      const std::lock_guard lock(mutex);
      told.done = ++summary.finished;
      summary.gave_up += each.gave_up ? 1 : 0;
      --unsettled;
      changed.notify_all();
    }
    observer.on_finished(told);
  }

  // The store does not take what is finished: going on would be work for nothing.
  void give_up(const Error& error) {
    const std::lock_guard lock(mutex);
    fatal = error;
    stopping = true;
    changed.notify_all();
  }

  const Grader& grader;
  store::RunStore& store;
  BatchObserver& observer;
  const EngineOptions options;
  const std::vector<BatchTask>* tasks = nullptr;

  std::mutex mutex;
  std::condition_variable changed;  // any of what follows
  std::size_t next_fresh = 0;
  std::size_t fetching = 0;
  std::multimap<Clock::time_point, std::size_t> retries;  // when, which
  std::deque<Job> ready;
  std::map<std::string, std::vector<Outgoing>> twins;  // by digest: who waits for the one that runs
  std::vector<unsigned> failures;                      // by index
  std::deque<Outgoing> finished;
  std::deque<std::pair<std::string, GradeResult>> lately_found;  // in the cache, by key
  std::size_t unsettled = 0;                                     // not in the store yet
  bool stopping = false;
  bool closing = false;  // graders are gone
  BatchSummary summary;
  std::optional<Error> fatal;
};

BatchEngine::BatchEngine(const Grader& grader, store::RunStore& store, BatchObserver& observer,
                         EngineOptions options)
    : state_(std::make_unique<State>(grader, store, observer, std::move(options))) {}

BatchEngine::~BatchEngine() = default;

Result<BatchSummary> BatchEngine::carry_out(const std::vector<BatchTask>& tasks) {
  State& state = *state_;
  state.tasks = &tasks;
  state.unsettled = tasks.size();
  state.failures.assign(tasks.size(), 0);
  std::jthread recorder([&] { state.record(); });
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, state.options.fetchers); ++i)
      threads.emplace_back([&] { state.fetch(); });
    for (unsigned slot = 0; slot < std::max(1U, state.options.jobs); ++slot)
      threads.emplace_back([&, slot] { state.grade(slot); });
  }
  {
    const std::lock_guard lock(state.mutex);
    state.closing = true;
    state.changed.notify_all();
  }
  recorder.join();
  if (state.fatal) return tl::unexpected(*state.fatal);
  state.summary.left = state.unsettled;
  return state.summary;
}

void BatchEngine::stop() {
  const std::lock_guard lock(state_->mutex);
  state_->stopping = true;
  state_->changed.notify_all();
}

}  // namespace assay::app
