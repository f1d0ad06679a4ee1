#include "report/job_summary.h"

#include <algorithm>
#include <set>
#include <vector>

#include "base/text.h"
#include "report/issues.h"
#include "report/run_facts.h"
#include "report/units.h"

namespace assay::report {
namespace {

constexpr std::size_t kMostText = 1'000;  // bytes of one quotation, before it is escaped
constexpr std::size_t kReserve = 512;     // for the line that says what is missing
constexpr std::size_t kMostIssues = 100;

std::string references(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == ' ' || byte >= 0x80;
    if (plain)
      safe += c;
    else
      safe += "&#" + std::to_string(byte) + ";";
  }
  return safe;
}

std::string cut(std::string_view text) {
  if (text.size() <= kMostText) return std::string(text);
  std::size_t most = kMostText;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "…";
}

// Words of the exercise's author, or of ours with something in them: as text where GitHub would
// make nothing of it, else quoted.
std::string words(std::string_view text) {
  const std::string line = printable_line(cut(text));
  for (const std::string_view mark : {"@", "#", "://", "www.", "GH-", ":"})
    if (line.find(mark) != std::string::npos) return quoted_html(text);
  return references(line);
}

// Blocks that are added whole or not at all.
class Summary {
 public:
  explicit Summary(const SummaryOptions& options) : most_(options.most_bytes) {}

  // `open`, the rows, `close`: a table or a list. A blank line ends a block of HTML in Markdown, so
  // there is none within.
  void block(const std::string& open, const std::vector<std::string>& rows,
             const std::string& close, std::string_view noun) {
    if (rows.empty()) return;
    if (text_.size() + open.size() + rows.front().size() + close.size() + kReserve > most_) {
      missing_ += format_count(rows.size(), std::string(noun)) + ". ";
      return;
    }
    text_ += open + "\n";
    std::size_t written = 0;
    for (const std::string& row : rows) {
      if (text_.size() + row.size() + close.size() + kReserve > most_) break;
      text_ += row + "\n";
      ++written;
    }
    text_ += close + "\n\n";
    if (written < rows.size())
      missing_ += format_count(rows.size() - written, "more " + std::string(noun)) + ". ";
  }

  void heading(const std::string& html) { add("<h2>" + html + "</h2>"); }
  void line(const std::string& html) { add("<p>" + html + "</p>"); }

  std::string finish() {
    if (!missing_.empty()) text_ += "<p>Left out for want of room: " + missing_ + "</p>\n";
    return std::move(text_);
  }

 private:
  void add(const std::string& html) {
    if (text_.size() + html.size() + kReserve > most_)
      missing_ += "1 line. ";
    else
      text_ += html + "\n\n";
  }

  std::size_t most_;
  std::string text_;
  std::string missing_;
};

std::string cells(const std::vector<std::string>& htmls) {
  std::string row = "<tr>";
  for (const std::string& html : htmls) row += "<td>" + html + "</td>";
  return row + "</tr>";
}

std::string head(const std::vector<std::string_view>& titles) {
  std::string row = "<table>\n<tr>";
  for (const std::string_view title : titles) row += "<th>" + std::string(title) + "</th>";
  return row + "</tr>";
}

std::string or_dash(const std::optional<std::uint32_t>& value) {
  return value ? std::to_string(*value) : "–";
}

std::string verdict_cell(const CriterionResult& criterion) {
  const std::string_view mark = criterion.verdict == Verdict::kPassed    ? "✅ "
                                : criterion.verdict == Verdict::kSkipped ? "➖ "
                                                                         : "❌ ";
  return std::string(mark) + std::string(name(criterion.verdict));
}

void write_criteria(Summary& summary, const GradeResult& result) {
  std::vector<std::string> rows;
  for (const CriterionResult& each : result.criteria) {
    std::string why = words(each.reason);
    if (each.verdict != Verdict::kPassed && !each.hint.empty())
      why += (why.empty() ? "" : "<br>") + words(each.hint);
    rows.push_back(cells({verdict_cell(each),
                          std::to_string(each.earned) + " of " + std::to_string(each.points),
                          words(each.title.empty() ? each.id : each.title), why}));
  }
  summary.block(head({"Verdict", "Points", "Criterion", "Why"}), rows, "</table>", "criterion");
}

std::string where(const Place& place) {
  if (place.file.empty()) return "";
  return quoted_html(place.file + (place.line == 0 ? "" : ":" + std::to_string(place.line)));
}

void write_issues(Summary& summary, const GradeResult& result) {
  std::vector<std::string> rows;
  for (const Issue& issue : issues_of(result)) {
    if (issue.at.file.empty() && result.outcome == Outcome::kGraded)
      continue;  // in the table above
    if (rows.size() >= kMostIssues) break;
    std::string further;
    for (const Place& place : issue.further)
      further += "<br>" + where(place) + " " + quoted_html(place.message);
    std::string message;
    const std::string whole = cut(issue.message);
    for (const std::string_view line : split(whole, '\n'))
      if (!line.empty()) message += (message.empty() ? "" : "<br>") + quoted_html(line);
    rows.push_back(cells({where(issue.at), words(help_for(issue.rule).name), message + further}));
  }
  summary.block(head({"Where", "What", "Details"}), rows, "</table>", "finding");
}

std::string_view headline(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRejected:
      return "Not graded, because the exercise does not allow what was handed in";
    case Outcome::kBuildFailed:
      return "Not graded, because it does not build";
    case Outcome::kNoSubmission:
      return "Not graded, because there is nothing to grade";
    case Outcome::kInfrastructureError:
      return "Not graded, because of a fault on our side; this says nothing about the submission";
    case Outcome::kGraded:
      break;
  }
  return "Not graded";
}

