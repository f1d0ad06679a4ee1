#include "report/run_text.h"

#include <algorithm>
#include <set>
#include <utility>

#include "report/outline.h"
#include "report/run_facts.h"
#include "report/table.h"
#include "report/units.h"
#include "report/verdict_letters.h"

namespace assay::report {
namespace {

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

std::string or_dash(const std::optional<std::uint32_t>& value) {
  return value ? std::to_string(*value) : "–";
}

std::string percent_of(std::size_t part, std::size_t whole) {
  return whole == 0 ? "" : std::to_string(100 * part / whole) + " %";
}

// "2 days 3 h", "3 h 12 min", "40 s"
std::string how_late(std::int64_t seconds) {
  if (seconds >= kDay)
    return format_count(static_cast<std::uint64_t>(seconds / kDay), "day") + " " +
           std::to_string(seconds % kDay / kHour) + " h";
  if (seconds >= kHour)
    return std::to_string(seconds / kHour) + " h " + std::to_string(seconds % kHour / kMinute) +
           " min";
  if (seconds >= kMinute) return std::to_string(seconds / kMinute) + " min";
  return std::to_string(seconds) + " s";
}

std::string verdicts_of(const SubmissionRecord& record) {
  std::string letters;
  if (!raw_score(record)) return letters;
  for (const CriterionResult& each : record.result->criteria) letters += letter(each.verdict);
  return letters;
}

class RunPage {
 public:
  // `run` is cut to the style's view already.
  RunPage(const Run& run, const TextStyle& style)
      : run_(run), records_(run.submissions), style_(style), page_(style) {}

  std::string write() {
    write_title();
    write_counts();
    write_board();
    write_criteria();
    write_late();
    write_decisions();
    write_identical();
    write_faults();
    return page_.text();
  }

 private:
  void write_title() {
    page_.edges({tame(run_.title), Tone::kBold},
                {run_.id.empty() ? "" : "run " + tame(run_.id), Tone::kFaint});
    std::set<std::string> candidates;
    for (const SubmissionRecord& record : records_) candidates.insert(record.entry.candidate);
    page_.edges({format_count(records_.size(), "submission") + " of " +
                     format_count(candidates.size(), "candidate"),
                 Tone::kFaint},
                {run_.created_at == 0 ? "" : format_time(run_.created_at), Tone::kFaint});
  }

  void write_counts() {
    const Counts counts = counts_of(run_);
    Table table({{"", Align::kRight}, {""}});
    const auto add = [&](std::size_t count, std::string_view what, Tone tone) {
      if (count > 0) table.add({{std::to_string(count), tone}, {std::string(what)}});
    };
    const auto done = [&](Outcome outcome) {
      const auto at = counts.by_outcome.find(outcome);
      return at == counts.by_outcome.end() ? 0 : at->second;
    };
    add(done(Outcome::kGraded), "graded", Tone::kGood);
    add(done(Outcome::kBuildFailed), "failed to build", Tone::kBad);
    add(done(Outcome::kRejected), "rejected", Tone::kBad);
    add(done(Outcome::kNoSubmission), "with nothing to grade", Tone::kBad);
    add(done(Outcome::kInfrastructureError) + counts.gave_up,
        "not graded for a fault on our side, and not scored", Tone::kWarn);
    add(counts.pending, "pending", Tone::kWarn);
    page_.gap();
    page_.block(table.text(page_.width(), style_.color, 2));
  }

  // The title of a column of verdicts: the criteria's numbers.
  [[nodiscard]] std::string numbers(const std::string& exercise) const {
    const ExerciseCard* card = card_of(run_, exercise);
    std::string text;
    for (std::size_t i = 1; card != nullptr && i <= card->criteria.size(); ++i)
      text += static_cast<char>('0' + i % 10);
    return text;
  }

