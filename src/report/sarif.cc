#include "report/sarif.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/file_names.h"
#include "report/issues.h"

namespace assay::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostSarifMessage = 4 << 10;  // bytes of one message

// A prefix of `text` that does not end within a character.
std::string_view beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

// SARIF 3.11: brackets make a link, braces a placeholder.
Json message(std::string_view hostile) {
  std::string text;
  for (const char c : printable(beginning(hostile, kMostSarifMessage))) {
    if (c == '[' || c == ']' || c == '\\') text += '\\';
    if (c == '{' || c == '}') text += c;
    text += c;
  }
  return {{"text", text}};
}

// RFC 3986: a relative reference. What is not unreserved is escaped, so that no name becomes a
// scheme, a query or a fragment.
std::string uri(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || std::string_view("-._~/").find(c) != std::string_view::npos) {
      escaped += c;
    } else {
      escaped += '%';
      escaped += kHex[byte >> 4];
      escaped += kHex[byte & 15];
    }
  }
  return escaped;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// The line, from its first character or from the column; columns count characters (columnKind).
Json region(const Place& place) {
  const std::string_view source = place.source;
  const std::size_t known = std::min<std::size_t>(place.column == 0 ? 0 : place.column - 1,
                                                  is_utf8(source) ? source.size() : 0);
  Json made = {{"startLine", std::max(place.line, 1U)}};
  if (place.line == 0) return made;
  made["startColumn"] =
      source.empty() ? std::max(place.column, 1U) : characters(source.substr(0, known)) + 1;
  made["endLine"] = place.line;
  if (!source.empty() && is_utf8(source)) made["endColumn"] = characters(source) + 1;
  return made;
}

std::string fallback_file(const GradeResult& result) {
  return result.files.empty() ? "go.mod" : result.files.front();
}

Json physical(const NamedResult& of, const Place& place) {
  const std::string file = place.file.empty() ? fallback_file(*of.result) : place.file;
  return {{"artifactLocation", {{"uri", uri(path_from_root(of, file))}}},
          {"region", region(place)}};
}

std::string_view level_name(Level level) {
  return level == Level::kError ? "error" : level == Level::kWarning ? "warning" : "note";
}

class Document {
 public:
  explicit Document(const SarifOptions& options) : options_(options) {}

  void add(const NamedResult& named) {
    const GradeResult seen = seen_by(options_.view, *named.result);
    const NamedResult of{named.candidate, &seen};
    if (seen.outcome == Outcome::kInfrastructureError) {
      notify("error", (named.candidate.empty() ? "" : named.candidate + ": ") +
                          std::string("could not be graded, and has no score: ") + seen.error);
      successful_ = false;
    }
    for (const Issue& issue : issues_of(seen)) results_.push_back({issue.level, write(issue, of)});
  }

  std::string finish(const std::string& version) {
    if (results_.size() > options_.most_results) {
      std::stable_sort(results_.begin(), results_.end(),
                       [](const Entry& a, const Entry& b) { return a.level < b.level; });
      notify("warning", std::to_string(results_.size() - options_.most_results) +
                            " findings were left out: code hosts take no more than " +
                            std::to_string(options_.most_results) + " in a document");
      results_.resize(options_.most_results);
    }
    Json results = Json::array();
    for (Entry& entry : results_) results.push_back(std::move(entry.json));
    const Json run = {{"tool", {{"driver", driver(version)}}},
                      {"columnKind", "unicodeCodePoints"},
                      {"automationDetails", {{"id", "assay/"}}},
                      {"invocations", Json::array({invocation()})},
                      {"results", std::move(results)}};
    const Json document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                           {"version", "2.1.0"},
                           {"runs", Json::array({run})}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  struct Entry {
    Level level;
    Json json;
  };

  Json write(const Issue& issue, const NamedResult& of) {
    const auto [rule, is_new] = rules_.emplace(issue.rule, rules_.size());
    if (is_new) order_.push_back(issue.rule);
    Json written = {{"ruleId", issue.rule},
                    {"ruleIndex", rule->second},
                    {"level", level_name(issue.level)},
                    {"message", message(issue.title == help_for(issue.rule).name
                                            ? issue.message
                                            : issue.title + ".\n" + issue.message)},
                    {"locations", Json::array({{{"physicalLocation", physical(of, issue.at)}}})}};
    Json related = Json::array();
    for (const Place& place : issue.further)
      related.push_back({{"id", related.size() + 1},
                         {"physicalLocation", physical(of, place)},
                         {"message", message(place.message)}});
    if (!related.empty()) written["relatedLocations"] = std::move(related);
    // GitHub reads only the first.
    const std::string print =
        of.candidate.empty() ? issue.fingerprint : issue.fingerprint + "/" + uri(of.candidate);
    written["partialFingerprints"] = {{"primaryLocationLineHash", print},
                                      {"assayIssue/v1", issue.fingerprint}};
    written["properties"] = {{"exercise", printable_line(of.result->exercise)}};
    if (!of.candidate.empty()) written["properties"]["candidate"] = printable_line(of.candidate);
    return written;
  }

  void notify(std::string_view level, const std::string& text) {
    notifications_.push_back({{"level", level}, {"message", message(text)}});
  }

  [[nodiscard]] Json invocation() const {
    Json made = {{"executionSuccessful", successful_}};
    if (!notifications_.empty()) made["toolExecutionNotifications"] = notifications_;
    return made;
  }

  [[nodiscard]] Json driver(const std::string& version) const {
    Json rules = Json::array();
    for (const std::string& id : order_) {
      const RuleHelp help = help_for(id);
      const std::string family = id.substr(0, id.find('/'));
      const bool advice = family == "advice";
      rules.push_back({{"id", id},
                       {"name", help.name},
                       {"shortDescription", {{"text", help.name}}},
                       {"fullDescription", {{"text", help.description}}},
                       {"help", {{"text", help.help}, {"markdown", help.help}}},
                       {"defaultConfiguration", {{"level", advice ? "note" : "error"}}},
                       {"properties",
                        {{"tags", Json::array({"go", family})},
                         {"precision", "very-high"},
                         {"problem.severity", advice ? "recommendation" : "error"}}}});
    }
    Json made = {{"name", "assay"}, {"rules", std::move(rules)}};
    if (!version.empty()) made["version"] = printable_line(version);
    return made;
  }

  SarifOptions options_;
  std::vector<Entry> results_;
  std::map<std::string, std::size_t> rules_;
  std::vector<std::string> order_;
  Json notifications_ = Json::array();
  bool successful_ = true;
};

}  // namespace

std::string path_from_root(const NamedResult& of, const std::string& file) {
  std::string path = of.candidate.empty() ? "" : file_stem(of.candidate) + "/";
  std::string subdir = of.result->submission.subdir;
  while (subdir.ends_with('/')) subdir.pop_back();
  while (subdir.starts_with("./")) subdir.erase(0, 2);
  if (!subdir.empty() && subdir != "." && subdir.front() != '/' &&
      ("/" + subdir + "/").find("/../") == std::string::npos)
    path += subdir + "/";
  return path + file;
}

std::string to_sarif(const std::vector<NamedResult>& results, const SarifOptions& options) {
  Document document(options);
  std::string version;
  for (const NamedResult& each : results) {
    document.add(each);
    if (version.empty()) version = each.result->environment.assay_version;
  }
  return document.finish(version);
}

}  // namespace assay::report
