#include "report/issues.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "report/reproducible.h"

namespace assay::report {
namespace {

constexpr std::size_t kLongestRule = 64;
constexpr std::size_t kMostFrames = 90;  // GitHub shows 100 places of an issue

// Rules are ours, but some are made of names that a tool printed.
std::string rule_id(std::string_view family, std::string_view detail) {
  std::string id(family);
  if (!detail.empty()) id += '/';
  for (const char c : detail.substr(0, kLongestRule)) {
    const bool keep =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    id += keep ? c : '_';
  }
  return id;
}

// A name below the module, as a code host would look it up.
bool is_inside(const std::string& file) {
  if (file.empty() || file.front() == '/' || file.find('\\') != std::string::npos) return false;
  for (const std::string_view part : split(file, '/'))
    if (part.empty() || part == "." || part == "..") return false;
  return printable_line(file) == file;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Place place(const std::string& file, std::uint32_t line, std::uint32_t column,
            const std::string& source) {
  if (!is_inside(file)) return {};
  return {file, line, line == 0 ? 0 : column, source.substr(0, source.find_first_of("\r\n")), ""};
}

// "Write at 0x? by goroutine ?:" as "Write".
std::string act_of(const std::string& title) {
  std::string act = without_run_noise(title);
  act = act.substr(0, act.find(" at 0x?"));
  for (const std::string_view noise : {" ?", ":"})
    for (std::size_t at = act.find(noise); at != std::string::npos; at = act.find(noise, at))
      act.erase(at, noise.size());
  return act;
}

class Collector {
 public:
  explicit Collector(const GradeResult& result) : result_(result) {}

  std::vector<Issue> collect() {
    for (const Finding& finding : result_.rejected) add_rejected(finding);
    for (const Diagnostic& diagnostic : result_.diagnostics) add_diagnostic(diagnostic);
    if (result_.outcome == Outcome::kGraded) {
      for (const RaceReport& race : result_.races) add_race(race);
      for (const CrashReport& crash : result_.crashes) add_crash(crash);
      for (const CriterionResult& criterion : result_.criteria) add_lost(criterion);
    }
    if (result_.outcome == Outcome::kNoSubmission) add_nothing();
    std::stable_sort(issues_.begin(), issues_.end(),
                     [](const Issue& a, const Issue& b) { return a.level < b.level; });
    return std::move(issues_);
  }

 private:
  // `identity`: what makes it this problem and no other, apart from the rule and the place. An
  // equal one is counted, so that fingerprints differ, or dropped where it is the same bug again.
  void add(Issue issue, const std::string& identity, bool merge) {
    Hasher hasher;
    hasher.add_field(result_.exercise).add_field(issue.rule).add_field(issue.at.file);
    hasher.add_field(trimmed(issue.at.source)).add_field(identity);
    const std::string base = to_hex(hasher.finish());
    const std::size_t times = seen_[base]++;
    if (merge && times > 0) return;
    issue.fingerprint =
        times == 0 ? base
                   : to_hex(Hasher().add_field(base).add_field(std::to_string(times)).finish());
    issues_.push_back(std::move(issue));
  }

  void add_rejected(const Finding& finding) {
    Issue issue;
    issue.rule = rule_id("policy", finding.rule);
    issue.title = "Not allowed in this exercise";
    issue.message = finding.message;
    issue.at = place(finding.path, finding.line, 0, "");
    if (issue.at.file.empty() && !finding.path.empty())
      issue.message = printable_line(finding.path) + " " + issue.message;
    add(std::move(issue), finding.message, false);
  }

  void add_diagnostic(const Diagnostic& diagnostic) {
    const std::size_t colon = diagnostic.check.find(':');
    const std::string family = diagnostic.check.substr(0, colon);
    Issue issue;
    issue.rule = colon == std::string::npos
                     ? rule_id(family == "contract" ? "contract" : "compile", "")
                     : rule_id(family == "vet" || family == "policy" ? family : "advice",
                               diagnostic.check.substr(colon + 1));
    const bool is_final = colon == std::string::npos || family == "policy";
    issue.level = is_final ? Level::kError : family == "vet" ? Level::kWarning : Level::kNote;
    issue.title = help_for(issue.rule).name;
    issue.message = diagnostic.message;
    issue.at = place(diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.source);
    if (family == "vet") has_vet_ = true;
    add(std::move(issue), diagnostic.message, false);
  }

  [[nodiscard]] const CriterionResult* criterion_of(const std::string& test) const {
    for (const CriterionResult& each : result_.criteria)
      if (std::find(each.tests.begin(), each.tests.end(), test) != each.tests.end()) return &each;
    return nullptr;
  }

  static std::string identity_of(const std::vector<Stack>& stacks) {
    std::string identity;
    for (const Stack& stack : stacks) {
      for (const Frame& frame : stack.frames)
        identity += frame.file + '\0' + frame.function + '\0' + trimmed(frame.source) + '\0';
      identity += '\n';
    }
    return identity;
  }

  // The innermost own frame of the first stack that has one is where the issue is; all others are
  // further places.
  void add_stacks(Issue issue, const std::string& test, const std::vector<Stack>& stacks) {
    const CriterionResult* criterion = criterion_of(test);
    if (criterion != nullptr) {
      issue.title += " in: " + (criterion->title.empty() ? criterion->id : criterion->title);
      if (!criterion->hint.empty()) issue.message += "\n" + criterion->hint;
    }
    for (const Stack& stack : stacks)
      for (const Frame& frame : stack.frames) {
        Place found = place(frame.file, frame.line, 0, frame.source);
        if (found.file.empty() || issue.further.size() >= kMostFrames) continue;
        found.message = act_of(stack.title) + " in " + frame.function;
        if (issue.at.file.empty())
          issue.at = std::move(found);
        else
          issue.further.push_back(std::move(found));
      }
    if (issue.at.file.empty()) return;  // the lost criterion stands for it
    if (criterion != nullptr) placed_.insert(criterion->id);
    add(std::move(issue), identity_of(stacks), true);
  }

  void add_race(const RaceReport& race) {
    Issue issue;
    issue.rule = "race";
    issue.title = help_for("race").name;
    issue.message = "Data race:";
    for (const Stack& stack : race.stacks) {
      issue.message += "\n" + act_of(stack.title);
      if (!stack.frames.empty()) {
        const Frame& frame = stack.frames.front();
        issue.message +=
            " in " + frame.function + ", " + frame.file + ":" + std::to_string(frame.line);
      }
    }
    add_stacks(std::move(issue), race.test, race.stacks);
  }

  void add_crash(const CrashReport& crash) {
    Issue issue;
    issue.rule = std::string(name(crash.verdict));
    issue.title = help_for(issue.rule).name;
    issue.message =
        crash.message.empty() ? help_for(issue.rule).description : without_run_noise(crash.message);
    add_stacks(std::move(issue), crash.test, crash.stacks);
  }

  void add_lost(const CriterionResult& criterion) {
    if (criterion.verdict == Verdict::kPassed || placed_.contains(criterion.id)) return;
    if (criterion.tests.empty() && has_vet_) return;  // go vet's own words say it better
    Issue issue;
    issue.rule = std::string(name(criterion.verdict));
    issue.level = criterion.verdict == Verdict::kSkipped ? Level::kNote : Level::kError;
    issue.title = criterion.title.empty() ? criterion.id : criterion.title;
    issue.message = criterion.reason;
    if (!criterion.hint.empty())
      issue.message += (issue.message.empty() ? "" : ".\n") + criterion.hint;
    if (issue.message.empty()) issue.message = help_for(issue.rule).description;
    add(std::move(issue), criterion.id, false);
  }

  void add_nothing() {
    Issue issue;
    issue.rule = "contract";
    issue.title = "Nothing to grade";
    issue.message = result_.error.empty() ? "there is nothing to grade" : result_.error;
    add(std::move(issue), "no_submission", false);
  }

  const GradeResult& result_;
  std::vector<Issue> issues_;
  std::map<std::string, std::size_t> seen_;
  std::set<std::string> placed_;
  bool has_vet_ = false;
};

}  // namespace

std::vector<Issue> issues_of(const GradeResult& result) {
  return Collector(result).collect();
}

}  // namespace assay::report
