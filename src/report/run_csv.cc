#include "report/run_csv.h"

#include <algorithm>
#include <map>
#include <utility>

#include "report/csv.h"
#include "report/reproducible.h"
#include "report/run_facts.h"

namespace assay::report {
namespace {

const std::vector<std::string>& columns() {
  static const std::vector<std::string> names = {
      "candidate",    "exercise",       "rank",          "total",        "status",
      "final_score",  "max_score",      "score",         "late_seconds", "late_days",
      "late_percent", "adjusted_score", "decided_score", "decided_by",   "decided_because",
      "criteria_met", "criteria",       "repository",    "ref",          "commit",
      "commit_time",  "identical_to",   "reason",        "finished_at",  "tries",
      "reused"};
  return names;
}

// A column of the roster: its name, and the how-manieth of that name it is in its row.
using RosterColumn = std::pair<std::string, std::size_t>;

std::vector<RosterColumn> roster_columns(const Run& run) {
  std::vector<RosterColumn> found;
  std::map<RosterColumn, bool> known;
  for (const SubmissionRecord& record : run.submissions) {
    std::map<std::string, std::size_t> times;
    for (const auto& [name, value] : record.entry.extra) {
      const RosterColumn column{name, times[name]++};
      if (known.emplace(column, true).second) found.push_back(column);
    }
  }
  return found;
}

std::string value_of(const SubmissionRecord& record, const RosterColumn& column) {
  std::size_t skip = column.second;
  for (const auto& [name, value] : record.entry.extra)
    if (name == column.first && skip-- == 0) return value;
  return "";
}

// "Ada; Grace", and from how many more.
std::string equals_of(const Run& run, const IdenticalSubmissions& group, std::size_t index) {
  std::string names;
  std::size_t named = 0;
  for (const std::size_t other : group.submissions) {
    if (other == index) continue;
    if (named == kMostEqualsNamed)
      return names + "; and " + std::to_string(group.submissions.size() - 1 - named) + " more";
    names += (named++ == 0 ? "" : "; ") + run.submissions[other].entry.candidate;
  }
  return names;
}

// For each submission, its candidate's standing and who else handed in the same.
class Context {
 public:
  explicit Context(const Run& run)
      : run_(run),
        board_(leaderboard(run)),
        groups_(identical_submissions(run)),
        standings_(run.submissions.size()),
        group_of_(run.submissions.size()) {
    for (const Standing& standing : board_)
      for (const std::size_t index : standing.candidate.submissions) standings_[index] = &standing;
    for (const IdenticalSubmissions& group : groups_)
      for (const std::size_t index : group.submissions) group_of_[index] = &group;
  }

  [[nodiscard]] const Standing& standing(std::size_t index) const { return *standings_[index]; }
  [[nodiscard]] std::string equals(std::size_t index) const {
    return group_of_[index] == nullptr ? "" : equals_of(run_, *group_of_[index], index);
  }

