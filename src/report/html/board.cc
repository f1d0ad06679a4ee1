#include "report/html/board.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "report/run_facts.h"

namespace assay::report::html {
namespace {

// Deep links stay valid from one report of a run to the next, and say no name during a blind
// review.
void set_key(Row& row, const Run& run, const std::string& candidate) {
  Hasher hasher;
  hasher.add_field(run.title).add_field(candidate);
  to_hex(hasher.finish()).copy(row.digits.data(), Row::kKeyLength);
}

std::vector<Column> columns_of(const Run& run) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < run.exercises.size(); ++i)
    for (const CriterionCard& criterion : run.exercises[i].criteria)
      columns.push_back({i, &criterion});
  return columns;
}

// The run's list keeps what is pointed to, whatever becomes of a record's copy.
const CriterionResult* cell_of(const Board& board, const Row& row, const Column& column) {
  const std::string& exercise = board.run->exercises[column.exercise].id;
  for (const SubmissionRecord& record : row.submissions) {
    if (record.exercise != exercise || !record.result) continue;
    if (record.result->outcome != Outcome::kGraded) continue;
    for (const CriterionResult& each : record.result->criteria)
      if (each.id == column.criterion->id) return &each;
  }
  return nullptr;
}

bool is_late(const SubmissionRecord& record) {
  return record.late && record.late->seconds > 0;
}

bool is_tampered(const SubmissionRecord& record) {
  if (!record.result) return false;
  const GradeResult& result = *record.result;
  return std::any_of(result.criteria.begin(), result.criteria.end(),
                     [](const auto& each) { return each.verdict == Verdict::kTampered; }) ||
         std::any_of(result.tests.begin(), result.tests.end(),
                     [](const auto& each) { return each.verdict == Verdict::kTampered; });
}

bool has_flaky(const SubmissionRecord& record) {
  return record.result && record.result->outcome == Outcome::kGraded &&
         std::any_of(record.result->criteria.begin(), record.result->criteria.end(),
                     [&](const CriterionResult& each) { return is_flaky(*record.result, each); });
}

bool is_exposed(const SubmissionRecord& record) {
  return record.result && record.result->outcome == Outcome::kGraded &&
         record.result->environment.isolation != "full";
}

void set_flags(const Board& board, Row& row) {
  const std::vector<SubmissionRecord> records(row.submissions.begin(), row.submissions.end());
  const auto any = [&](auto is) { return std::any_of(records.begin(), records.end(), is); };
  if (any(is_late)) row.add(Flag::kLate);
  if (any([](const SubmissionRecord& r) { return r.decision.has_value(); }))
    row.add(Flag::kDecided);
  if (any(is_tampered)) row.add(Flag::kTampered);
  if (any(has_flaky)) row.add(Flag::kFlaky);
  if (any(is_exposed)) row.add(Flag::kUnsandboxed);
  if (board.view == View::kCandidate) return;
  if (any([&](const SubmissionRecord& r) { return identical_to(board, row, r).count != 0; }))
    row.add(Flag::kIdentical);
}

// Best first, and without a total last. Rows are made in this order: sorting them would take as
// much room again.
void sort_by_total(std::vector<CandidateTotal>& totals) {
  std::stable_sort(totals.begin(), totals.end(),
                   [](const CandidateTotal& a, const CandidateTotal& b) {
                     if (!a.total || !b.total) return a.total.has_value() && !b.total;
                     return *a.total > *b.total;
                   });
}

void set_ranks(std::vector<Row>& rows) {
  for (std::size_t first = 0; first < rows.size() && rows[first].total;) {
    std::size_t end = first + 1;
    while (end < rows.size() && rows[end].total == rows[first].total) ++end;
    for (std::size_t i = first; i < end; ++i) {
      rows[i].place = static_cast<std::uint32_t>(first + 1);
      rows[i].tied = end - first > 1;
    }
    first = end;
  }
}

std::size_t hash_of_inputs(const SubmissionRecord& record) {
  return std::hash<std::string>()(record.result->inputs_digest);
}

