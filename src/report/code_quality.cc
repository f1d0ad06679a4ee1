#include "report/code_quality.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/text.h"
#include "report/issues.h"
#include "report/sarif.h"

namespace assay::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostQualityMessage = 2 << 10;

std::string_view severity(const Issue& issue) {
  if (issue.level == Level::kNote) return "info";
  if (issue.level == Level::kWarning) return "minor";
  if (issue.rule == "compile" || issue.rule == "contract" || issue.rule.starts_with("policy/"))
    return "blocker";
  return issue.rule == "failed" ? "major" : "critical";
}

// GitLab shows one line of plain text.
std::string description(const Issue& issue) {
  std::string text = issue.title + ": " + issue.message.substr(0, kMostQualityMessage);
  std::replace(text.begin(), text.end(), '\n', ' ');
  return printable_line(text);
}

Json write(const Issue& issue, const NamedResult& of) {
  const GradeResult& result = *of.result;
  const std::string file = !issue.at.file.empty()  ? issue.at.file
                           : !result.files.empty() ? result.files.front()
                                                   : "go.mod";
  const std::string fingerprint =
      of.candidate.empty()
          ? issue.fingerprint
          : to_hex(Hasher().add_field(of.candidate).add_field(issue.fingerprint).finish());
  return {{"description", description(issue)},
          {"check_name", issue.rule},
          {"fingerprint", fingerprint},
          {"severity", severity(issue)},
          {"location",
           {{"path", printable_line(path_from_root(of, file))},
            {"lines", {{"begin", std::max(issue.at.line, 1U)}}}}}};
}

}  // namespace

std::string to_code_quality(const std::vector<NamedResult>& results, View view) {
  Json all = Json::array();
  for (const NamedResult& named : results) {
    const GradeResult result = seen_by(view, *named.result);
    for (const Issue& issue : issues_of(result))
      all.push_back(write(issue, {named.candidate, &result}));
  }
  return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::report
