#include <fmt/format.h>

#include <set>

#include "report/html/marks.h"
#include "report/html/markup.h"
#include "report/html/statistics.h"
#include "report/html/tables.h"

namespace assay::report::html {
namespace {

// From here on, headings stand upright; and then the table scrolls sideways.
constexpr std::size_t kMany = 12;
constexpr std::size_t kWide = 36;

std::string name_of(const CriterionCard& criterion) {
  return criterion.title.empty() ? criterion.id : criterion.title;
}

std::string group_headings(const Board& board) {
  std::string text = R"(<tr class="groups"><th colspan="2"></th>)";
  for (std::size_t i = 0; i < board.run->exercises.size(); ++i) {
    const ExerciseCard& card = board.run->exercises[i];
    if (card.criteria.empty()) continue;
    text += fmt::format(R"(<th scope="colgroup" colspan="{}">{}</th>)", card.criteria.size(),
                        escaped(card.title.empty() ? card.id : card.title));
  }
  return text + "</tr>";
}

std::string headings(const Board& board) {
  std::string text = "<tr>";
  text += R"(<th scope="col" class="name" data-id="name" data-kind="text">Candidate</th>)"
          R"(<th scope="col" class="num" data-id="score" data-kind="num">Score</th>)";
  for (std::size_t i = 0; i < board.columns.size(); ++i) {
    const CriterionCard& criterion = *board.columns[i].criterion;
    text += fmt::format(
        R"(<th scope="col" class="crit{}" data-id="c{}" data-kind="text"{}{}>)"
        R"(<span class="tilt">{}</span></th>)",
        i > 0 && board.columns[i].exercise != board.columns[i - 1].exercise ? " first" : "", i,
        attribute("data-csv", criterion.id),
        attribute("title", fmt::format("{} ({} points)", name_of(criterion), criterion.points)),
        escaped(criterion.id));
  }
  return text + "</tr>";
}

std::string cell_of(const CriterionResult* cell) {
  if (cell == nullptr) return "<td class=\"nil\" data-csv=\"\">\u00b7</td>";
  const Mark mark = mark_of(cell->verdict);
  // Those who met it sort first, then the verdicts by name.
  return fmt::format(R"(<td data-v="{}{}" data-csv="{}"><b class="v v-{}" title="{}">{}</b></td>)",
                     mark.kind == "met" ? "0" : "1", mark.word, mark.word, mark.kind, mark.word,
                     mark.letter);
}

std::string pass_rates(const Board& board) {
  std::string text = R"(<tfoot><tr><th scope="row" colspan="2">Met by</th>)";
  for (const CriterionStatistics& each : criterion_statistics(board))
    text += each.graded == 0
                ? std::string("<td>\u2013</td>")
                : fmt::format("<td>{} %</td>", (each.met * 100 + each.graded / 2) / each.graded);
  return text + "</tr></tfoot>";
}

}  // namespace

std::string verdict_glyph(Verdict verdict, const std::string& title) {
  const Mark mark = mark_of(verdict);
  return fmt::format(R"(<b class="v v-{}" title="{}: {}">{}</b>)", mark.kind, escaped(title),
                     mark.word, mark.letter);
}

std::string verdict_legend(const Board& board) {
  std::set<Verdict> present;
  for (const Row& row : board.rows)
    for (const CriterionResult* cell : row.cells)
      if (cell != nullptr) present.insert(cell->verdict);
  std::string text = "<ul class=\"legend verdicts\">";
  for (const Verdict verdict : present) {
    const Mark mark = mark_of(verdict);
    text +=
        fmt::format(R"(<li><b class="v v-{}">{}</b> {}</li>)", mark.kind, mark.letter, mark.word);
  }
  return text + "</ul>";
}

void matrix(const Board& board, Out& out) {
  out << fmt::format(R"(<div class="scroll{}"><table id="grid" class="grid matrix{}">)",
                     board.columns.size() > kWide ? " wide" : "",
                     board.columns.size() > kMany ? " many" : "")
      << "<caption>Candidates and criteria</caption><thead>";
  if (board.run->exercises.size() > 1) out << group_headings(board);
  out << headings(board) << "</thead><tbody>\n";
  for (std::size_t i = 0; i < board.rows.size(); ++i) {
    const Row& row = board.rows[i];
    out << fmt::format(R"(<tr data-i="{0}"><th scope="row"><a class="who" dir="auto" )"
                       R"(href="#/candidate/{1}" data-i="{0}">{2}</a></th>)",
                       i, row.key(), escaped(row.name()));
    out << (row.total ? fmt::format(R"(<td class="num" data-v="{0}">{0}</td>)", *row.total)
                      : std::string("<td class=\"num nil\">\u2013</td>"));
    for (const CriterionResult* cell : row.cells) out << cell_of(cell);
    out << "</tr>\n";
  }
  out << "</tbody>";
  if (!board.alone) out << pass_rates(board);
  out << "</table></div>";
}

}  // namespace assay::report::html
