#include "grading/expectations.h"

#include <algorithm>

#include "base/text.h"

namespace assay::grading {
namespace {

constexpr std::uint32_t kStarterBelow = 50;

std::string join(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

// A submission without a score cannot have behaved as anyone expects.
std::vector<Mismatch> check_graded(const GradeResult& result) {
  if (result.outcome == Outcome::kGraded && result.score) return {};
  std::string what = "was not graded: " + std::string(name(result.outcome));
  if (!result.error.empty()) what += " (" + printable_line(result.error) + ")";
  return {{what}};
}

std::string lost(const CriterionResult& criterion) {
  std::string text = "`" + criterion.id + "` ended as " + std::string(name(criterion.verdict));
  if (!criterion.reason.empty()) text += " (" + criterion.reason + ")";
  return text;
}

const ExpectedLoss* find_loss(const KnownSolution& mutant, const std::string& criterion) {
  const auto at =
      std::find_if(mutant.loses.begin(), mutant.loses.end(),
                   [&](const ExpectedLoss& loss) { return loss.criterion == criterion; });
  return at == mutant.loses.end() ? nullptr : &*at;
}

bool names(const ExpectedLoss& loss, Verdict verdict) {
  return std::find(loss.verdicts.begin(), loss.verdicts.end(), name(verdict)) !=
         loss.verdicts.end();
}

}  // namespace

std::vector<Mismatch> check_reference(const GradeResult& result) {
  std::vector<Mismatch> mismatches = check_graded(result);
  if (!mismatches.empty()) return mismatches;
  for (const CriterionResult& criterion : result.criteria)
    if (criterion.verdict != Verdict::kPassed) mismatches.push_back({lost(criterion)});
  if (mismatches.empty() && *result.score != result.max_score)
    mismatches.push_back({"got " + std::to_string(*result.score) + " of " +
                          std::to_string(result.max_score) + " points"});
  return mismatches;
}

std::vector<Mismatch> check_starter(const GradeResult& result) {
  std::vector<Mismatch> mismatches = check_graded(result);
  if (mismatches.empty() && *result.score >= kStarterBelow)
    mismatches.push_back({"got " + std::to_string(*result.score) + " points, expected less than " +
                          std::to_string(kStarterBelow)});
  return mismatches;
}

std::vector<Mismatch> check_mutant(const KnownSolution& mutant, const GradeResult& result) {
  std::vector<Mismatch> mismatches = check_graded(result);
  if (!mismatches.empty()) return mismatches;
  for (const CriterionResult& criterion : result.criteria) {
    const ExpectedLoss* loss = find_loss(mutant, criterion.id);
    const bool passed = criterion.verdict == Verdict::kPassed;
    if (loss == nullptr && !passed)
      mismatches.push_back({lost(criterion) + ", expected it to pass"});
    else if (loss != nullptr && passed)
      mismatches.push_back(
          {"`" + criterion.id + "` passed, expected " + join(loss->verdicts, " or ")});
    else if (loss != nullptr && !names(*loss, criterion.verdict))
      mismatches.push_back({lost(criterion) + ", expected " + join(loss->verdicts, " or ")});
  }
  for (const ExpectedLoss& loss : mutant.loses)
    if (std::none_of(result.criteria.begin(), result.criteria.end(),
                     [&](const CriterionResult& c) { return c.id == loss.criterion; }))
      mismatches.push_back({"there is no criterion `" + printable_line(loss.criterion) + "`"});
  return mismatches;
}

std::string expected_of_reference() {
  return "100";
}

std::string expected_of_starter() {
  return "under " + std::to_string(kStarterBelow);
}

std::string expected_of_mutant(const KnownSolution& mutant) {
  std::vector<std::string> losses;
  for (const ExpectedLoss& loss : mutant.loses)
    losses.push_back(loss.criterion + " " + join(loss.verdicts, "|"));
  return join(losses, ", ");
}

std::string summarise(const GradeResult& result) {
  if (result.outcome != Outcome::kGraded || !result.score) return std::string(name(result.outcome));
  std::vector<std::string> losses;
  for (const CriterionResult& criterion : result.criteria)
    if (criterion.verdict != Verdict::kPassed)
      losses.push_back(criterion.id + " " + std::string(name(criterion.verdict)));
  const std::string points = std::to_string(*result.score);
  return losses.empty() ? points : points + ": " + join(losses, ", ");
}

}  // namespace assay::grading
