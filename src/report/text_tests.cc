// The reviewer's table of tests, and what the lost ones wrote.
#include <algorithm>
#include <map>

#include "report/table.h"
#include "report/text_sections.h"
#include "report/units.h"

namespace assay::report {
namespace {

constexpr std::size_t kMostOutputLines = 25;

Tone tone_of(Verdict verdict) {
  if (verdict == Verdict::kPassed) return Tone::kGood;
  return verdict == Verdict::kSkipped ? Tone::kWarn : Tone::kBad;
}

// "" in a report that keeps no run's own evidence.
std::string rate(std::size_t passed, std::size_t all) {
  return all == 0 ? "" : std::to_string(passed) + "/" + std::to_string(all);
}

// "1: 2/2  2: 0/2  4: 1/2" where the runs of a test differ; "" where they agree.
std::string by_gomaxprocs(const TestResult& test) {
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> counts;  // passed, all
  for (const Attempt& attempt : test.attempts) {
    auto& [passed, all] = counts[attempt.cpu];
    passed += attempt.verdict == Verdict::kPassed ? 1 : 0;
    ++all;
  }
  if (test.passed() == test.attempts.size() || test.passed() == 0) return {};
  std::string text;
  for (const auto& [cpu, count] : counts)
    text +=
        (text.empty() ? "" : "  ") + std::to_string(cpu) + ": " + rate(count.first, count.second);
  return text;
}

std::int64_t milliseconds(const TestResult& test) {
  std::int64_t sum = 0;
  for (const Attempt& attempt : test.attempts)
    sum += std::max<std::int64_t>(attempt.nanoseconds, 0) / 1000;
  return sum / 1000;
}

void write_table(Page& page, const GradeResult& result) {
  Table table({{"test", Align::kLeft, Fit::kCut},
               {"verdict"},
               {"passed", Align::kRight},
               {"by GOMAXPROCS", Align::kLeft, Fit::kWrap},
               {"time", Align::kRight}});
  for (const TestResult& test : result.tests)
    table.add({{tame(test.test)},
               {std::string(name(test.verdict)), tone_of(test.verdict)},
               {rate(test.passed(), test.attempts.size())},
               {by_gomaxprocs(test)},
               {test.attempts.empty() ? "" : format_duration(milliseconds(test))}});
  page.block(table.text(page.width(), page.color(), 2));
}

// The first attempt that shows why the test has its verdict.
const Attempt* telling(const TestResult& test) {
  const auto at =
      std::find_if(test.attempts.begin(), test.attempts.end(), [&](const Attempt& attempt) {
        return attempt.verdict == test.verdict &&
               !(attempt.detail.empty() && attempt.output.empty());
      });
  return test.verdict == Verdict::kPassed || at == test.attempts.end() ? nullptr : &*at;
}

void write_output(Page& page, const TestResult& test) {
  const Attempt* attempt = telling(test);
  if (attempt == nullptr) return;
  page.line(2, {{tame(test.test), Tone::kBad},
                {", run " + std::to_string(attempt->iteration + 1) + " at GOMAXPROCS " +
                     std::to_string(attempt->cpu),
                 Tone::kFaint}});
  if (!attempt->detail.empty()) page.paragraph(4, tame(attempt->detail));
  if (attempt->output.empty()) return;
  const std::vector<std::string> lines = tame_lines(attempt->output);
  for (std::size_t i = 0; i < std::min(lines.size(), kMostOutputLines); ++i)
    page.quote(3, "", lines[i]);
  if (lines.size() > kMostOutputLines)
    page.line(4, {{"and " + format_count(lines.size() - kMostOutputLines, "more line") +
                       ", all in result.json",
                   Tone::kFaint}});
}

}  // namespace

void write_tests(Page& page, const GradeResult& result) {
  const bool any_output =
      std::any_of(result.tests.begin(), result.tests.end(),
                  [](const TestResult& test) { return telling(test) != nullptr; });
  if (result.tests.empty() || (page.view() == View::kCandidate && !any_output)) return;
  page.heading(page.view() == View::kReviewer ? "Tests" : "What the tests say");
  if (page.view() == View::kReviewer) write_table(page, result);
  bool first = page.view() == View::kCandidate;  // no gap between the heading and what it is about
  for (const TestResult& test : result.tests) {
    if (telling(test) == nullptr) continue;
    if (!first) page.gap();
    first = false;
    write_output(page, test);
  }
}

}  // namespace assay::report
