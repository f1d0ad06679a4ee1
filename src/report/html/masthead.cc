#include <fmt/format.h>

#include <algorithm>

#include "report/html/marks.h"
#include "report/html/markup.h"
#include "report/html/sections.h"
#include "report/html/statistics.h"
#include "report/units.h"

namespace assay::report::html {
namespace {

std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    if (!part.empty()) text += "<span>" + part + "</span> ";
  return text;
}

std::string late_rule(const LatePolicy& late) {
  if (!late.deadline) return {};
  std::string text = "due " + escaped(format_time(*late.deadline));
  if (late.grace > 0)
    text += ", grace " + format_duration(std::min<std::int64_t>(late.grace, 1'000'000'000) * 1000);
  if (late.percent_per_day > 0) {
    text += fmt::format(", \u2212{} % a day", late.percent_per_day);
    if (late.max_percent < 100) text += fmt::format(" up to {} %", late.max_percent);
  }
  return text;
}

std::string facts(const Board& board) {
  const Run& run = *board.run;
  std::vector<std::string> parts;
  if (run.assessment)
    parts.push_back("assessment of " + format_count(run.exercises.size(), "exercise"));
  else
    for (const ExerciseCard& card : run.exercises)
      if (card.title != run.title) parts.push_back(escaped(card.title));
  if (run.created_at != 0) parts.push_back("run of " + format_time(run.created_at));
  if (!run.id.empty()) parts.push_back("<code>" + escaped(run.id) + "</code>");
  parts.push_back(late_rule(run.late));
  return listed(parts);
}

std::string tile(std::string_view label, const std::string& value, const std::string& more = {}) {
  return fmt::format("<div><dt>{}</dt><dd>{}{}</dd></div>", label, value,
                     more.empty() ? "" : " <small>" + more + "</small>");
}

std::string tiles(const Board& board) {
  std::size_t scored = 0;
  std::size_t full = 0;
  std::size_t unscored_by_us = 0;
  for (const Row& row : board.rows) {
    scored += row.total ? 1 : 0;
    full += row.total && *row.total >= 100 ? 1 : 0;
    const bool ours = std::any_of(row.submissions.begin(), row.submissions.end(), [](auto& each) {
      return state_of(each) == "infrastructure_error" || state_of(each) == "pending";
    });
    unscored_by_us += ours ? 1 : 0;
  }
  const auto middle = median(board);
  std::string text = "<dl class=\"tiles\">";
  text += tile("Candidates", std::to_string(board.rows.size()));
  text += tile("With a score", std::to_string(scored),
               scored < board.rows.size() ? fmt::format("of {}", board.rows.size()) : "");
  text += tile("Median", middle ? std::to_string(*middle) : "\u2013");
  text += tile("Full score", std::to_string(full));
  if (unscored_by_us > 0)
    text += tile("Not graded", std::to_string(unscored_by_us), "pending, or our fault");
  return text + "</dl>";
}

}  // namespace

std::string masthead(const Board& board) {
  std::string text = "<header class=\"masthead\"><div class=\"title\"><h1>" +
                     escaped(board.run->title) + "</h1><p class=\"facts\">" + facts(board) +
                     "</p></div>";
  if (!board.alone) text += tiles(board);
  return text + "</header>";
}

}  // namespace assay::report::html
