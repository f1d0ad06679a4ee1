// Columns appear where they have something to say: no "late" without a deadline, no "machine"
// unless it differs from the score that counts.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "report/html/marks.h"
#include "report/html/markup.h"
#include "report/html/tables.h"
#include "report/units.h"

namespace assay::report::html {
namespace {

struct Heading {
  std::string id;  // what the page's address calls it
  std::string text;
  std::string kind;  // "num" sorts by numbers, best first
  std::function<std::string(const Row&)> cell;
};

std::string empty_cell(std::string_view kind) {
  return fmt::format("<td class=\"{} nil\">\u2013</td>", kind);
}

std::string meter(std::uint32_t score) {
  return fmt::format(R"(<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" )"
                     R"(aria-hidden="true"><rect class="m0" width="100" height="6"/>)"
                     R"(<rect class="m1" width="{}" height="6"/></svg>)",
                     std::min(score, 100U));
}

std::string score_cell(const std::optional<std::uint32_t>& score, std::string_view kind = "score") {
  if (!score) return empty_cell("score");
  return fmt::format(R"(<td class="{2}" data-v="{0}">{1}<b>{0}</b></td>)", *score, meter(*score),
                     kind);
}

// Of several submissions the one that most needs looking at.
std::string_view state_of_row(const Row& row) {
  constexpr std::string_view kOrder[] = {"pending",       "infrastructure_error", "rejected",
                                         "no_submission", "build_failed",         "graded"};
  const auto* most = std::end(kOrder);
  for (const SubmissionRecord& record : row.submissions)
    most = std::min(most, std::find(std::begin(kOrder), most, state_of(record)));
  return most == std::end(kOrder) ? "pending" : *most;
}

std::string outcome_cell(const Row& row) {
  const std::string_view state = state_of_row(row);
  const auto graded = std::count_if(row.submissions.begin(), row.submissions.end(),
                                    [](const auto& each) { return state_of(each) == "graded"; });
  const bool partly = graded > 0 && state != "graded";
  return fmt::format(
      R"(<td class="state" data-csv="{0}"><span class="st o-{0}">{1}{2}</span></td>)", state,
      words_for(state),
      partly ? fmt::format(" ({} of {} graded)", graded, row.submissions.size()) : "");
}

std::string met_cell(const Row& row) {
  std::size_t all = 0;
  std::size_t met = 0;
  for (const CriterionResult* cell : row.cells) {
    if (cell == nullptr) continue;
    ++all;
    met += cell->verdict == Verdict::kPassed ? 1 : 0;
  }
  if (all == 0) return empty_cell("num");
  return fmt::format(R"(<td class="num" data-v="{0}">{0}<small>/{1}</small></td>)", met, all);
}

std::string lost_cell(const Board& board, const Row& row) {
  std::string glyphs;
  std::string words;
  std::size_t lost = 0;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const CriterionResult* cell = row.cells[i];
    if (cell == nullptr || cell->verdict == Verdict::kPassed) continue;
    ++lost;
    const CriterionCard& card = *board.columns[i].criterion;
    glyphs += verdict_glyph(cell->verdict, card.title.empty() ? card.id : card.title);
    words += fmt::format("{}{}: {}", words.empty() ? "" : "; ", escaped(cell->id),
                         mark_of(cell->verdict).word);
  }
  if (lost == 0) return "<td class=\"lost\" data-v=\"0\" data-csv=\"\"></td>";
  return fmt::format(R"(<td class="lost" data-v="{}" data-csv="{}">{}</td>)", lost, words, glyphs);
}

std::int64_t most_late(const Row& row) {
  std::int64_t seconds = 0;
  for (const SubmissionRecord& record : row.submissions)
    if (record.late) seconds = std::max(seconds, record.late->seconds);
  return seconds;
}

std::string late_cell(const Row& row) {
  const std::int64_t seconds = most_late(row);
  if (seconds <= 0)
    return R"(<td class="num nil" data-v="0" data-csv="">)"
           "\u2013</td>";
  std::uint32_t percent = 0;
  for (const SubmissionRecord& record : row.submissions)
    if (record.late) percent = std::max(percent, record.late->percent);
  return fmt::format(R"(<td class="num" data-v="{0}" data-csv="{0}">{1}{2}</td>)", seconds,
                     format_duration(seconds > INT64_MAX / 1000 ? INT64_MAX : seconds * 1000),
                     percent == 0 ? "" : fmt::format(" <small>\u2212{} %</small>", percent));
}

std::string commit_cell(const Row& row) {
  std::int64_t last = 0;
  for (const SubmissionRecord& record : row.submissions)
    if (record.result) last = std::max(last, record.result->commit_time);
  if (last == 0) return empty_cell("when");
  std::string when = format_time(last);
  if (when.size() > 16 && when.ends_with(" UTC")) when = when.substr(0, 16);
  return fmt::format(R"(<td class="when" data-v="{}">{}</td>)", last, escaped(when));
}

