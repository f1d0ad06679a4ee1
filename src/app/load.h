// Processes that only spin, to see whether verdicts hold on a busy machine.
#pragma once

#include <sys/types.h>

#include <vector>

#include "base/result.h"

namespace assay::app {

/// `count` processes that spin until the object goes, or this process does.
class Load {
 public:
  static Result<Load> start(unsigned count);
  Load() = default;
  Load(Load&& other) noexcept : children_(std::move(other.children_)) { other.children_.clear(); }
  Load& operator=(Load&&) = delete;
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  ~Load();

 private:
  std::vector<pid_t> children_;
};

}  // namespace assay::app