std::string score_cell(const SubmissionRecord& record) {
  std::string text = or_dash(final_score(record));
  if (is_adjusted(record) && raw_score(record))
    text += " (" + std::to_string(*raw_score(record)) + " before)";
  return text;
}

void write_board(Summary& summary, const Run& run) {
  std::vector<std::string> rows;
  for (const Standing& standing : leaderboard(run)) {
    std::string details;
    for (const std::size_t index : standing.candidate.submissions) {
      const SubmissionRecord& record = run.submissions[index];
      details += (details.empty() ? "" : "<br>") + words(record.exercise) + " " +
                 score_cell(record) + " " + std::string(standing_word(record));
    }
    std::string rank = standing.text();
    if (rank.ends_with('=')) rank.replace(rank.size() - 1, 1, "&#61;");
    rows.push_back(cells({rank, quoted_html(standing.candidate.candidate),
                          or_dash(standing.candidate.total), details}));
  }
  summary.block(head({"Rank", "Candidate", "Score", "Exercises"}), rows, "</table>", "candidate");
}

void write_facts(Summary& summary, const Run& run) {
  std::vector<std::string> rows;
  for (const CriterionFacts& facts : criterion_facts(run))
    rows.push_back(
        cells({words(facts.exercise), words(facts.title.empty() ? facts.id : facts.title),
               std::to_string(facts.met) + " of " + std::to_string(facts.graded),
               facts.flaky == 0 ? "" : std::to_string(facts.flaky)}));
  summary.block(head({"Exercise", "Criterion", "Met by", "Flaky in"}), rows, "</table>",
                "criterion");
}

}  // namespace

std::string quoted_html(std::string_view hostile) {
  const std::string line = printable_line(cut(hostile));
  return line.empty() ? "" : "<code>" + references(line) + "</code>";
}

std::string to_job_summary(const GradeResult& whole, const SummaryOptions& options) {
  const GradeResult result = seen_by(options.view, whole);
  Summary summary(options);
  summary.heading(words(result.exercise_title.empty() ? result.exercise : result.exercise_title));
  if (result.outcome == Outcome::kGraded && result.score) {
    summary.line("<b>" + std::to_string(*result.score) + " of " + std::to_string(result.max_score) +
                 " points</b>");
    write_criteria(summary, result);
  } else {
    summary.line("<b>" + std::string(headline(result.outcome)) + "</b>");
    if (!result.error.empty()) summary.line(quoted_html(result.error));
  }
  write_issues(summary, result);
  if (!result.commit.empty()) summary.line("Commit " + quoted_html(result.commit));
  return summary.finish();
}

std::string to_job_summary(const Run& run, const SummaryOptions& options) {
  Summary summary(options);
  summary.heading(words(run.title));
  const Counts counts = counts_of(run);
  std::string sum = format_count(run.submissions.size(), "submission");
  for (const auto& [outcome, count] : counts.by_outcome)
    sum += ", " + std::to_string(count) + " " + std::string(name(outcome));
  if (counts.gave_up > 0) sum += ", " + std::to_string(counts.gave_up) + " could not be graded";
  if (counts.pending > 0) sum += ", " + std::to_string(counts.pending) + " pending";
  summary.line(sum);
  write_board(summary, run);
  write_facts(summary, run);
  return summary.finish();
}

}  // namespace assay::report