std::string flags_cell(const Row& row) {
  const std::vector<std::string_view> all = row.flags();
  std::string flags;
  for (const std::string_view flag : all)
    flags +=
        fmt::format("{}<span class=\"flag f-{}\">{}</span>", flags.empty() ? "" : " ", flag, flag);
  return fmt::format(R"(<td class="flags" data-v="{}">{}</td>)", all.size(), flags);
}

std::optional<std::uint32_t> machine_of(const Row& row) {
  return row.submissions.size() == 1 ? machine_score(row.submissions[0]) : std::nullopt;
}

// Quiet where it is the score that counts anyway.
std::string machine_cell(const Row& row) {
  const auto score = machine_of(row);
  if (!score) return empty_cell("num");
  return fmt::format(R"(<td class="num{0}" data-v="{1}">{1}</td>)",
                     score == row.total ? " same" : "", *score);
}

bool any_row(const Board& board, const std::function<bool(const Row&)>& is) {
  return std::any_of(board.rows.begin(), board.rows.end(), is);
}

// A candidate may have handed in to one exercise more than once: the last one counts for order.
std::string exercise_cell(const Row& row, const std::string& exercise) {
  std::optional<std::uint32_t> last;
  std::string_view state;
  for (const SubmissionRecord& record : row.submissions) {
    if (record.exercise != exercise) continue;
    state = state_of(record);
    last = final_score(record);
  }
  if (last) return score_cell(last, "score part");
  if (state.empty()) return empty_cell("score");
  return fmt::format(R"(<td class="score none">{}</td>)", words_for(state));
}

void add_exercises(const Board& board, std::vector<Heading>& headings) {
  const auto& cards = board.run->exercises;
  for (std::size_t i = 0; i < cards.size(); ++i)
    headings.push_back({fmt::format("e{}", i),
                        cards[i].title.empty() ? cards[i].id : cards[i].title, "num",
                        [id = cards[i].id](const Row& row) { return exercise_cell(row, id); }});
}

std::vector<Heading> headings_of(const Board& board) {
  std::vector<Heading> headings;
  const bool several = !board.one_each || board.run->assessment;
  headings.push_back({"score", several ? "Total" : "Score", "num",
                      [](const Row& row) { return score_cell(row.total); }});
  if (!several && any_row(board, [](const Row& r) { return machine_of(r) != r.total; }))
    headings.push_back({"machine", "Machine", "num", machine_cell});
  if (several) add_exercises(board, headings);
  headings.push_back({"outcome", "Outcome", "text", outcome_cell});
  if (!board.columns.empty()) {
    headings.push_back({"met", "Met", "num", met_cell});
    if (!several)
      headings.push_back(
          {"lost", "Lost", "few", [&board](const Row& row) { return lost_cell(board, row); }});
  }
  if (any_row(board, [](const Row& row) { return most_late(row) > 0; }))
    headings.push_back({"late", "Late", "few", late_cell});
  if (!several) headings.push_back({"commit", "Commit, UTC", "few", commit_cell});
  if (any_row(board, [](const Row& row) { return row.flagged != 0; }))
    headings.push_back({"flags", "Flags", "num", flags_cell});
  return headings;
}

std::string row_start(const Board& board, std::size_t index) {
  const Row& row = board.rows[index];
  std::string text = fmt::format(R"(<tr data-i="{}">)", index);
  if (!board.alone)
    text += fmt::format(R"(<td class="num rank" data-v="{}">{}</td>)", index + 1,
                        row.place == 0 ? "\u2013" : row.rank());
  return text + fmt::format(R"(<th scope="row"><a class="who" dir="auto" href="#/candidate/{}" )"
                            R"(data-i="{}">{}</a></th>)",
                            row.key(), index, escaped(row.name()));
}

}  // namespace

void leaderboard(const Board& board, Out& out) {
  const std::vector<Heading> headings = headings_of(board);
  out << "<div class=\"scroll\"><table id=\"board\" class=\"grid\"><caption>Candidates by score"
         "</caption><thead><tr>";
  if (!board.alone) out << R"(<th scope="col" class="num" data-id="rank" data-kind="few">#</th>)";
  out << R"(<th scope="col" class="name" data-id="name" data-kind="text">Candidate</th>)";
  for (const Heading& each : headings)
    out << fmt::format(R"(<th scope="col" class="c-{}" data-id="{}" data-kind="{}"{}>{}</th>)",
                       each.id.front() == 'e' ? "part" : each.id, each.id, each.kind,
                       each.id == "late" ? " data-csv=\"Late, seconds\"" : "", escaped(each.text));
  out << "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < board.rows.size(); ++i) {
    out << row_start(board, i);
    for (const Heading& each : headings) out << each.cell(board.rows[i]);
    out << "</tr>\n";
  }
  out << "</tbody></table></div>";
}

}  // namespace assay::report::html
