// The run as the page shows it: a row a candidate in the order of rank, a column a criterion.
// Made from a run that has already been cut (report/html/cut.h), to which it refers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/run.h"
#include "report/html_report.h"

namespace assay::report::html {

struct Column {
  std::size_t exercise = 0;  ///< index into Run::exercises
  const CriterionCard* criterion = nullptr;
};

/// Some of a run's submissions, by their places in it.
class Picked {
 public:
  /// Both must outlive it.
  Picked(const SubmissionList& all, std::span<const std::uint32_t> places)
      : all_(&all), places_(places) {}

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  const SubmissionRecord operator[](std::size_t index) const {  // NOLINT(*-const-return-type)
    return (*all_)[places_[index]];
  }
  [[nodiscard]] CopyIterator<Picked> begin() const { return {*this, 0}; }
  [[nodiscard]] CopyIterator<Picked> end() const { return {*this, size()}; }
  [[nodiscard]] std::span<const std::uint32_t> places() const { return places_; }

 private:
  const SubmissionList* all_;
  std::span<const std::uint32_t> places_;
};

enum class Flag : std::uint8_t { kLate, kDecided, kTampered, kFlaky, kUnsandboxed, kIdentical };

/// There are ten thousand of them, so that each holds few bytes and tells the rest when asked.
struct Row {
  static constexpr std::size_t kKeyLength = 12;

  explicit Row(Picked picked) : submissions(picked) {}

  /// 12 hexadecimal digits that say nothing of the name.
  [[nodiscard]] std::string_view key() const { return {digits.data(), digits.size()}; }
  [[nodiscard]] std::string name() const;  ///< as it is shown
  [[nodiscard]] std::string rank() const;  ///< "3", "3=" of several; "" without a score
  [[nodiscard]] std::vector<std::string_view> flags() const;  ///< "late", "decided", …
  void add(Flag flag) { flagged |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(flag)); }

  Picked submissions;
  std::array<char, kKeyLength> digits{};
  std::uint32_t alias = 0;  ///< "Candidate 7": the same in every report about all of the run
  std::optional<std::uint32_t> total;
  std::uint32_t place = 0;  ///< from 1; 0: none
  bool tied = false;
  std::uint8_t flagged = 0;
  /// What became of each column; nothing where there is no result for it. Equal lists are one.
  SharedList<const CriterionResult*> cells;
};

struct Board {
  const Run* run = nullptr;
  View view = View::kCandidate;
  bool alone = false;     ///< made for one candidate: no ranks, nothing of a cohort
  bool one_each = true;   ///< no candidate has more than one submission
  std::vector<Row> rows;  ///< best first; who has no score comes last
  std::vector<Column> columns;
  std::vector<std::uint32_t> places;  ///< what the rows' Picked refer to
  /// Hashes of what was handed in (GradeResult::inputs_digest) with the rows, in order. Of ten
  /// thousand, two that differ share a hash with a chance of one in 10^11.
  std::vector<std::pair<std::size_t, std::uint32_t>> by_inputs;

  Board() = default;
  Board(Board&&) = default;
  Board& operator=(Board&&) = default;
  Board(const Board&) = delete;  // its rows would refer to the other's places
  Board& operator=(const Board&) = delete;
  ~Board() = default;
};

Board make_board(const Run& run, const HtmlOptions& options);

/// Candidates other than `row` who handed in exactly what `record` is, by their rows: the first
/// kMostEqualsNamed, and how many there are.
struct Equals {
  std::vector<std::size_t> rows;
  std::size_t count = 0;
};
Equals identical_to(const Board& board, const Row& row, const SubmissionRecord& record);

/// The score as the machine gave it, before lateness and decisions.
std::optional<std::uint32_t> machine_score(const SubmissionRecord& record);

/// When the work had to be handed in, with the candidate's extension; nothing without a deadline.
std::optional<std::int64_t> deadline_of(const Run& run, const SubmissionRecord& record);

}  // namespace assay::report::html
