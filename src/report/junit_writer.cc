#include "report/junit_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "report/units.h"

namespace assay::report {
namespace {

// U+FFFE and U+FFFF are well-formed UTF-8 and forbidden in XML; printable() has dealt with the
// rest.
std::string without_noncharacters(std::string text) {
  for (const auto& [bytes, shown] :
       {std::pair{"\xef\xbf\xbe", "\\u{fffe}"}, std::pair{"\xef\xbf\xbf", "\\u{ffff}"}})
    for (std::size_t at = text.find(bytes); at != std::string::npos; at = text.find(bytes, at))
      text.replace(at, 3, shown);
  return text;
}

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : without_noncharacters(printable(text))) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      case '\n':
        escaped += "&#10;";
        break;
      case '\t':
        escaped += "&#9;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string seconds(std::int64_t milliseconds) {
  const std::int64_t ms = std::max<std::int64_t>(milliseconds, 0);
  return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

struct Totals {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::int64_t milliseconds = 0;

  void add(const JunitSuite& suite) {
    for (const JunitCase& each : suite.cases) {
      ++tests;
      failures += each.kind == JunitCase::Kind::kFailure ? 1 : 0;
      errors += each.kind == JunitCase::Kind::kError ? 1 : 0;
      skipped += each.kind == JunitCase::Kind::kSkipped ? 1 : 0;
      milliseconds += std::max<std::int64_t>(each.milliseconds, 0);
    }
  }
  [[nodiscard]] std::string text() const {
    return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}" time="{}")", tests,
                       failures, errors, skipped, seconds(milliseconds));
  }
};

std::string write_verdict(const JunitCase& each) {
  const std::string message = escape(each.message);
  const std::string type = escape(each.type);
  switch (each.kind) {
    case JunitCase::Kind::kPassed:
      return {};
    case JunitCase::Kind::kSkipped:
      return fmt::format("      <skipped message=\"{}\"/>\n", message);
    case JunitCase::Kind::kFailure:
    case JunitCase::Kind::kError:
      break;
  }
  const char* tag = each.kind == JunitCase::Kind::kFailure ? "failure" : "error";
  return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{2}</{0}>\n", tag, type, message);
}

std::string write_case(const JunitCase& each) {
  std::string text =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"", escape(each.classname),
                  escape(each.name), seconds(each.milliseconds));
  std::string inner = write_verdict(each);
  if (!each.output.empty())
    inner += fmt::format("      <system-out>{}</system-out>\n", escape(each.output));
  return inner.empty() ? text + "/>\n" : text + ">\n" + inner + "    </testcase>\n";
}

std::string write_suite(const JunitSuite& suite) {
  Totals totals;
  totals.add(suite);
  std::string text =
      fmt::format("  <testsuite name=\"{}\" {} timestamp=\"{}\">\n", escape(suite.name),
                  totals.text(), format_time_iso(suite.started_at));
  for (const JunitCase& each : suite.cases) text += write_case(each);
  return text + "  </testsuite>\n";
}

}  // namespace

std::string write_junit(const std::string& name, const std::vector<JunitSuite>& suites) {
  Totals totals;
  for (const JunitSuite& suite : suites) totals.add(suite);
  std::string text =
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n",
                  escape(name), totals.text());
  for (const JunitSuite& suite : suites) text += write_suite(suite);
  return text + "</testsuites>\n";
}

}  // namespace assay::report
