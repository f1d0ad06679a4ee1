// What the whole of a run says: how scores are spread, how well a criterion tells strong
// candidates from weak ones, how outcomes came in. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/html/board.h"

namespace assay::report::html {

/// Bands 0 to 9 are tens of points, 10 is the full score, 11 no score.
constexpr std::size_t kBands = 12;
std::size_t band_of(const std::optional<std::uint32_t>& total);
std::array<std::size_t, kBands> distribution(const Board& board);

/// The middle of all totals (of an even number, the mean of the two, rounded down).
std::optional<std::uint32_t> median(const Board& board);

struct CriterionStatistics {
  std::size_t graded = 0;  ///< graded submissions that the criterion was judged in
  std::size_t met = 0;
  std::size_t flaky = 0;  ///< in which its attempts disagreed
  std::map<Verdict, std::size_t> verdicts;
  /// Point-biserial correlation of meeting it with the points earned for all other criteria: how
  /// well it tells those who did the rest well from those who did not. Nothing where one of the two
  /// is the same for everybody.
  std::optional<double> discrimination;
};

/// For each column of the board.
std::vector<CriterionStatistics> criterion_statistics(const Board& board);

/// Finished submissions by state, in slices of the run's time of equal length.
struct Timeline {
  std::int64_t from = 0;  ///< Unix time
  std::int64_t to = 0;
  std::vector<std::map<std::string_view, std::size_t>> slices;
};
/// Nothing while fewer than two have finished, or all did at the same second.
std::optional<Timeline> timeline(const Board& board, std::size_t slices);

}  // namespace assay::report::html
