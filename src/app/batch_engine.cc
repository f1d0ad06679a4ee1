#include "app/batch_engine.h"

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "app/run_documents.h"
#include "base/digest.h"
#include "base/lately.h"
#include "report/result_json.h"

namespace assay::app {
namespace {

using Clock = std::chrono::steady_clock;

// What a slow disk lets pile up, in memory: some ten kilobytes each.
constexpr std::size_t kMostInOneTransaction = 64;
// How long results wait for others to share a transaction, each of which waits for the disk.
constexpr auto kGathering = std::chrono::milliseconds(20);
constexpr std::size_t kMostRemembered = 8;

// A submission that has been read and waits for a slot.
struct Job {
  std::size_t index = 0;
  Assembled assembled;
};

// What equal submissions have in common, as a value and as the store keeps it.
struct Common {
  explicit Common(GradeResult of) : result(std::move(of)), json(report::common_to_json(result)) {}
  const GradeResult result;
  const std::string json;
};
using CommonPtr = std::shared_ptr<const Common>;

// A submission with a result, on its way to the store.
struct Outgoing {
  std::size_t index = 0;
  GradeResult begun;  // whose it is; the rest is in `common`
  CommonPtr common;
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
      return settle({job.index, job.assembled.result,
                     std::make_shared<const Common>(job.assembled.result),
                     code_of(job.assembled.workspace)});
    const std::string digest = job.assembled.result.inputs_digest;
    if (waits_for_its_twin(digest, job)) return;
    Outgoing outgoing{job.index, job.assembled.result, nullptr, code_of(job.assembled.workspace)};
    const std::string key = cache_key(digest);
    const BatchTask& task = (*tasks)[job.index];
    if (!task.afresh) outgoing.common = find_cached(key, *task.exercise);
    outgoing.reused = outgoing.common != nullptr;
    if (!outgoing.reused) outgoing.common = grade_afresh(slot, task, key, std::move(job.assembled));
    release_twins(digest, outgoing.common);
    if (outgoing.common) settle(std::move(outgoing));
  }

  // Null if it was interrupted, or cannot be.
  CommonPtr grade_afresh(unsigned slot, const BatchTask& task, const std::string& key,
                         Assembled assembled) {
    auto graded = grader.finish(*task.exercise, std::move(assembled), [&](std::string_view phase) {
      observer.on_phase(slot, &task, phase);
    });
    if (graded) {
      if (!is_ours(*graded)) keep_cached(key, *graded);
      return std::make_shared<const Common>(*std::move(graded));
    }
    // An error that is neither ours nor an interruption is the exercise's: it breaks every other
    // submission as well.
    if (graded.error().kind != ErrorKind::kInterrupted) give_up(graded.error());
    return nullptr;
  }

  // Whether the same inputs are being graded at this moment; then `job` waits for that result.
  bool waits_for_its_twin(const std::string& digest, Job& job) {
    const std::lock_guard lock(mutex);
    const auto [place, first] = twins.try_emplace(digest);
    if (!first)
      place->second.push_back(
          {job.index, std::move(job.assembled.result), nullptr, code_of(job.assembled.workspace)});
    return !first;
  }

  // Those who waited share the result; if there is none, they are read and graded by themselves.
  void release_twins(const std::string& digest, const CommonPtr& common) {
    std::vector<Outgoing> waiting;
    {
      const std::lock_guard lock(mutex);
      waiting = std::move(twins.at(digest));
      twins.erase(digest);
      if (!common || is_ours(common->result)) {
        for (const Outgoing& each : waiting) retries.emplace(Clock::now(), each.index);
        waiting.clear();
      }
      changed.notify_all();
    }
    for (Outgoing& each : waiting) {
      each.common = common;
      each.reused = true;
      settle(std::move(each));
    }
  }

  [[nodiscard]] std::string cache_key(const std::string& digest) const {
    Hasher hasher;
    hasher.add_field("assay result 1").add_field(options.machine).add_field(digest);
    return to_hex(hasher.finish());
  }

  // Where hundreds hand in the same, the untouched starter above all, it need not be read again.
  // A cache that fails costs time and nothing else.
  CommonPtr find_cached(const std::string& key, const Exercise& exercise) {
    if (options.cache == nullptr) return nullptr;
    {
      const std::lock_guard lock(mutex);
      if (const CommonPtr* known = lately_found.find(key)) return *known;
    }
    const auto document = options.cache->find(key, std::time(nullptr));
    if (!document || !*document) return nullptr;
    auto read = report::from_json("cache", **document);
    if (!read || read->view != report::View::kReviewer || is_ours(read->result)) return nullptr;
    reword(exercise, read->result);
    auto common = std::make_shared<const Common>(std::move(read->result));
    const std::lock_guard lock(mutex);
    return lately_found.add(key, std::move(common));
  }

  void keep_cached(const std::string& key, const GradeResult& result) const {
    if (options.cache == nullptr) return;
    (void)options.cache->keep(key, report::to_json(result, report::View::kReviewer),
                              std::time(nullptr));
  }

  // --- settling and recording ---------------------------------------------------------------

  // A result is final, unless it is our own error and there are tries left.
  void settle(Outgoing outgoing) {
    const BatchTask& task = (*tasks)[outgoing.index];
    std::unique_lock lock(mutex);
    const GradeResult& result = outgoing.common->result;
    const unsigned failed = failures[outgoing.index] += is_ours(result) ? 1 : 0;
    outgoing.tries = is_ours(result) ? failed : failed + 1;
    if (is_ours(result) && failed < options.tries) {
      const auto wait = options.backoff * (1U << (2 * (failed - 1)));
      retries.emplace(Clock::now() + wait, outgoing.index);
      changed.notify_all();
      lock.unlock();
      observer.on_retry(task, result.error, failed, wait);
      return;
    }
    outgoing.gave_up = is_ours(result);
    // A disk that is slow makes grading wait, and not results pile up in memory.
    changed.wait(lock, [&] { return stopping || finished.size() < kMostInOneTransaction; });
    finished.push_back(std::move(outgoing));
    changed.notify_all();
  }

  // All that is finished, soon after there is something; empty when nothing more will come.
  std::vector<Outgoing> next_to_record() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return closing || !finished.empty(); });
    changed.wait_for(lock, kGathering, [&] {
      return closing || stopping || finished.size() >= kMostInOneTransaction;
    });
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
    const GradeResult& result = each.common->result;
    row.inputs_digest = result.inputs_digest;
    row.outcome = std::string(name(result.outcome));
    row.score = result.score;
    row.result = each.common->json;
    row.own = report::own_to_json(each.begun);
    row.code = code_to_json(each.code);
    row.finished_at = std::time(nullptr);
    row.tries = each.tries;
    row.reused = each.reused;
    return row;
  }

  void tell(const Outgoing& each) {
    BatchFinished told{&(*tasks)[each.index], &each.common->result, each.reused, each.gave_up, 0,
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
  Lately<std::string, CommonPtr> lately_found{kMostRemembered};  // in the cache, by key
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
