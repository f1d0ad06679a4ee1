#include "report/reproducible.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "report/view.h"

namespace assay::report {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

template <class Is>
std::size_t run_of(std::string_view text, std::size_t from, Is is) {
  std::size_t end = from;
  while (end < text.size() && is(text[end])) ++end;
  return end - from;
}

// What stands at the front of `text` and is noise: how long it is, and what is shown for it.
struct Noise {
  std::size_t length = 0;
  std::string_view shown;
};

Noise noise_at(std::string_view text) {
  constexpr std::string_view kGoroutine = "oroutine ";  // "goroutine 7", "Goroutine 7"
  if (text.starts_with("0x")) {
    const std::size_t digits = run_of(text, 2, is_hex);
    if (digits > 0) return {2 + digits, "0x?"};
  } else if (text.starts_with(kGoroutine)) {
    const std::size_t digits = run_of(text, kGoroutine.size(), is_digit);
    if (digits > 0) return {kGoroutine.size() + digits, "oroutine ?"};
  } else if (text.starts_with('(')) {
    const std::size_t digits = run_of(text, 1, [](char c) { return is_digit(c) || c == '.'; });
    if (digits > 0 && text.substr(1 + digits, 2) == "s)") return {digits + 3, "(?s)"};
  }
  return {};
}

// What the tests of a criterion did is told by counting runs; why it was skipped, or what was found
// in the code, is the same each time.
CriterionResult settled(CriterionResult criterion) {
  criterion.attempts = 0;
  criterion.passed = 0;
  if (!criterion.tests.empty() && criterion.verdict != Verdict::kSkipped) criterion.reason.clear();
  return criterion;
}

// A list in which nothing is left to chance stays one with its copies.
void settle(SharedList<CriterionResult>& criteria) {
  for (std::size_t i = 0; i < criteria.size(); ++i)
    if (CriterionResult now = settled(criteria[i]); now != criteria[i])
      criteria.edit()[i] = std::move(now);
}

// go vet looks at packages side by side.
void settle(std::vector<Diagnostic>& diagnostics) {
  const auto key = [](const Diagnostic& each) {
    return std::tie(each.file, each.line, each.column, each.check, each.message);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
}

}  // namespace

std::string without_run_noise(std::string_view text) {
  std::string quiet;
  quiet.reserve(text.size());
  while (!text.empty()) {
    const Noise noise = noise_at(text);
    quiet += noise.length > 0 ? noise.shown : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(noise.length, 1));
  }
  return quiet;
}

GradeResult reproducible(GradeResult result) {
  result.started_at = 0;
  result.duration_ms = 0;
  result.build_usage = {};
  result.run_usage = {};
  // Which fault of ours stopped a grade, and at which of its tries, is chance.
  if (result.outcome == Outcome::kInfrastructureError) result.error = kOurFault;
  settle(result.criteria);
  result.tests.clear();
  result.races.clear();
  result.crashes.clear();
  settle(result.diagnostics);
  return result;
}

SubmissionRecord reproducible(SubmissionRecord record) {
  record.finished_at = 0;
  record.tries = 0;
  record.reused = false;  // who of two equals was graded first is chance
  if (record.decision) record.decision->at = 0;
  if (record.result) record.result = reproducible(*std::move(record.result));
  return record;
}

Run reproducible(Run run) {
  run.id.clear();
  run.created_at = 0;
  run.submissions.edit_each(
      [](SubmissionRecord& record) { record = reproducible(std::move(record)); });
  return run;
}

bool is_reproducible(const Run& run) {
  return run.id.empty();
}

}  // namespace assay::report
