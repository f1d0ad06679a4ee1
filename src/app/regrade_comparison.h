// What a regrade would change: each submission's result before and after.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/run_store.h"

namespace assay::app {

/// One submission whose score or criteria a regrade changes.
struct Difference {
  std::string candidate;
  std::string exercise;
  std::string before;  ///< a score, or why there is none
  std::string after;
  std::int64_t gain = 0;         ///< points
  std::vector<std::string> won;  ///< criteria that are met now
  std::vector<std::string> lost;
};

struct Comparison {
  std::vector<Difference> differences;  ///< who loses most comes first
  std::size_t same = 0;
  std::size_t failed = 0;  ///< could not be graded again
};

/// Compares what counts now with what the regrade `generation` found.
Result<Comparison> compare_generations(const store::RunStore& store, std::uint32_t generation);

/// For the terminal: a line a difference, and a sum.
std::string to_text(const store::Regrade& regrade, const Comparison& comparison);

/// The same for programs.
std::string to_json(const store::Regrade& regrade, const Comparison& comparison);

}  // namespace assay::app
