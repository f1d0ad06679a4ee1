#include "grading/merge.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::grading {
namespace {

// From the least telling to the most.
constexpr std::array kOrder = {Verdict::kPassed,  Verdict::kSkipped,   Verdict::kIncomplete,
                               Verdict::kFailed,  Verdict::kExited,    Verdict::kWallTime,
                               Verdict::kCpuTime, Verdict::kOutput,    Verdict::kProcesses,
                               Verdict::kMemory,  Verdict::kForbidden, Verdict::kLeak,
                               Verdict::kPanic,   Verdict::kDeadlock,  Verdict::kFatal,
                               Verdict::kRace,    Verdict::kTampered};

std::size_t count(const TestResult& result, Verdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(result.attempts.begin(), result.attempts.end(),
                    [&](const Attempt& attempt) { return attempt.verdict == verdict; }));
}

// The verdicts of `result` that are not a pass, worst first, each once.
std::vector<Verdict> losses(const TestResult& result) {
  std::vector<Verdict> verdicts;
  for (auto verdict = kOrder.rbegin(); verdict != kOrder.rend(); ++verdict)
    if (*verdict != Verdict::kPassed && count(result, *verdict) > 0) verdicts.push_back(*verdict);
  return verdicts;
}

}  // namespace

int severity(Verdict verdict) {
  const auto at = std::find(kOrder.begin(), kOrder.end(), verdict);
  return static_cast<int>(at - kOrder.begin());
}

Verdict worst(std::span<const Verdict> verdicts) {
  const auto at = std::max_element(verdicts.begin(), verdicts.end(),
                                   [](Verdict a, Verdict b) { return severity(a) < severity(b); });
  return at == verdicts.end() ? Verdict::kIncomplete : *at;
}

TestResult merge(std::string test, std::vector<Attempt> attempts) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(attempts.size());
  for (const Attempt& attempt : attempts) verdicts.push_back(attempt.verdict);
  return {std::move(test), worst(verdicts), std::move(attempts)};
}

TestResult only(const TestResult& result, BuildKind build) {
  std::vector<Attempt> attempts;
  for (const Attempt& attempt : result.attempts)
    if (attempt.build == build) attempts.push_back(attempt);
  return merge(result.test, std::move(attempts));
}

std::string_view phrase(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kRace:
      return "race";
    case Verdict::kDeadlock:
      return "deadlock";
    case Verdict::kLeak:
      return "goroutine leak";
    case Verdict::kPanic:
      return "panic";
    case Verdict::kFatal:
      return "fatal error of the Go runtime";
    case Verdict::kExited:
      return "the program ended itself";
    case Verdict::kCpuTime:
      return "out of CPU time";
    case Verdict::kWallTime:
      return "out of time";
    case Verdict::kMemory:
      return "out of memory";
    case Verdict::kOutput:
      return "too much output";
    case Verdict::kProcesses:
      return "too many threads or processes";
    case Verdict::kForbidden:
      return "forbidden system call";
    case Verdict::kIncomplete:
      return "no result";
    case Verdict::kTampered:
      return "tampering with the results";
    case Verdict::kSkipped:
      return "skipped";
  }
  return "no result";
}

std::string describe(const TestResult& result) {
  if (result.verdict == Verdict::kPassed) return {};
  const std::size_t runs = result.attempts.size();
  std::string text;
  for (const Verdict verdict : losses(result)) {
    const std::size_t times = count(result, verdict);
    const bool first = text.empty();
    if (!first) text += ", ";
    text += phrase(verdict);
    if (runs == 1) continue;
    text += " in ";
    if (times == runs)
      text += runs == 2 ? "both runs" : "all " + std::to_string(runs) + " runs";
    else if (first)
      text += std::to_string(times) + " of " + std::to_string(runs) + " runs";
    else
      text += std::to_string(times);
  }
  return text.empty() ? std::string(phrase(result.verdict)) : text;
}

}  // namespace assay::grading