 private:
  const Run& run_;
  const std::vector<Standing> board_;
  const std::vector<IdenticalSubmissions> groups_;
  std::vector<const Standing*> standings_;
  std::vector<const IdenticalSubmissions*> group_of_;
};

std::optional<std::uint32_t> rank_of(const Standing& standing) {
  return standing.rank == 0 ? std::nullopt : std::optional(standing.rank);
}

template <class T, class Member>
std::optional<std::uint32_t> member(const std::optional<T>& value, Member T::*field) {
  return value ? std::optional<std::uint32_t>((*value).*field) : std::nullopt;
}

std::size_t met(const GradeResult& result) {
  return static_cast<std::size_t>(
      std::count_if(result.criteria.begin(), result.criteria.end(),
                    [](const CriterionResult& c) { return c.verdict == Verdict::kPassed; }));
}

void write_scores(Csv& csv, const Run& run, const SubmissionRecord& record) {
  csv.number(final_score(record)).number(max_score_of(run, record)).number(raw_score(record));
  if (record.late)
    csv.number(record.late->seconds);
  else
    csv.text("");
  csv.number(member(record.late, &Lateness::days)).number(member(record.late, &Lateness::percent));
  csv.number(record.adjusted).number(member(record.decision, &Decision::score));
  csv.text(record.decision ? record.decision->author : "");
  csv.text(record.decision ? record.decision->reason : "");
  if (record.result && !record.result->criteria.empty())
    csv.number(static_cast<std::int64_t>(met(*record.result)))
        .number(static_cast<std::int64_t>(record.result->criteria.size()));
  else
    csv.text("").text("");
}

void write_source(Csv& csv, const SubmissionRecord& record) {
  const GradeResult* result = record.result ? &*record.result : nullptr;
  const SubmissionRef& asked = record.entry.submission;
  csv.text(without_credentials(result != nullptr && !result->origin.empty() ? result->origin
                                                                            : asked.source));
  csv.text(result != nullptr && !result->ref.empty() ? result->ref : asked.ref.value_or(""));
  csv.text(result == nullptr ? "" : result->commit);
  csv.time(result == nullptr ? 0 : result->commit_time);
}

void write_header(Csv& csv, const std::vector<std::string>& names) {
  for (const std::string& name : names) csv.text(name);
}

void write_criterion(Csv& csv, const SubmissionRecord& record, const CriterionResult* criterion,
                     bool quiet) {
  csv.text(record.entry.candidate).text(record.exercise).text(standing_word(record));
  if (criterion == nullptr) {
    for (std::size_t i = 0; i < 8; ++i) csv.text("");
    csv.text(why_no_score(record));
  } else {
    csv.text(criterion->id).text(criterion->title);
    csv.number(std::int64_t{criterion->points}).number(std::int64_t{criterion->earned});
    csv.text(name(criterion->verdict));
    if (quiet)
      csv.text("").text("").text("");
    else
      csv.number(std::int64_t{criterion->attempts})
          .number(std::int64_t{criterion->passed})
          .text(is_flaky(*record.result, *criterion) ? "yes" : "no");
    csv.text(criterion->reason);
  }
  csv.end_row();
}

}  // namespace

Status write_csv(const Run& run, View view, const Sink& sink) {
  const bool candidate = view == View::kCandidate;
  const bool quiet = is_reproducible(run);
  const std::vector<RosterColumn> carried =
      candidate ? std::vector<RosterColumn>{} : roster_columns(run);
  std::vector<std::string> names;
  names.reserve(carried.size());
  for (const RosterColumn& column : carried) names.push_back(column.first);
  Csv csv;
  write_header(csv, columns());
  write_header(csv, distinct_columns(names, columns()));
  csv.end_row();
  const Context context(run);
  for (std::size_t i = 0; i < run.submissions.size(); ++i) {
    const SubmissionRecord record = shown(run.submissions[i], view);
    const Standing& standing = context.standing(i);
    csv.text(record.entry.candidate).text(record.exercise);
    csv.number(rank_of(standing)).number(standing.candidate.total).text(standing_word(record));
    write_scores(csv, run, record);
    write_source(csv, record);
    csv.text(candidate ? "" : context.equals(i)).text(why_no_score(record));
    csv.time(record.finished_at);
    if (quiet)
      csv.text("").text("");
    else
      csv.number(std::int64_t{record.tries}).text(record.reused ? "yes" : "no");
    for (const RosterColumn& column : carried) csv.text(value_of(record, column));
    csv.end_row();
    ASSAY_CHECK(sink(csv.take()));
  }
  return run.submissions.empty() ? sink(csv.take()) : Status{};
}

std::string run_to_csv(const Run& run, View view) {
  std::string bytes;
  // In memory nothing can fail.
  (void)write_csv(run, view, into(bytes));
  return bytes;
}

std::string run_to_long_csv(const Run& run, View view) {
  Csv csv;
  write_header(csv, {"candidate", "exercise", "status", "criterion", "title", "points", "earned",
                     "verdict", "runs", "passed_runs", "flaky", "reason"});
  csv.end_row();
  const bool quiet = is_reproducible(run);
  for (const SubmissionRecord& whole : run.submissions) {
    const SubmissionRecord record = shown(whole, view);
    if (!record.result || record.result->criteria.empty()) {
      write_criterion(csv, record, nullptr, quiet);
      continue;
    }
    for (const CriterionResult& criterion : record.result->criteria)
      write_criterion(csv, record, &criterion, quiet);
  }
  return csv.take();
}

}  // namespace assay::report
