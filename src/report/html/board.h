// The run as the page shows it: a row a candidate in the order of rank, a column a criterion.
// Made from a run that has already been cut (report/html/cut.h), to which it refers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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
  Picked(const SubmissionList& all, const std::vector<std::size_t>& places)
      : all_(&all), places_(places.begin(), places.end()) {}

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  const SubmissionRecord operator[](std::size_t index) const {  // NOLINT(*-const-return-type)
    return (*all_)[places_[index]];
  }
  [[nodiscard]] CopyIterator<Picked> begin() const { return {*this, 0}; }
  [[nodiscard]] CopyIterator<Picked> end() const { return {*this, size()}; }
  [[nodiscard]] const std::vector<std::uint32_t>& places() const { return places_; }

 private:
  const SubmissionList* all_;
  std::vector<std::uint32_t> places_;
};

struct Row {
  explicit Row(Picked picked) : submissions(std::move(picked)) {}

  std::string key;          ///< 12 hexadecimal digits that say nothing of the name
  std::string name;         ///< as it is shown
  std::uint32_t alias = 0;  ///< "Candidate 7": the same in every report about all of the run
  std::optional<std::uint32_t> total;
  std::string rank;  ///< "3", "3=" of several; "" without a score
  Picked submissions;
  std::vector<std::string_view> flags;  ///< "late", "decided", "identical", "tampered", ...
  /// What became of each column; nothing where there is no result for it.
  std::vector<const CriterionResult*> cells;
};

struct Board {
  const Run* run = nullptr;
  View view = View::kCandidate;
  bool alone = false;     ///< made for one candidate: no ranks, nothing of a cohort
  bool one_each = true;   ///< no candidate has more than one submission
  std::vector<Row> rows;  ///< best first; who has no score comes last
  std::vector<Column> columns;
  /// Rows by what they handed in (GradeResult::inputs_digest).
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_inputs;
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
