// Puts the page together. What a person sees first comes first: the tables are in the markup, so
// that they are there before any script runs, and right behind them the script, so that they can
// be used while the long rest is still being read: of each candidate the data of its page, unparsed
// until that is opened, and what is for readers without script.
#include "report/html_report.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "report/html/assets.h"
#include "report/html/board.h"
#include "report/html/charts.h"
#include "report/html/cut.h"
#include "report/html/data.h"
#include "report/html/markup.h"
#include "report/html/policy.h"
#include "report/html/sections.h"
#include "report/html/tables.h"
#include "report/pieces.h"

namespace assay::report {
namespace {

using html::Board;
using html::Out;

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

void begin_tab(std::string_view id, std::string_view heading, Out& out) {
  out << fmt::format(
      "<section class=\"tab\" id=\"{0}\" aria-labelledby=\"{0}-h\"><h2 id=\"{0}-h\">{1}</h2>", id,
      heading);
}

void end_tab(Out& out) {
  out << "</section>\n";
}

void overview(const Board& board, Out& out) {
  out << "<div id=\"overview\">\n" << charts(board) << "<div id=\"controls\" hidden></div>\n";
  begin_tab("leaderboard", "Leaderboard", out);
  html::leaderboard(board, out);
  end_tab(out);
  if (board.view == View::kReviewer && !board.alone && !board.columns.empty()) {
    begin_tab("exercises", "Exercises", out);
    out << html::exercise_section(board);
    end_tab(out);
  }
  // Last, so that without script its table, which is long, still stands under its heading.
  if (!board.columns.empty()) {
    begin_tab("matrix", "Matrix", out);
    out << html::verdict_legend(board);
    end_tab(out);
  }
  out << "</div>\n";
}

// The row's submissions as a whole. `places` says where each submission of the board stood in the
// run.
Result<std::vector<MakeSubmission>> whole_of(const html::Row& row,
                                             const std::vector<std::size_t>& places,
                                             const WholeSubmission& whole) {
  std::vector<MakeSubmission> submissions;
  for (const std::uint32_t index : row.submissions.places()) {
    ASSAY_TRY(MakeSubmission read, whole(places[index]));
    submissions.push_back(std::move(read));
  }
  return submissions;
}

// What the page shows of the row's submissions alone, and who may see it.
Result<std::string> candidate(const Board& board, const html::Row& row,
                              const std::vector<MakeSubmission>& packed,
                              const HtmlOptions& options) {
  std::vector<SubmissionRecord> submissions;
  for (const MakeSubmission& each : packed) {
    ASSAY_TRY(SubmissionRecord record, each());
    submissions.push_back(html::cut(std::move(record), options));
  }
  std::string text;
  const Sink sink = into(text);
  Out out(sink);
  html::candidate_data(board, row, submissions, out);
  out << "<noscript>" << html::plain_candidate(board, row, submissions) << "</noscript>\n";
  ASSAY_CHECK(out.finish());
  return text;
}

// Where the submissions that the page is about stand in the run.
std::vector<std::size_t> places_of(const Run& run, const HtmlOptions& options) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < run.submissions.size(); ++i)
    if (!options.candidate || run.submissions[i].entry.candidate == *options.candidate)
      places.push_back(i);
  return places;
}

}  // namespace

Status write_html(Run outlines, const WholeSubmission& whole, const HtmlOptions& options,
                  const Sink& sink) {
  const std::vector<std::size_t> places = places_of(outlines, options);
  const Run run = html::cut(std::move(outlines), options);
  const Board board = html::make_board(run, options);
  Out out(sink);
  out << head(board) << "<body>\n<a class=\"to-main\" href=\"#main\">Skip to the report</a>\n"
      << html::masthead(board) << "<main id=\"main\">\n";
  overview(board, out);
  out << "<div id=\"candidate\" hidden></div>\n";
  html::board_data(board, out);
  out << "<script>" << html::script() << "</script>\n<noscript>";
  if (!board.columns.empty()) html::matrix(board, out);
  out << "<h2 class=\"plain\">Candidates</h2></noscript>\n";
  ASSAY_CHECK(out.status());
  const auto begin = [&](std::size_t index) -> Result<Piece> {
    const html::Row& row = board.rows[index];
    ASSAY_TRY(auto packed, whole_of(row, places, whole));
    return [&board, &row, &options, packed = std::move(packed)] {
      return candidate(board, row, packed, options);
    };
  };
  ASSAY_CHECK(write_pieces(board.rows.size(), begin, [&](std::string_view text) {
    out << text;
    return out.status();
  }));
  out << "</main>\n</body>\n</html>\n";
  return out.finish();
}

std::string run_to_html(const Run& run, const HtmlOptions& options) {
  std::string page;
  // In memory nothing can fail.
  (void)write_html(outlines(run), whole_in(run), options, into(page));
  return page;
}

}  // namespace assay::report
