#include "report/html/statistics.h"

#include <algorithm>
#include <cmath>

#include "report/html/marks.h"

namespace assay::report::html {
namespace {

struct Pair {
  double met;   // 0 or 1
  double rest;  // points
};

std::optional<double> correlation(const std::vector<Pair>& pairs) {
  const auto count = static_cast<double>(pairs.size());
  if (pairs.empty()) return std::nullopt;
  double met = 0;
  double rest = 0;
  for (const Pair& pair : pairs) {
    met += pair.met / count;
    rest += pair.rest / count;
  }
  double both = 0;
  double of_met = 0;
  double of_rest = 0;
  for (const Pair& pair : pairs) {
    both += (pair.met - met) * (pair.rest - rest);
    of_met += (pair.met - met) * (pair.met - met);
    of_rest += (pair.rest - rest) * (pair.rest - rest);
  }
  constexpr double kNothing = 1e-9;
  if (of_met < kNothing || of_rest < kNothing) return std::nullopt;
  return both / std::sqrt(of_met * of_rest);
}

// What the row earned in the column's exercise, the column itself left out.
double rest_of(const Board& board, const Row& row, std::size_t column) {
  std::uint64_t points = 0;
  for (std::size_t i = 0; i < board.columns.size(); ++i)
    if (i != column && row.cells[i] != nullptr &&
        board.columns[i].exercise == board.columns[column].exercise)
      points += row.cells[i]->earned;
  return static_cast<double>(points);
}

// Whether repeats disagreed over what stands in the column.
bool is_flaky_in(const Row& row, const CriterionResult* cell) {
  return std::any_of(row.submissions.begin(), row.submissions.end(), [&](const auto& record) {
    if (!record.result) return false;
    const auto& criteria = record.result->criteria;
    return std::any_of(criteria.begin(), criteria.end(), [&](const CriterionResult& each) {
      return &each == cell && is_flaky(*record.result, each);
    });
  });
}

CriterionStatistics statistics_of(const Board& board, std::size_t column) {
  CriterionStatistics statistics;
  std::vector<Pair> pairs;
  for (const Row& row : board.rows) {
    const CriterionResult* cell = row.cells[column];
    if (cell == nullptr) continue;
    const bool met = cell->verdict == Verdict::kPassed;
    ++statistics.graded;
    statistics.met += met ? 1 : 0;
    statistics.flaky += is_flaky_in(row, cell) ? 1 : 0;
    ++statistics.verdicts[cell->verdict];
    pairs.push_back({met ? 1.0 : 0.0, rest_of(board, row, column)});
  }
  statistics.discrimination = correlation(pairs);
  return statistics;
}

}  // namespace

std::size_t band_of(const std::optional<std::uint32_t>& total) {
  if (!total) return kBands - 1;
  return std::min<std::size_t>(*total / 10, kBands - 2);
}

std::array<std::size_t, kBands> distribution(const Board& board) {
  std::array<std::size_t, kBands> counts{};
  for (const Row& row : board.rows) ++counts[band_of(row.total)];
  return counts;
}

std::optional<std::uint32_t> median(const Board& board) {
  std::vector<std::uint32_t> totals;
  for (const Row& row : board.rows)
    if (row.total) totals.push_back(*row.total);
  if (totals.empty()) return std::nullopt;
  std::sort(totals.begin(), totals.end());
  const std::size_t middle = totals.size() / 2;
  return totals.size() % 2 == 1 ? totals[middle] : (totals[middle - 1] + totals[middle]) / 2;
}

std::vector<CriterionStatistics> criterion_statistics(const Board& board) {
  std::vector<CriterionStatistics> all;
  all.reserve(board.columns.size());
  for (std::size_t i = 0; i < board.columns.size(); ++i) all.push_back(statistics_of(board, i));
  return all;
}

std::optional<Timeline> timeline(const Board& board, std::size_t slices) {
  std::vector<std::pair<std::int64_t, std::string_view>> finished;  // when, and how
  for (const Row& row : board.rows)
    for (const SubmissionRecord& record : row.submissions)
      if (record.finished_at != 0) finished.emplace_back(record.finished_at, state_of(record));
  if (finished.size() < 2) return std::nullopt;
  const auto [first, last] = std::minmax_element(finished.begin(), finished.end());
  Timeline line{first->first, last->first, {}};
  if (line.from == line.to) return std::nullopt;
  line.slices.resize(slices);
  const double length = static_cast<double>(line.to) - static_cast<double>(line.from);
  for (const auto& [when, state] : finished) {
    const double at = static_cast<double>(when) - static_cast<double>(line.from);
    const auto slice = static_cast<std::size_t>(at / length * static_cast<double>(slices));
    ++line.slices[std::min(slice, slices - 1)][state];
  }
  return line;
}

}  // namespace assay::report::html
