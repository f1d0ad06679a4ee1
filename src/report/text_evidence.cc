// Where to look: races, crashes, what the compiler and vet say, and the tests.
#include <algorithm>
#include <map>

#include "report/text_sections.h"
#include "report/units.h"

namespace assay::report {
namespace {

constexpr std::size_t kMostReports = 5;
constexpr std::size_t kMostDiagnostics = 20;
constexpr std::size_t kMostMessageLines = 12;

// What a candidate may know a test by: the title of the criterion that it counts for.
std::string title_of(const std::string& test, const GradeResult& result) {
  const CriterionResult* criterion = criterion_of(test, result);
  if (criterion == nullptr) return tame(test);
  return tame(criterion->title.empty() ? criterion->id : criterion->title);
}

// "limiter.go:42"
std::string place(const std::string& file, std::uint32_t line, std::uint32_t column = 0) {
  std::string text = tame(file);
  if (line != 0) text += ":" + std::to_string(line);
  if (line != 0 && column != 0) text += ":" + std::to_string(column);
  return text;
}

void write_source(Page& page, std::size_t indent, std::uint32_t line, const std::string& source) {
  std::string text = source.substr(0, source.find_first_of("\r\n"));
  text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
  if (!text.empty()) page.quote(indent, std::to_string(line), tame(text));
}

void write_stack(Page& page, const Stack& stack) {
  std::string title = tame(stack.title);
  if (title.ends_with(':')) title.pop_back();
  page.paragraph(4, title);
  for (const Frame& frame : stack.frames) {
    page.located(6, {place(frame.file, frame.line), Tone::kAccent}, tame(frame.function));
    write_source(page, 8, frame.line, frame.source);
  }
  if (stack.cut > 0)
    page.line(6, {{format_count(stack.cut, "frame") + " outside the submission", Tone::kFaint}});
}

// Reports of one bug differ in addresses and goroutine numbers, not in frames.
std::string signature(const std::vector<Stack>& stacks) {
  std::string text;
  for (const Stack& stack : stacks) {
    for (const Frame& frame : stack.frames)
      text += frame.file + '\0' + frame.function + '\0' + std::to_string(frame.line) + '\0';
    text += '\n';
  }
  return text;
}

// One report for each place, in the order of their first appearance, and how often it came.
template <class Report>
struct Distinct {
  const Report* report;
  std::size_t times;
};

template <class Report>
std::vector<Distinct<Report>> distinct(const std::vector<Report>& reports) {
  std::vector<Distinct<Report>> found;
  std::map<std::string, std::size_t> index;
  for (const Report& report : reports) {
    const auto [at, is_new] =
        index.emplace(report.test + '\n' + signature(report.stacks), found.size());
    if (is_new) found.push_back({&report, 0});
    ++found[at->second].times;
  }
  return found;
}

// What a report is about: the criterion; for a reviewer the test too; how often it came.
void write_subject(Page& page, const std::string& test, std::size_t times,
                   const GradeResult& result) {
  const std::string title = title_of(test, result);
  page.paragraph(2, title, Tone::kBad);
  std::string more = page.view() == View::kReviewer && title != tame(test) ? tame(test) : "";
  if (times > 1)
    more += (more.empty() ? "reported " : ", reported ") + std::to_string(times) + " times";
  if (!more.empty()) page.paragraph(4, more, Tone::kFaint);
}

void write_more(Page& page, std::size_t all, std::size_t shown, const std::string& noun) {
  if (all > shown)
    page.line(2, {{"and " + format_count(all - shown, "more " + noun) + ", all in result.json",
                   Tone::kFaint}});
}

std::string_view heading_of(const std::string& check, Outcome outcome) {
  if (outcome == Outcome::kBuildFailed && check == "contract") return "What the exercise asks for";
  if (outcome == Outcome::kBuildFailed) return "The compiler says";
  return check.starts_with("vet:") ? "go vet" : "Advice";
}

void write_diagnostic(Page& page, const Diagnostic& diagnostic) {
  const std::string at = place(diagnostic.file, diagnostic.line, diagnostic.column);
  std::vector<std::string> lines = tame_lines(diagnostic.message);
  const std::size_t colon = diagnostic.check.find(':');
  if (colon != std::string::npos)
    lines.back() += " (" + tame(diagnostic.check.substr(colon + 1)) + ")";
  page.located(2, {at, Tone::kAccent}, lines[0]);
  for (std::size_t i = 1; i < std::min(lines.size(), kMostMessageLines); ++i)
    page.paragraph(6, lines[i]);
  write_source(page, 6, diagnostic.line, diagnostic.source);
}

}  // namespace

void write_races(Page& page, const GradeResult& result) {
  const auto races = distinct(result.races);
  if (races.empty()) return;
  page.heading("Data races");
  for (std::size_t i = 0; i < std::min(races.size(), kMostReports); ++i) {
    if (i > 0) page.gap();
    write_subject(page, races[i].report->test, races[i].times, result);
    for (const Stack& stack : races[i].report->stacks) write_stack(page, stack);
  }
  write_more(page, races.size(), kMostReports, "race");
}

void write_crashes(Page& page, const GradeResult& result) {
  const auto crashes = distinct(result.crashes);
  if (crashes.empty()) return;
  page.heading("Crashes and hangs");
  for (std::size_t i = 0; i < std::min(crashes.size(), kMostReports); ++i) {
    const CrashReport& crash = *crashes[i].report;
    if (i > 0) page.gap();
    write_subject(page, crash.test, crashes[i].times, result);
    std::vector<std::string> lines = tame_lines(crash.message);
    if (crash.message.empty()) lines[0] = name(crash.verdict);
    for (std::size_t line = 0; line < std::min(lines.size(), kMostMessageLines); ++line)
      page.paragraph(4, lines[line], Tone::kBold);
    for (const Stack& stack : crash.stacks) write_stack(page, stack);
  }
  write_more(page, crashes.size(), kMostReports, "report");
}

void write_diagnostics(Page& page, const GradeResult& result) {
  std::string_view heading;
  std::vector<Diagnostic> sorted = result.diagnostics;
  std::stable_sort(sorted.begin(), sorted.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return heading_of(a.check, result.outcome) > heading_of(b.check, result.outcome);
  });
  for (std::size_t i = 0; i < std::min(sorted.size(), kMostDiagnostics); ++i) {
    const std::string_view wanted = heading_of(sorted[i].check, result.outcome);
    if (wanted != heading) page.heading(heading = wanted);
    write_diagnostic(page, sorted[i]);
  }
  write_more(page, sorted.size(), kMostDiagnostics, "message");
}

}  // namespace assay::report
