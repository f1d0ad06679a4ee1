#include "grading/judge.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "grading/merge.h"

namespace assay::grading {
namespace {

constexpr std::size_t kPlacesNamed = 3;

struct Judgement {
  Verdict verdict = Verdict::kIncomplete;
  std::string reason;
  std::uint32_t attempts = 0;
  std::uint32_t passed = 0;
};

std::string place(std::string_view file, std::uint32_t line) {
  std::string text = printable_line(file);
  if (line != 0) text += ":" + std::to_string(line);
  return text;
}

// "a", "a, b", "a, b, c and 4 more"
std::string enumerate(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < std::min(items.size(), kPlacesNamed); ++i)
    text += (i == 0 ? "" : ", ") + items[i];
  if (items.size() > kPlacesNamed)
    text += " and " + std::to_string(items.size() - kPlacesNamed) + " more";
  return text;
}

TestResult result_of(const std::string& test, BuildKind build, const EvidenceBag& evidence) {
  const auto at = std::find_if(evidence.tests.begin(), evidence.tests.end(),
                               [&](const TestResult& result) { return result.test == test; });
  return at == evidence.tests.end() ? merge(test, {}) : only(*at, build);
}

// The reasons of the tests that were lost, worst first, each said once.
std::string explain(std::vector<TestResult> lost, std::size_t tests) {
  std::stable_sort(lost.begin(), lost.end(), [](const TestResult& a, const TestResult& b) {
    return severity(a.verdict) > severity(b.verdict);
  });
  std::vector<std::string> reasons;
  for (const TestResult& result : lost) {
    std::string reason = describe(result);
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
      reasons.push_back(std::move(reason));
  }
  std::string text;
  for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
  if (tests > 1)
    text += " (" + std::to_string(lost.size()) + " of " + std::to_string(tests) + " tests)";
  return text;
}

Judgement judge_tests(const Evidence& wanted, const EvidenceBag& evidence) {
  Judgement judgement;
  std::vector<Verdict> verdicts;
  std::vector<TestResult> lost;
  for (const std::string& test : wanted.tests) {
    TestResult result = result_of(test, wanted.build, evidence);
    judgement.attempts += static_cast<std::uint32_t>(result.attempts.size());
    judgement.passed += static_cast<std::uint32_t>(result.passed());
    verdicts.push_back(result.verdict);
    if (result.verdict != Verdict::kPassed) lost.push_back(std::move(result));
  }
  judgement.verdict = worst(verdicts);
  if (!lost.empty()) judgement.reason = explain(std::move(lost), wanted.tests.size());
  return judgement;
}

Judgement judge_vet(const Evidence& wanted, const EvidenceBag& evidence) {
  if (!evidence.vetted) return {Verdict::kIncomplete, "go vet gave no result"};
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : evidence.diagnostics)
    for (const std::string& analyzer : wanted.vet)
      if (diagnostic.check == "vet:" + analyzer)
        found.push_back(analyzer + " at " + place(diagnostic.file, diagnostic.line));
  if (found.empty()) return {Verdict::kPassed, ""};
  return {Verdict::kFailed, "go vet found " + enumerate(found)};
}

// Where the candidate's files use `call`.
std::vector<std::string> uses_of(const std::string& call, const Inspection& inspection) {
  std::vector<std::string> places;
  for (const InspectedFile& file : inspection.files)
    for (const Mention& use : file.uses)
      if (use.text == call) places.push_back(place(file.path, use.at.line));
  return places;
}

bool is_dead(const Mention& use, const InspectedFile& file) {
  return std::any_of(file.dead.begin(), file.dead.end(), [&](const Mention& dead) {
    return dead.text == use.text && dead.at.line == use.at.line && dead.at.column == use.at.column;
  });
}

// Why a use of `call` is missing; "" if there is one that runs.
std::string lack_of(const std::string& call, const Inspection& inspection) {
  for (const InspectedFile& file : inspection.files)
    for (const Mention& use : file.uses)
      if (use.text == call && !is_dead(use, file)) return "";
  const auto places = uses_of(call, inspection);
  if (places.empty()) return call + " is not used";
  return call + " is used only where nothing comes of it, at " + enumerate(places);
}

Judgement judge_calls(const Evidence& wanted, const EvidenceBag& evidence) {
  if (evidence.inspection.files.empty()) return {Verdict::kIncomplete, "no file was inspected"};
  std::string reason;
  for (const std::string& call : wanted.must_call)
    if (const std::string lack = lack_of(call, evidence.inspection); !lack.empty())
      reason += (reason.empty() ? "" : "; ") + lack;
  for (const std::string& call : wanted.must_not_call)
    if (const auto places = uses_of(call, evidence.inspection); !places.empty())
      reason += (reason.empty() ? "" : "; ") + call + " is used at " + enumerate(places);
  return {reason.empty() ? Verdict::kPassed : Verdict::kFailed, reason};
}

Judgement judge_evidence(const Evidence& wanted, const EvidenceBag& evidence) {
  if (!wanted.tests.empty()) return judge_tests(wanted, evidence);
  if (!wanted.vet.empty()) return judge_vet(wanted, evidence);
  if (!wanted.must_call.empty() || !wanted.must_not_call.empty())
    return judge_calls(wanted, evidence);
  return {Verdict::kIncomplete, "the exercise names no evidence"};
}

// By their titles, since who was graded sees no ids.
std::string missing_prerequisites(const Criterion& criterion, const Exercise& exercise,
                                  const std::set<std::string>& met) {
  std::string names;
  for (const Criterion& before : exercise.criteria) {
    const auto& needed = criterion.requires_;
    if (std::find(needed.begin(), needed.end(), before.id) == needed.end()) continue;
    if (!met.contains(before.id)) names += (names.empty() ? "`" : ", `") + before.title + "`";
  }
  return names;
}

CriterionResult blank(const Criterion& criterion) {
  CriterionResult result;
  result.id = criterion.id;
  result.title = criterion.title;
  result.points = criterion.points;
  result.hint = criterion.hint;
  result.tests = criterion.evidence.tests;
  return result;
}

}  // namespace

std::vector<CriterionResult> judge(const Exercise& exercise, const EvidenceBag& evidence) {
  std::vector<CriterionResult> results;
  std::set<std::string> met;
  for (const Criterion& criterion : exercise.criteria) {
    CriterionResult result = blank(criterion);
    Judgement judgement = judge_evidence(criterion.evidence, evidence);
    result.attempts = judgement.attempts;
    result.passed = judgement.passed;
    if (const std::string missing = missing_prerequisites(criterion, exercise, met);
        !missing.empty()) {
      result.verdict = Verdict::kSkipped;
      result.reason = "needs " + missing + " first";
    } else {
      result.verdict = judgement.verdict;
      result.reason = std::move(judgement.reason);
    }
    if (result.verdict == Verdict::kPassed) {
      result.earned = result.points;
      result.hint.clear();
      met.insert(result.id);
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<CriterionResult> judge_unrun(const Exercise& exercise) {
  std::vector<CriterionResult> results;
  for (const Criterion& criterion : exercise.criteria) {
    CriterionResult result = blank(criterion);
    result.hint.clear();
    results.push_back(std::move(result));
  }
  return results;
}

std::uint32_t score(const std::vector<CriterionResult>& criteria) {
  std::uint64_t earned = 0;
  std::uint64_t points = 0;
  for (const CriterionResult& criterion : criteria) {
    earned += criterion.earned;
    points += criterion.points;
  }
  return points == 0 ? 0 : static_cast<std::uint32_t>(earned * 100 / points);
}

}  // namespace assay::grading
