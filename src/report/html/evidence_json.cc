#include "report/html/evidence_json.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "report/html/cut.h"
#include "report/html/marks.h"
#include "report/units.h"

namespace assay::report::html {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostReports = 12;
constexpr std::size_t kLongestOutput = 6 << 10;
constexpr std::size_t kLongestFile = 256 << 10;

Json verdict_json(Verdict verdict) {
  const Mark mark = mark_of(verdict);
  return {{"l", std::string(1, mark.letter)}, {"k", mark.kind}, {"w", mark.word}};
}

std::string first_bytes(const std::string& text, std::size_t most) {
  if (text.size() <= most) return printable(text);
  return printable(std::string_view(text).substr(0, most)) + "\n[" +
         format_bytes(text.size() - most) + " left out here]";
}

Json stacks_json(const std::vector<Stack>& stacks) {
  Json all = Json::array();
  for (const Stack& stack : stacks) {
    Json frames = Json::array();
    for (const Frame& frame : stack.frames)
      frames.push_back({{"fn", printable_line(frame.function)},
                        {"file", printable_line(frame.file)},
                        {"line", frame.line},
                        {"src", printable_line(frame.source)}});
    std::string title = printable_line(stack.title);
    if (title.ends_with(':')) title.pop_back();
    all.push_back({{"title", title}, {"frames", std::move(frames)}, {"cut", stack.cut}});
  }
  return all;
}

// Reports of one bug differ in addresses and goroutine numbers, not in frames.
std::string place_of(const std::string& test, const std::vector<Stack>& stacks) {
  std::string text = test + '\n';
  for (const Stack& stack : stacks) {
    for (const Frame& frame : stack.frames)
      text += frame.file + '\0' + frame.function + '\0' + std::to_string(frame.line) + '\0';
    text += '\n';
  }
  return text;
}

// The first report of each place, and how often it came.
template <class Report>
std::vector<std::pair<const Report*, std::size_t>> distinct(const std::vector<Report>& reports) {
  std::vector<std::pair<const Report*, std::size_t>> found;
  std::map<std::string, std::size_t> index;
  for (const Report& report : reports) {
    const auto [at, is_new] = index.emplace(place_of(report.test, report.stacks), found.size());
    if (is_new) found.emplace_back(&report, 0);
    ++found[at->second].second;
  }
  if (found.size() > kMostReports) found.resize(kMostReports);
  return found;
}

Json subject_json(const std::string& test, const GradeResult& result) {
  const std::string title = title_of(test, result);
  return {{"about", printable_line(title)}, {"test", title == test ? "" : printable_line(test)}};
}

// The first attempt that shows why the test has its verdict.
const Attempt* telling(const TestResult& test) {
  if (test.verdict == Verdict::kPassed) return nullptr;
  const auto at = std::find_if(test.attempts.begin(), test.attempts.end(), [&](const Attempt& a) {
    return a.verdict == test.verdict && !(a.detail.empty() && a.output.empty());
  });
  return at == test.attempts.end() ? nullptr : &*at;
}

// [[GOMAXPROCS, passed, all], ...]
Json by_cpu(const TestResult& test) {
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> counts;
  for (const Attempt& attempt : test.attempts) {
    auto& [passed, all] = counts[attempt.cpu];
    passed += attempt.verdict == Verdict::kPassed ? 1 : 0;
    ++all;
  }
  Json rows = Json::array();
  for (const auto& [cpu, count] : counts) rows.push_back({cpu, count.first, count.second});
  return rows;
}

std::string time_of(const TestResult& test) {
  std::int64_t microseconds = 0;
  for (const Attempt& attempt : test.attempts)
    microseconds += std::max<std::int64_t>(attempt.nanoseconds, 0) / 1000;
  return microseconds == 0 ? "" : format_duration(microseconds / 1000);
}

// Windows' line ends are of no interest here, and would be shown as \x0d.
std::string code_text(const std::string& bytes) {
  std::string text;
  const std::size_t size = std::min(bytes.size(), kLongestFile);
  text.reserve(size);
  for (std::size_t i = 0; i < size; ++i)
    if (bytes[i] != '\r' || i + 1 == bytes.size() || bytes[i + 1] != '\n') text += bytes[i];
  return printable(text);
}

}  // namespace

Json criteria_json(const GradeResult& result) {
  Json all = Json::array();
  for (const CriterionResult& each : result.criteria) {
    Json tests = Json::array();
    for (const std::string& test : each.tests) tests.push_back(printable_line(test));
    all.push_back({{"id", printable_line(each.id)},
                   {"title", printable_line(each.title.empty() ? each.id : each.title)},
                   {"points", each.points},
                   {"earned", each.earned},
                   {"v", verdict_json(each.verdict)},
                   {"hint", printable_line(each.hint)},
                   {"reason", printable_line(each.reason)},
                   {"tests", std::move(tests)},
                   {"passed", each.passed},
                   {"attempts", each.attempts}});
  }
  return all;
}

Json races_json(const GradeResult& result) {
  Json all = Json::array();
  for (const auto& [race, times] : distinct(result.races)) {
    Json item = subject_json(race->test, result);
    item["times"] = times;
    item["stacks"] = stacks_json(race->stacks);
    all.push_back(std::move(item));
  }
  return all;
}

Json crashes_json(const GradeResult& result) {
  Json all = Json::array();
  for (const auto& [crash, times] : distinct(result.crashes)) {
    Json item = subject_json(crash->test, result);
    item["times"] = times;
    item["v"] = verdict_json(crash->verdict);
    item["message"] = first_bytes(crash->message, kLongestOutput);
    item["stacks"] = stacks_json(crash->stacks);
    all.push_back(std::move(item));
  }
  return all;
}

Json tests_json(const GradeResult& result) {
  Json all = Json::array();
  for (const TestResult& test : result.tests) {
    Json item = {{"test", printable_line(test.test)},
                 {"v", verdict_json(test.verdict)},
                 {"passed", test.passed()},
                 {"attempts", test.attempts.size()},
                 {"cpu", by_cpu(test)},
                 {"time", time_of(test)}};
    if (const Attempt* attempt = telling(test)) {
      item["where"] = "run " + std::to_string(std::uint64_t{attempt->iteration} + 1) +
                      " at GOMAXPROCS " + std::to_string(attempt->cpu);
      item["detail"] = printable_line(attempt->detail);
      item["output"] = first_bytes(attempt->output, kLongestOutput);
    }
    all.push_back(std::move(item));
  }
  return all;
}

Json diagnostics_json(const GradeResult& result) {
  Json all = Json::array();
  for (const Diagnostic& each : result.diagnostics)
    all.push_back({{"check", printable_line(each.check)},
                   {"file", printable_line(each.file)},
                   {"line", each.line},
                   {"col", each.column},
                   {"text", printable(each.message)}});
  return all;
}

Json findings_json(const std::vector<Finding>& findings) {
  Json all = Json::array();
  for (const Finding& each : findings)
    all.push_back({{"path", printable_line(each.path)},
                   {"line", each.line},
                   {"rule", printable_line(each.rule)},
                   {"text", printable_line(each.message)}});
  return all;
}

Json code_json(const FileSet& code) {
  Json all = Json::array();
  for (const auto& [path, bytes] : code)
    all.push_back(
        {{"file", printable_line(path)},
         {"text", code_text(bytes)},
         {"cut", bytes.size() > kLongestFile ? Json(format_bytes(bytes.size() - kLongestFile))
                                             : Json("")}});
  return all;
}

}  // namespace assay::report::html