  // Score, what it was before, and the verdicts or why there are none.
  [[nodiscard]] std::vector<Cell> cells_of(std::size_t index) const {
    const SubmissionRecord& record = records_[index];
    const bool adjusted = is_adjusted(record);
    const std::string why = why_no_score(record);
    return {
        {or_dash(final_score(record)), Tone::kBold},
        {adjusted ? "(" + or_dash(raw_score(record)) + ")" : "", Tone::kFaint},
        {why.empty() ? verdicts_of(record) : tame(why), why.empty() ? Tone::kPlain : Tone::kWarn}};
  }

  [[nodiscard]] std::vector<Column> columns_of(const std::string& exercise) const {
    const bool adjusted = std::any_of(records_.begin(), records_.end(), is_adjusted);
    return {{"score", Align::kRight},
            {adjusted ? "before" : ""},
            {numbers(exercise), Align::kLeft, Fit::kCut}};
  }

  void write_board() {
    if (records_.empty()) return;
    const std::vector<Standing> board = leaderboard(run_);
    const bool single = board.size() == records_.size() && run_.exercises.size() <= 1;
    std::vector<Column> columns = {{"", Align::kRight}, {"candidate", Align::kLeft, Fit::kCut}};
    if (single) {
      const std::vector<Column> more = columns_of(records_[0].exercise);
      columns.insert(columns.end(), more.begin(), more.end());
    } else {
      columns.push_back({"total", Align::kRight});
    }
    Table table(columns);
    for (const Standing& standing : board) {
      std::vector<Cell> row = {{standing.text(), Tone::kFaint},
                               {tame(standing.candidate.candidate)}};
      if (single)
        for (Cell& cell : cells_of(standing.candidate.submissions.front()))
          row.push_back(std::move(cell));
      else
        row.push_back({or_dash(standing.candidate.total), Tone::kBold});
      table.add(std::move(row));
    }
    page_.heading("Leaderboard");
    page_.block(table.text(page_.width(), style_.color, 2));
    if (!single) write_exercises();
    write_legend();
  }

  void write_exercises() {
    std::vector<std::string> names;
    for (const SubmissionRecord& record : records_)
      if (std::find(names.begin(), names.end(), record.exercise) == names.end())
        names.push_back(record.exercise);
    for (const std::string& name : names) {
      std::vector<Column> columns = {{"candidate", Align::kLeft, Fit::kCut}};
      const std::vector<Column> more = columns_of(name);
      columns.insert(columns.end(), more.begin(), more.end());
      Table table(columns);
      for (std::size_t i = 0; i < records_.size(); ++i) {
        if (records_[i].exercise != name) continue;
        std::vector<Cell> row = {{tame(records_[i].entry.candidate)}};
        for (Cell& cell : cells_of(i)) row.push_back(std::move(cell));
        table.add(std::move(row));
      }
      page_.heading(tame(name));
      page_.block(table.text(page_.width(), style_.color, 2));
    }
  }

  void write_legend() {
    std::set<Verdict> used;
    for (const SubmissionRecord& record : records_)
      if (raw_score(record))
        for (const CriterionResult& each : record.result->criteria) used.insert(each.verdict);
    if (used.empty()) return;
    page_.gap();
    page_.paragraph(2, legend(used) + ". The numbers are those of the criteria below.",
                    Tone::kFaint);
  }

  void write_criteria() {
    const std::vector<CriterionFacts> all = criterion_facts(run_);
    for (std::size_t i = 0; i < all.size();) {
      const std::string exercise = all[i].exercise;
      Table table({{"", Align::kRight},
                   {"criterion", Align::kLeft, Fit::kWrap},
                   {"points", Align::kRight},
                   {"met by", Align::kRight},
                   {"", Align::kRight},
                   {""}});
      for (std::size_t number = 1; i < all.size() && all[i].exercise == exercise; ++i, ++number) {
        const CriterionFacts& facts = all[i];
        table.add(
            {{std::to_string(number), Tone::kFaint},
             {tame(facts.title.empty() ? facts.id : facts.title)},
             {std::to_string(facts.points)},
             {std::to_string(facts.met) + " of " + std::to_string(facts.graded)},
             {percent_of(facts.met, facts.graded)},
             {facts.flaky == 0 ? "" : "flaky in " + std::to_string(facts.flaky), Tone::kWarn}});
      }
      page_.heading(run_.exercises.size() <= 1 ? "Criteria" : "Criteria of " + tame(exercise));
      page_.block(table.text(page_.width(), style_.color, 2));
    }
  }

