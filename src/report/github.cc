#include "report/github.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "report/display.h"
#include "report/issues.h"
#include "report/sarif.h"

namespace assay::report {
namespace {

constexpr std::size_t kMostOfAKind = 10;
constexpr std::size_t kMostGithubMessage = 4 << 10;
constexpr std::size_t kMostLines = 40;
constexpr std::size_t kTokenBytes = 32;

std::string escape(std::string_view text, bool is_property) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%')
      escaped += "%25";
    else if (c == '\r')
      escaped += "%0D";
    else if (c == '\n')
      escaped += "%0A";
    else if (is_property && c == ':')
      escaped += "%3A";
    else if (is_property && c == ',')
      escaped += "%2C";
    else
      escaped += c;
  }
  return escaped;
}

// The runner writes a message into the log, line by line.
std::string lines_of(std::string_view hostile) {
  std::string text;
  std::size_t lines = 0;
  for (std::string& line : tame_lines(hostile.substr(0, kMostGithubMessage))) {
    if (++lines > kMostLines) break;
    text += (text.empty() ? "" : "\n") + disarm_start(std::move(line));
  }
  return text;
}

std::string_view command_for(Level level) {
  constexpr std::array<std::string_view, 3> kCommands = {"error", "warning", "notice"};
  return kCommands[static_cast<std::size_t>(level)];
}

std::string number(std::uint32_t value) {
  return value == 0 ? "" : std::to_string(value);
}

std::string annotate(const Issue& issue, const GradeResult& result) {
  const std::string file =
      issue.at.file.empty() ? "" : path_from_root({"", &result}, issue.at.file);
  return workflow_command(command_for(issue.level),
                          {{"file", file},
                           {"line", number(issue.at.line)},
                           {"endLine", number(issue.at.line)},
                           {"col", number(issue.at.column)},
                           {"title", issue.title}},
                          issue.message);
}

}  // namespace

std::string workflow_command(std::string_view command, const std::vector<Property>& properties,
                             std::string_view message) {
  std::string line = "::" + std::string(command);
  bool first = true;
  for (const Property& property : properties) {
    if (property.value.empty()) continue;
    line +=
        (first ? " " : ",") + std::string(property.name) + "=" + escape(tame(property.value), true);
    first = false;
  }
  return line + "::" + escape(lines_of(message), false) + "\n";
}

std::string to_annotations(const GradeResult& whole, View view) {
  const GradeResult result = seen_by(view, whole);
  std::string text;
  if (result.outcome == Outcome::kInfrastructureError)
    text += workflow_command("error", {{"title", "Not graded: a fault on our side"}},
                             result.error + "\nNo score was given.");
  const std::vector<Issue> issues = issues_of(result);
  for (const Level level : {Level::kError, Level::kWarning, Level::kNote}) {
    const auto all = static_cast<std::size_t>(std::count_if(
        issues.begin(), issues.end(), [&](const Issue& each) { return each.level == level; }));
    const std::size_t most = all > kMostOfAKind ? kMostOfAKind - 1 : all;
    std::size_t written = 0;
    for (const Issue& issue : issues)
      if (issue.level == level && written < most) {
        text += annotate(issue, result);
        ++written;
      }
    if (all > most)
      text += workflow_command(command_for(level), {{"title", "More findings"}},
                               std::to_string(all - most) + " more are in the report");
  }
  return text;
}

std::string without_commands(std::string_view text, std::string_view token) {
  std::string quoted = "::stop-commands::" + std::string(token) + "\n" + std::string(text);
  if (!quoted.ends_with('\n')) quoted += '\n';
  return quoted + "::" + std::string(token) + "::\n";
}

Result<std::string> without_commands(std::string_view text) {
  ASSAY_TRY(const std::string token, random_bytes(kTokenBytes));
  return without_commands(text, to_hex(token));
}

}  // namespace assay::report
