// What was left out or refused, what it cost, and what it ran on.
#include <fmt/format.h>

#include <algorithm>

#include "report/table.h"
#include "report/text_sections.h"
#include "report/units.h"

namespace assay::report {
namespace {

constexpr std::size_t kMostFindings = 12;
constexpr std::size_t kLongestPath = 36;
constexpr std::size_t kLongestMessage = 600;
constexpr std::size_t kLabelWidth = 12;

void write_findings(Page& page, std::string_view heading, const std::vector<Finding>& findings,
                    Tone tone) {
  if (findings.empty()) return;
  page.heading(heading);
  Table table({{"", Align::kLeft, Fit::kCutStart}, {"", Align::kLeft, Fit::kWrap}});
  for (std::size_t i = 0; i < std::min(findings.size(), kMostFindings); ++i) {
    const Finding& finding = findings[i];
    std::string at = tame(finding.path);
    if (finding.line != 0) at += ":" + std::to_string(finding.line);
    const std::string& message = finding.message.empty() ? finding.rule : finding.message;
    table.add(
        {{truncate_start(at, kLongestPath), tone}, {truncate(tame(message), kLongestMessage)}});
  }
  page.block(table.text(page.width(), page.color(), 2));
  if (findings.size() > kMostFindings)
    page.line(
        2, {{"and " + std::to_string(findings.size() - kMostFindings) + " more, all in result.json",
             Tone::kFaint}});
}

std::vector<Cell> usage_row(const std::string& label, const Usage& usage) {
  return {{label},
          {format_duration(usage.cpu_ms)},
          {format_duration(usage.wall_ms)},
          // Only a control group measures it, which the weaker levels do without.
          {usage.peak_memory_bytes > 0 ? format_bytes(usage.peak_memory_bytes) : "not known"},
          {std::to_string(usage.processes)}};
}

void fact(Page& page, std::string_view label, const std::string& text, Tone tone = Tone::kPlain) {
  if (!text.empty()) page.hanging(2, {std::string(label), Tone::kFaint}, kLabelWidth, text, tone);
}

std::string joined(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts)
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string prefixed(std::string_view prefix, const std::string& text) {
  return text.empty() ? "" : std::string(prefix) + tame(text);
}

void write_submission(Page& page, const GradeResult& result) {
  fact(page, "submission", tame(result.origin));
  fact(page, "revision",
       joined({tame(result.ref == result.commit ? "" : result.ref),
               prefixed("commit ", result.commit)}));
  fact(page, "tree", tame(result.tree));
  if (result.commit_time != 0)
    fact(page, "committed", format_time(result.commit_time) + ", self-declared");
  fact(page, "author", tame(result.author));
  std::string files;
  for (std::size_t i = 0; i < std::min(result.files.size(), kMostFindings); ++i)
    files += (files.empty() ? "" : ", ") + tame(result.files[i]);
  if (result.files.size() > kMostFindings)
    files += " and " + std::to_string(result.files.size() - kMostFindings) + " more";
  fact(page, "files", files);
}

}  // namespace

void write_rejected(Page& page, const GradeResult& result) {
  write_findings(page, "Not allowed", result.rejected, Tone::kBad);
}

void write_dropped(Page& page, const GradeResult& result) {
  write_findings(page, "Left out", result.dropped, Tone::kWarn);
}

void write_resources(Page& page, const GradeResult& result) {
  Table table({{"", Align::kLeft},
               {"CPU", Align::kRight},
               {"wall", Align::kRight},
               {"peak memory", Align::kRight},
               {"processes", Align::kRight}});
  if (result.build_usage.processes > 0) table.add(usage_row("build", result.build_usage));
  if (result.run_usage.processes > 0) table.add(usage_row("tests", result.run_usage));
  if (table.empty()) return;
  page.heading("Resources");
  page.block(table.text(page.width(), page.color(), 2));
  if (result.run_usage.processes == 0) return;
  const RunLimits& limits = result.run_limits;
  page.paragraph(2,
                 "A test may take " + format_duration(limits.test.count()) +
                     "; a process of tests " + format_duration(limits.wall.count()) + ", " +
                     format_duration(limits.cpu.count()) + " of CPU, " +
                     format_bytes(limits.memory_bytes) + " and " +
                     format_count(limits.processes, "thread") + ".",
                 Tone::kFaint);
}

void write_about(Page& page, const GradeResult& result) {
  const Environment& machine = result.environment;
  page.heading("About this result");
  write_submission(page, result);
  fact(page, "exercise",
       joined({tame(result.exercise), prefixed("digest ", result.exercise_digest.substr(0, 16))}));
  fact(page, "ran on", joined({tame(machine.go_version), prefixed("Linux ", machine.kernel)}));
  const bool full = machine.isolation == "full";
  if (!machine.isolation.empty())
    fact(page, "isolation", joined({tame(machine.isolation), prefixed("cgroup ", machine.cgroup)}),
         full ? Tone::kPlain : Tone::kWarn);
  if (result.outcome == Outcome::kGraded) fact(page, "seed", fmt::format("{:016x}", machine.seed));
  if (result.started_at != 0)
    fact(page, "graded",
         format_time(result.started_at) + ", took " + format_duration(result.duration_ms) +
             prefixed(", by assay ", machine.assay_version));
}

}  // namespace assay::report
