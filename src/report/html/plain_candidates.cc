// Where script runs, the page draws a candidate from data instead, and a browser does not even
// parse this: it is in a <noscript>. The addresses of deep links lead here, too.
#include <fmt/format.h>

#include "report/html/marks.h"
#include "report/html/markup.h"
#include "report/html/sections.h"
#include "report/html/tables.h"

namespace assay::report::html {
namespace {

std::string criterion_row(const CriterionResult& each) {
  std::string said = escaped(each.title.empty() ? each.id : each.title);
  if (!each.reason.empty()) said += "<br><small>" + escaped(each.reason) + "</small>";
  if (!each.hint.empty()) said += "<br><em>Hint: " + escaped(each.hint) + "</em>";
  return fmt::format(
      R"(<tr><td><b class="v v-{}">{}</b> {}</td><td class="num">{}/{}</td><td>{}</td></tr>)",
      mark_of(each.verdict).kind, mark_of(each.verdict).letter, mark_of(each.verdict).word,
      each.earned, each.points, said);
}

std::string how_it_comes_about(const SubmissionRecord& record) {
  std::string text;
  if (record.result && record.result->score)
    text += fmt::format("<p>Criteria: {} of {}.", *record.result->score, record.result->max_score);
  else
    text += "<p>No score: " + std::string(words_for(state_of(record))) + ".";
  if (record.late && record.adjusted)
    text += fmt::format(" Lateness: \u2212{} %, which leaves {}.", record.late->percent,
                        *record.adjusted);
  if (record.decision)
    text += fmt::format(" Decided by a person: {}. {}", record.decision->score,
                        escaped(record.decision->reason));
  if (record.result && !record.result->error.empty()) text += " " + escaped(record.result->error);
  return text + "</p>";
}

std::string submission(const SubmissionRecord& record) {
  std::string text = "<h4>" + escaped(record.exercise) + "</h4>" + how_it_comes_about(record);
  if (!record.result) return text;
  for (const Finding& each : record.result->rejected)
    text +=
        "<p>Rejected: <code>" + escaped(each.path) + "</code> " + escaped(each.message) + "</p>";
  for (const Diagnostic& each : record.result->diagnostics)
    text += fmt::format("<p><code>{}:{}</code> {}</p>", escaped(each.file), each.line,
                        escaped(each.message));
  if (record.result->outcome != Outcome::kGraded) return text;
  text +=
      "<table class=\"grid\"><caption>Criteria</caption><thead><tr><th scope=\"col\">Verdict"
      "</th><th scope=\"col\">Points</th><th scope=\"col\">Criterion</th></tr></thead><tbody>";
  for (const CriterionResult& each : record.result->criteria) text += criterion_row(each);
  return text + "</tbody></table>";
}

}  // namespace

std::string plain_candidate(const Board& board, const Row& row,
                            const std::vector<SubmissionRecord>& whole) {
  std::string text =
      fmt::format(R"(<details class="plain"{}><summary><bdi>{}</bdi> <small>{}</small></summary>)",
                  board.alone ? " open" : "", escaped(row.name()),
                  row.total ? std::to_string(*row.total) : std::string("no score"));
  text += fmt::format(R"(<article id="/candidate/{}">)", row.key());
  for (const SubmissionRecord& record : whole) text += submission(record);
  return text + "</article></details>";
}

}  // namespace assay::report::html
