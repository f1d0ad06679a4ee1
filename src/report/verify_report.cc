#include "report/verify_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "report/junit_writer.h"
#include "report/table.h"
#include "report/units.h"

namespace assay::report {
namespace {

Cell mark(const VerifyRow& row) {
  if (is_good(row)) return {"✓", Tone::kGood};
  return row.error.empty() ? Cell{"✗", Tone::kBad} : Cell{"!", Tone::kWarn};
}

std::string label(const VerifyRow& row) {
  const std::string kind(name(row.kind));
  return row.solution.empty() ? kind : kind + " " + tame(row.solution);
}

// What came, in a word: the score or the outcome. Which criteria were lost is what the row expects,
// or stands below it.
std::string gist(const VerifyRow& row) {
  return row.error.empty() ? tame(row.got.substr(0, row.got.find(':'))) : "error";
}

std::string rate(const VerifyRow& row) {
  return std::to_string(row.as_expected) + "/" + std::to_string(row.runs);
}

void add_rows(Table& table, const std::vector<VerifyRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const VerifyRow& row = rows[i];
    if (i == 0 || rows[i - 1].exercise != row.exercise) {
      if (i > 0) table.add_note({});
      table.add_note({tame(row.exercise), Tone::kBold});
    }
    table.add({mark(row),
               {std::string(name(row.kind))},
               {tame(row.solution)},
               {tame(row.expected)},
               {gist(row), is_good(row) ? Tone::kPlain : Tone::kBad},
               {rate(row), is_good(row) ? Tone::kPlain : Tone::kBad},
               {row.reused ? "reused" : format_duration(row.duration_ms)}});
    if (!row.error.empty()) table.add_note({tame(row.error), Tone::kWarn}, 3);
    for (const std::string& mismatch : row.mismatches)
      table.add_note({tame(mismatch), Tone::kBad}, 3);
  }
}

std::size_t count_reused(const std::vector<VerifyRow>& rows) {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const VerifyRow& row) { return row.reused; }));
}

void write_summary(Page& page, const std::vector<VerifyRow>& rows) {
  std::set<std::string> exercises;
  for (const VerifyRow& row : rows) exercises.insert(row.exercise);
  const std::string all =
      format_count(rows.size(), "solution") + " of " + format_count(exercises.size(), "exercise");
  const auto good = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_good));
  const auto broken = static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [](const VerifyRow& row) { return !row.error.empty(); }));
  const std::size_t bad = rows.size() - good - broken;
  std::string sum = all + ": ";
  if (good == rows.size()) {
    sum += "as expected";
  } else {
    sum += std::to_string(good) + " as expected";
    if (bad > 0) sum += ", " + std::to_string(bad) + " not";
    if (broken > 0) sum += ", " + std::to_string(broken) + " could not be graded";
  }
  if (const std::size_t reused = count_reused(rows); reused > 0)
    sum += "; " + std::to_string(reused) + " reused from an earlier run";
  page.gap();
  page.paragraph(0, sum, good == rows.size() ? Tone::kGood : bad > 0 ? Tone::kBad : Tone::kWarn);
}

JunitCase to_case(const VerifyRow& row) {
  JunitCase made;
  made.classname = "assay.verify." + row.exercise;
  made.name = label(row);
  made.milliseconds = row.duration_ms;
  made.output = "expected " + row.expected + "; got " + row.got + "; " + rate(row) + " runs" +
                (row.reused ? ", reused from an earlier run" : "");
  if (is_good(row)) return made;
  made.kind = row.error.empty() ? JunitCase::Kind::kFailure : JunitCase::Kind::kError;
  made.type = row.error.empty() ? "not_as_expected" : "infrastructure_error";
  made.message = row.error;
  for (const std::string& mismatch : row.mismatches)
    made.message += (made.message.empty() ? "" : "; ") + mismatch;
  return made;
}

}  // namespace

std::string_view name(SolutionKind kind) {
  switch (kind) {
    case SolutionKind::kReference:
      return "reference";
    case SolutionKind::kStarter:
      return "starter";
    case SolutionKind::kMutant:
      return "mutant";
  }
  return "mutant";
}

bool is_good(const VerifyRow& row) {
  return row.error.empty() && row.runs > 0 && row.as_expected == row.runs;
}

std::string verify_to_text(const std::vector<VerifyRow>& rows, const TextStyle& style,
                           VerifyRows shown) {
  std::vector<VerifyRow> chosen;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(chosen),
               [&](const VerifyRow& row) { return shown == VerifyRows::kAll || !is_good(row); });
  Page page(style);
  Table table({{""},
               {"kind"},
               {"solution", Align::kLeft, Fit::kCut},
               {"expected", Align::kLeft, Fit::kWrap},
               {"got", Align::kLeft, Fit::kCut},
               {"runs", Align::kRight},
               {"time", Align::kRight}});
  add_rows(table, chosen);
  if (!chosen.empty()) page.block(table.text(page.width(), style.color));
  write_summary(page, rows);
  return page.text();
}

std::string verify_to_json(const std::vector<VerifyRow>& rows) {
  using Json = nlohmann::ordered_json;
  Json solutions = Json::array();
  for (const VerifyRow& row : rows) {
    Json mismatches = Json::array();
    for (const std::string& mismatch : row.mismatches) mismatches.push_back(printable(mismatch));
    solutions.push_back({{"exercise", printable(row.exercise)},
                         {"solution", printable(row.solution)},
                         {"kind", name(row.kind)},
                         {"ok", is_good(row)},
                         {"expected", printable(row.expected)},
                         {"got", printable(row.got)},
                         {"runs", row.runs},
                         {"as_expected", row.as_expected},
                         {"duration_ms", row.duration_ms},
                         {"reused", row.reused},
                         {"mismatches", mismatches},
                         {"error", printable(row.error)}});
  }
  const bool ok = std::all_of(rows.begin(), rows.end(), is_good);
  const Json document = {
      {"schema_version", 1}, {"ok", ok}, {"reused", count_reused(rows)}, {"solutions", solutions}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string verify_to_junit(const std::vector<VerifyRow>& rows, std::int64_t started_at) {
  std::vector<JunitSuite> suites;
  for (const VerifyRow& row : rows) {
    if (suites.empty() || suites.back().name != row.exercise)
      suites.push_back({row.exercise, started_at, {}});
    suites.back().cases.push_back(to_case(row));
  }
  return write_junit("assay verify", suites);
}

}  // namespace assay::report
