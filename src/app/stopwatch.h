// How long something took, by a clock that nobody sets back.
#pragma once

#include <chrono>
#include <cstdint>

namespace assay::app {

/// Runs from the moment that it is made.
class Stopwatch {
 public:
  [[nodiscard]] std::int64_t milliseconds() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace assay::app
