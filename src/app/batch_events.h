// A batch as newline-delimited JSON, for programs that follow it: "begin", "phase",
// "retry", "finish", "end". Each line is one write, made after what it tells of is so.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>

#include "app/batch_engine.h"
#include "base/fd.h"
#include "base/result.h"

namespace assay::app {

class BatchEvents : public BatchObserver {
 public:
  /// Appends to `path`, which may be a FIFO or /dev/stdout.
  static Result<std::unique_ptr<BatchEvents>> open(const std::filesystem::path& path);

  void begin(const std::string& run, std::size_t total, std::size_t done_before);
  void end(const BatchSummary& summary);
  void on_phase(unsigned slot, const BatchTask* task, std::string_view phase) override;
  void on_retry(const BatchTask& task, const std::string& error, unsigned failed,
                std::chrono::milliseconds wait) override;
  void on_finished(const BatchFinished& finished) override;

  /// The first thing that went wrong with writing; a batch does not stop for it.
  [[nodiscard]] Status status() const;

 private:
  explicit BatchEvents(Fd fd) : fd_(std::move(fd)) {}
  void write(const std::string& line);

  Fd fd_;
  mutable std::mutex mutex_;
  Status status_;
};

}  // namespace assay::app
