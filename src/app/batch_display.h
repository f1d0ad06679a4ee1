// What a batch says while it runs. On a terminal: a bar, what each slot does and for
// how long, counts by outcome, and when it may be done, redrawn in place. Elsewhere a
// line for each finished submission.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/batch_engine.h"
#include "app/options.h"

namespace assay::app {

class BatchDisplay : public BatchObserver {
 public:
  /// `done_before`: submissions that an earlier run has finished; they count in the bar.
  BatchDisplay(const CommonOptions& common, unsigned slots, std::size_t done_before);
  ~BatchDisplay() override;
  BatchDisplay(const BatchDisplay&) = delete;
  BatchDisplay& operator=(const BatchDisplay&) = delete;

  void on_phase(unsigned slot, const BatchTask* task, std::string_view phase) override;
  void on_retry(const BatchTask& task, const std::string& error, unsigned failed,
                std::chrono::milliseconds wait) override;
  void on_finished(const BatchFinished& finished) override;

  /// Begins to draw, for so many submissions.
  void begin(std::size_t total);
  /// Takes the bar away; nothing is drawn after it.
  void end();
  /// What runs at this moment and for how long, as lines: for SIGUSR1.
  [[nodiscard]] std::string status() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Slot {
    std::string what;  ///< "" if it is idle
    std::string phase;
    Clock::time_point since;
  };

  void say(const std::string& line);
  void draw();
  void erase();
  [[nodiscard]] std::string bar() const;
  [[nodiscard]] std::string counts() const;
  [[nodiscard]] std::vector<std::string> slot_lines() const;

  const CommonOptions& common_;
  const bool terminal_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::vector<Slot> slots_;
  std::map<std::string, std::size_t> outcomes_;
  std::size_t done_before_;
  std::size_t done_ = 0;
  std::size_t total_ = 0;
  std::size_t drawn_ = 0;  // lines on the screen that are ours
  bool running_ = false;
  Clock::time_point begun_;
  std::jthread painter_;
};

}  // namespace assay::app
