// Puts the page together. What a person sees first comes first: the tables are in the markup, so
// that they are there before any script runs, and right behind them the script, so that they can
// be used while the long rest is still being read: what is for readers without script, and the data
// of the candidates' pages, one block each, unparsed until a page is opened.
#include "report/html_report.h"

#include <fmt/format.h>

#include "report/html/assets.h"
#include "report/html/board.h"
#include "report/html/charts.h"
#include "report/html/cut.h"
#include "report/html/data.h"
#include "report/html/markup.h"
#include "report/html/policy.h"
#include "report/html/sections.h"
#include "report/html/tables.h"

namespace assay::report {
namespace {

using html::Board;

// Before anything is drawn: where script runs, not all of a long table has to be there at once.
constexpr std::string_view kEarly = "document.documentElement.className = 'js early';";

std::string head(const Board& board) {
  // The policy comes before anything that it governs.
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" "
      "content=\"noindex\">\n"
      "<title>{}</title>\n<style>{}</style>\n<script>{}</script>\n</head>\n",
      html::content_security_policy(html::style(), {kEarly, html::script()}),
      html::escaped(board.run->title), html::style(), kEarly);
}

std::string figure(std::string_view id, std::string_view caption, const std::string& chart) {
  if (chart.empty()) return {};
  return fmt::format("<figure id=\"{}\"><figcaption>{}</figcaption>{}</figure>\n", id, caption,
                     chart);
}

std::string charts(const Board& board) {
  if (board.alone || board.rows.empty()) return {};
  return "<section class=\"charts\" aria-label=\"Charts\">" +
         figure("scores", "Scores", html::distribution_chart(board)) +
         figure("progress", "The run", html::timeline_chart(board)) + "</section>\n";
}

std::string tab(std::string_view id, std::string_view heading, const std::string& content) {
  return fmt::format(
      "<section class=\"tab\" id=\"{0}\" aria-labelledby=\"{0}-h\"><h2 id=\"{0}-h\">{1}</h2>"
      "{2}</section>\n",
      id, heading, content);
}

std::string main_part(const Board& board) {
  std::string text = "<main id=\"main\">\n<div id=\"overview\">\n" + charts(board);
  text += "<div id=\"controls\" hidden></div>\n";
  text += tab("leaderboard", "Leaderboard", html::leaderboard(board));
  if (board.view == View::kReviewer && !board.alone && !board.columns.empty())
    text += tab("exercises", "Exercises", html::exercise_section(board));
  // Last, so that without script its table, which is long, still stands under its heading.
  if (!board.columns.empty()) text += tab("matrix", "Matrix", html::verdict_legend(board));
  text += "</div>\n<div id=\"candidate\" hidden></div>\n";
  text += html::data_block("run", html::board_json(board));
  text += fmt::format("<script>{}</script>\n", html::script());
  if (!board.columns.empty()) text += "<noscript>" + html::matrix(board) + "</noscript>";
  return text + html::plain_candidates(board) + "</main>\n";
}

}  // namespace

std::string run_to_html(const Run& whole, const HtmlOptions& options) {
  const Run run = html::cut(whole, options);
  const Board board = html::make_board(run, options);
  std::string page = head(board);
  page += "<body>\n<a class=\"to-main\" href=\"#main\">Skip to the report</a>\n";
  page += html::masthead(board) + main_part(board);
  for (const html::Row& row : board.rows)
    page += html::data_block("c-" + row.key, html::candidate_json(board, row));
  return page + "</body>\n</html>\n";
}

}  // namespace assay::report
