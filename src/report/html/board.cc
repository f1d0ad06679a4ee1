#include "report/html/board.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "base/digest.h"
#include "base/text.h"
#include "report/run_facts.h"

namespace assay::report::html {
namespace {

constexpr std::size_t kKeyLength = 12;

// Deep links stay valid from one report of a run to the next, and say no name during a blind
// review.
std::string key_of(const Run& run, const std::string& candidate) {
  Hasher hasher;
  hasher.add_field(run.title).add_field(candidate);
  return to_hex(hasher.finish()).substr(0, kKeyLength);
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
  if (any(is_late)) row.flags.emplace_back("late");
  if (any([](const SubmissionRecord& r) { return r.decision.has_value(); }))
    row.flags.emplace_back("decided");
  if (any(is_tampered)) row.flags.emplace_back("tampered");
  if (any(has_flaky)) row.flags.emplace_back("flaky");
  if (any(is_exposed)) row.flags.emplace_back("unsandboxed");
  if (board.view == View::kCandidate) return;
  if (any([&](const SubmissionRecord& r) { return identical_to(board, row, r).count != 0; }))
    row.flags.emplace_back("identical");
}

void set_ranks(std::vector<Row>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    if (!a.total || !b.total) return a.total.has_value() && !b.total;
    return *a.total > *b.total;
  });
  for (std::size_t first = 0; first < rows.size() && rows[first].total;) {
    std::size_t end = first + 1;
    while (end < rows.size() && rows[end].total == rows[first].total) ++end;
    for (std::size_t i = first; i < end; ++i)
      rows[i].rank = std::to_string(first + 1) + (end - first > 1 ? "=" : "");
    first = end;
  }
}

void set_inputs(Board& board) {
  for (std::size_t i = 0; i < board.rows.size(); ++i)
    for (const SubmissionRecord& record : board.rows[i].submissions) {
      if (!record.result || record.result->inputs_digest.empty()) continue;
      std::vector<std::size_t>& same = board.by_inputs[record.result->inputs_digest];
      if (same.empty() || same.back() != i) same.push_back(i);
    }
}

// In the order of the keys, which has nothing to do with names or scores.
void set_aliases(std::vector<Row>& rows) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return rows[a].key < rows[b].key; });
  for (std::size_t i = 0; i < order.size(); ++i)
    rows[order[i]].alias = static_cast<std::uint32_t>(i + 1);
}

}  // namespace

Board make_board(const Run& run, const HtmlOptions& options) {
  Board board;
  board.run = &run;
  board.view = options.view;
  board.alone = options.candidate.has_value();
  board.columns = columns_of(run);
  const std::vector<CandidateTotal> totals = totals_of(run);
  board.rows.reserve(totals.size());
  for (const CandidateTotal& total : totals) {
    Row row(Picked(run.submissions, total.submissions));
    row.cells.reserve(board.columns.size());
    row.key = key_of(run, total.candidate);
    row.name = printable_line(total.candidate);
    row.total = total.total;
    board.one_each = board.one_each && row.submissions.size() == 1;
    for (const Column& column : board.columns) row.cells.push_back(cell_of(board, row, column));
    board.rows.push_back(std::move(row));
  }
  set_aliases(board.rows);
  set_ranks(board.rows);
  if (board.alone)
    for (Row& row : board.rows) row.rank.clear();
  set_inputs(board);
  for (Row& row : board.rows) set_flags(board, row);
  return board;
}

Equals identical_to(const Board& board, const Row& row, const SubmissionRecord& record) {
  if (!record.result || record.result->inputs_digest.empty()) return {};
  const auto same = board.by_inputs.find(record.result->inputs_digest);
  if (same == board.by_inputs.end()) return {};
  // Each row is there once, and this one is among them.
  Equals found{{}, same->second.size() - 1};
  for (const std::size_t i : same->second) {
    if (found.rows.size() == kMostEqualsNamed) break;
    if (board.rows[i].key != row.key) found.rows.push_back(i);
  }
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