void set_inputs(Board& board) {
  for (std::uint32_t i = 0; i < board.rows.size(); ++i)
    for (const SubmissionRecord& record : board.rows[i].submissions)
      if (record.result && !record.result->inputs_digest.empty())
        board.by_inputs.emplace_back(hash_of_inputs(record), i);
  std::sort(board.by_inputs.begin(), board.by_inputs.end());
  board.by_inputs.erase(std::unique(board.by_inputs.begin(), board.by_inputs.end()),
                        board.by_inputs.end());
}

// In the order of the keys, which has nothing to do with names or scores.
void set_aliases(std::vector<Row>& rows) {
  std::vector<std::uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return rows[a].digits < rows[b].digits; });
  for (std::size_t i = 0; i < order.size(); ++i)
    rows[order[i]].alias = static_cast<std::uint32_t>(i + 1);
}

// The order of `totals` is that of the rows.
void add_rows(const std::vector<CandidateTotal>& totals, Board& board) {
  const SubmissionList& all = board.run->submissions;
  board.rows.reserve(totals.size());
  board.places.reserve(all.size());  // so that it stays where the rows look for it
  std::set<SharedList<const CriterionResult*>> known;
  for (const CandidateTotal& total : totals) {
    const std::size_t begin = board.places.size();
    board.places.insert(board.places.end(), total.submissions.begin(), total.submissions.end());
    Row row(Picked(all, std::span(board.places).subspan(begin)));
    set_key(row, *board.run, total.candidate);
    row.total = total.total;
    board.one_each = board.one_each && row.submissions.size() == 1;
    std::vector<const CriterionResult*> cells;
    cells.reserve(board.columns.size());
    for (const Column& column : board.columns) cells.push_back(cell_of(board, row, column));
    row.cells = *known.insert(std::move(cells)).first;
    board.rows.push_back(std::move(row));
  }
}

}  // namespace

std::string Row::name() const {
  return printable_line(submissions[0].entry.candidate);
}

std::string Row::rank() const {
  return place == 0 ? "" : std::to_string(place) + (tied ? "=" : "");
}

std::vector<std::string_view> Row::flags() const {
  constexpr std::string_view kNames[] = {"late",  "decided",     "tampered",
                                         "flaky", "unsandboxed", "identical"};
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < std::size(kNames); ++i)
    if ((flagged >> i & 1U) != 0) names.push_back(kNames[i]);
  return names;
}

Board make_board(const Run& run, const HtmlOptions& options) {
  Board board;
  board.run = &run;
  board.view = options.view;
  board.alone = options.candidate.has_value();
  board.columns = columns_of(run);
  {
    std::vector<CandidateTotal> totals = totals_of(run);
    sort_by_total(totals);
    add_rows(totals, board);
  }
  set_aliases(board.rows);
  if (!board.alone) set_ranks(board.rows);
  set_inputs(board);
  for (Row& row : board.rows) set_flags(board, row);
  return board;
}

Equals identical_to(const Board& board, const Row& row, const SubmissionRecord& record) {
  if (!record.result || record.result->inputs_digest.empty()) return {};
  const std::size_t hash = hash_of_inputs(record);
  const auto begin = std::lower_bound(board.by_inputs.begin(), board.by_inputs.end(),
                                      std::pair{hash, std::uint32_t{0}});
  const auto end = std::upper_bound(begin, board.by_inputs.end(), std::pair{hash, UINT32_MAX});
  if (begin == end) return {};
  // Each row is there once, and this one is among them.
  Equals found{{}, static_cast<std::size_t>(end - begin) - 1};
  for (auto at = begin; at != end && found.rows.size() < kMostEqualsNamed; ++at)
    if (board.rows[at->second].digits != row.digits) found.rows.push_back(at->second);
  return found;
}

std::optional<std::uint32_t> machine_score(const SubmissionRecord& record) {
  if (!record.result || record.progress != Progress::kDone) return std::nullopt;
  return record.result->score;
}

std::optional<std::int64_t> deadline_of(const Run& run, const SubmissionRecord& record) {
  const auto deadline = record.entry.deadline ? record.entry.deadline : run.late.deadline;
  if (!deadline) return std::nullopt;
  return *deadline + record.entry.extension;
}

}  // namespace assay::report::html
