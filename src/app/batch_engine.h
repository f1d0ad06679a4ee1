// Grades many submissions: reading runs ahead of grading, what is equal is graded
// once, and a result is in the store before anyone is told of it.
//
// Threads hand submissions on: fetchers read and assemble them into a short queue,
// one grader a slot inspects, builds and runs, and the recorder writes what is
// finished, all that has come in one transaction. An infrastructure error is tried
// again after a while, from the fetch on; the last one is recorded as such.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/grader.h"
#include "base/result.h"
#include "model/run.h"
#include "source/source.h"
#include "store/result_cache.h"
#include "store/run_store.h"

namespace assay::app {

struct BatchTask {
  std::int64_t id = 0;  ///< of the store
  std::string candidate;
  SubmissionRef submission;
  const Exercise* exercise = nullptr;
  bool afresh = false;  ///< graded even if its result is known
};

struct BatchFinished {
  const BatchTask* task = nullptr;
  const GradeResult* result = nullptr;
  bool reused = false;
  bool gave_up = false;
  std::size_t done = 0;
  std::size_t total = 0;
};

/// Who watches a batch. Called from several threads at once.
class BatchObserver {
 public:
  virtual ~BatchObserver() = default;
  /// What a slot does now; `task` is null and `phase` empty when it has nothing to do.
  virtual void on_phase(unsigned slot, const BatchTask* task, std::string_view phase) = 0;
  /// Something of ours went wrong, and is tried again after `wait`.
  virtual void on_retry(const BatchTask& task, const std::string& error, unsigned failed,
                        std::chrono::milliseconds wait) = 0;
  /// The result is on disk.
  virtual void on_finished(const BatchFinished& finished) = 0;
};

struct EngineOptions {
  unsigned jobs = 1;
  unsigned fetchers = 4;
  std::uint32_t generation = 0;
  source::Options source;
  /// Instead of reading the source that the entry names.
  std::function<Result<Assembled>(const BatchTask&)> read;
  store::ResultCache* cache = nullptr;
  std::string machine;  ///< digest of what decides a verdict besides the inputs; for the cache
  unsigned tries = 3;   ///< of what fails for a reason of ours
  std::chrono::milliseconds backoff{
      1000};  ///< before the second try; four times that before the third
};

/// How it ended. What is left is pending in the store.
struct BatchSummary {
  std::size_t finished = 0;
  std::size_t gave_up = 0;
  std::size_t left = 0;
};

class BatchEngine {
 public:
  BatchEngine(const Grader& grader, store::RunStore& store, BatchObserver& observer,
              EngineOptions options);
  ~BatchEngine();
  BatchEngine(const BatchEngine&) = delete;
  BatchEngine& operator=(const BatchEngine&) = delete;

  /// Once. An Error if the store could not take a result: then nothing further is begun.
  Result<BatchSummary> carry_out(const std::vector<BatchTask>& tasks);

  /// From any thread: begins nothing further; what is under way is finished and recorded.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::app
