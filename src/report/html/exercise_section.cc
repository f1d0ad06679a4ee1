#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html/marks.h"
#include "report/html/markup.h"
#include "report/html/sections.h"
#include "report/html/statistics.h"
#include "report/html/tables.h"

namespace assay::report::html {
namespace {

// With fewer, a correlation is chance.
constexpr std::size_t kEnough = 10;

std::string rate_cell(const CriterionStatistics& each) {
  if (each.graded == 0) return "<td class=\"rate nil\">\u2013</td>";
  const std::size_t percent = (each.met * 100 + each.graded / 2) / each.graded;
  return fmt::format(
      R"(<td class="rate"><svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" )"
      R"(aria-hidden="true"><rect class="m0" width="100" height="6"/><rect class="m1" )"
      R"(width="{0}" height="6"/></svg><b>{0} %</b> <small>{1} of {2}</small></td>)",
      percent, each.met, each.graded);
}

std::string_view judgement(double value) {
  if (value < 0) return "negative: look at it";
  if (value < 0.2) return "weak";
  return value < 0.4 ? "fair" : "good";
}

std::string discrimination_cell(const CriterionStatistics& each) {
  if (!each.discrimination)
    return "<td class=\"disc nil\">\u2013 <small>nothing to compare</small></td>";
  const double value = std::round(*each.discrimination * 100) / 100;
  const double length = std::min(std::abs(value), 1.0) * 50;
  return fmt::format(
      R"(<td class="disc{}"><svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" )"
      R"(aria-hidden="true"><rect class="m0" width="100" height="6"/><rect class="m1" x="{:.1f}" )"
      R"(width="{:.1f}" height="6"/><rect class="m2" x="49.5" width="1" height="6"/></svg>)"
      R"(<b>{}{:.2f}</b> <small>{}{}</small></td>)",
      value < 0 ? " bad" : "", value < 0 ? 50 - length : 50.0, length, value < 0 ? "\u2212" : "",
      std::abs(value), judgement(value), each.graded < kEnough ? ", too few to tell" : "");
}

std::string verdicts_cell(const CriterionStatistics& each) {
  std::string text = "<td class=\"how\">";
  for (const auto& [verdict, count] : each.verdicts) {
    if (verdict == Verdict::kPassed) continue;
    text += fmt::format("<span>{}<small>{}</small></span> ",
                        verdict_glyph(verdict, std::to_string(count)), count);
  }
  return text + "</td>";
}

std::string exercise_row(const Column& column, const CriterionStatistics& each) {
  const CriterionCard& criterion = *column.criterion;
  return fmt::format(
             R"(<tr><th scope="row">{} <small><code>{}</code></small>{}</th><td class="num">{}</td>)",
             escaped(criterion.title.empty() ? criterion.id : criterion.title),
             escaped(criterion.id),
             each.flaky == 0
                 ? ""
                 : fmt::format(" <span class=\"flag f-flaky\">flaky in {}</span>", each.flaky),
             criterion.points) +
         rate_cell(each) + discrimination_cell(each) + verdicts_cell(each) + "</tr>\n";
}

std::string exercise_table(const Board& board, std::size_t exercise,
                           const std::vector<CriterionStatistics>& statistics) {
  const ExerciseCard& card = board.run->exercises[exercise];
  std::string text = fmt::format(
      R"(<div class="scroll"><table class="grid exercise"><caption>{} <small><code>{}</code>{}</small>)"
      R"(</caption><thead><tr><th scope="col">Criterion</th><th scope="col" class="num">Points</th>)"
      R"(<th scope="col">Met by</th><th scope="col">Discrimination</th>)"
      R"(<th scope="col">Lost to</th></tr></thead><tbody>)",
      escaped(card.title.empty() ? card.id : card.title), escaped(card.id),
      board.run->assessment ? fmt::format(" \u00b7 weight {}", card.weight) : "");
  for (std::size_t i = 0; i < board.columns.size(); ++i)
    if (board.columns[i].exercise == exercise)
      text += exercise_row(board.columns[i], statistics[i]);
  return text + "</tbody></table></div>";
}

}  // namespace

std::string exercise_section(const Board& board) {
  const std::vector<CriterionStatistics> statistics = criterion_statistics(board);
  std::string text =
      "<p class=\"note\">Discrimination is the correlation of meeting a criterion with the points "
      "earned for all the others: near 1, it tells strong submissions from weak ones; near 0, it "
      "tells nothing about the rest; below 0, weak submissions meet it more often, and the "
      "criterion deserves a look. <em>Flaky</em> counts submissions whose attempts "
      "disagreed.</p>";
  for (std::size_t i = 0; i < board.run->exercises.size(); ++i)
    text += exercise_table(board, i, statistics);
  return text;
}

}  // namespace assay::report::html