  // "alice", or "alice (worker-pool)" where there are several exercises.
  [[nodiscard]] std::string whose(const SubmissionRecord& record) const {
    const std::string candidate = tame(record.entry.candidate);
    return run_.exercises.size() <= 1 ? candidate : candidate + " (" + tame(record.exercise) + ")";
  }

  void write_late() {
    bool first = true;
    for (const SubmissionRecord& record : records_) {
      if (!record.late || record.late->seconds <= 0) continue;
      if (first) page_.heading("Handed in late, by the commit's own clock");
      first = false;
      std::string text = how_late(record.late->seconds) + ", ";
      text += record.late->percent == 0 ? "at no cost"
                                        : std::to_string(record.late->percent) + " % less for " +
                                              format_count(record.late->days, "day");
      if (record.adjusted && raw_score(record) && *record.adjusted != *raw_score(record))
        text += ": " + or_dash(raw_score(record)) + " became " + or_dash(record.adjusted);
      page_.located(2, {whose(record), Tone::kAccent}, text);
    }
  }

  void write_decisions() {
    bool first = true;
    for (const SubmissionRecord& record : records_) {
      if (!record.decision) continue;
      if (first) page_.heading("Decided by a person");
      first = false;
      std::string text = std::to_string(record.decision->score) + " instead of " +
                         or_dash(record.adjusted ? record.adjusted : raw_score(record));
      if (!record.decision->author.empty()) text += ", by " + tame(record.decision->author);
      if (!record.decision->reason.empty()) text += ": " + tame(record.decision->reason);
      page_.located(2, {whose(record), Tone::kAccent}, text);
    }
  }

  void write_identical() {
    if (style_.view == View::kCandidate) return;
    const std::vector<IdenticalSubmissions> groups = identical_submissions(run_);
    if (groups.empty()) return;
    page_.heading("Identical submissions");
    for (const IdenticalSubmissions& group : groups) {
      std::string names;
      for (const std::size_t index : group.submissions)
        names += (names.empty() ? "" : ", ") + tame(records_[index].entry.candidate);
      page_.located(2, {tame(group.exercise), Tone::kAccent}, names);
    }
  }

  void write_faults() {
    bool any = false;
    for (const SubmissionRecord& record : records_) {
      if (standing_word(record) != name(Outcome::kInfrastructureError)) continue;
      if (!any) page_.heading("Not graded, for a fault on our side");
      any = true;
      std::string text = record.result && !record.result->error.empty() ? tame(record.result->error)
                                                                        : "no reason is known";
      if (record.tries > 1) text += " (" + std::to_string(record.tries) + " tries)";
      page_.located(2, {whose(record), Tone::kAccent}, text);
    }
    if (!any || style_.view == View::kCandidate) return;
    page_.gap();
    page_.paragraph(
        2,
        "These have no score. `assay doctor` says what this machine lacks; when that is "
        "mended, the same `assay batch` with `--rerun infra` grades them again.");
  }

  const Run& run_;
  const SubmissionList& records_;
  TextStyle style_;
  Page page_;
};

}  // namespace

std::string run_to_text(const Run& run, const TextStyle& style) {
  if (style.view == View::kReviewer) return RunPage(run, style).write();
  Run cut = outlines(run);
  cut.submissions.edit_each(
      [&](SubmissionRecord& record) { record = seen_by(style.view, std::move(record)); });
  return RunPage(cut, style).write();
}

}  // namespace assay::report
