#include "model/verdict.h"

#include <algorithm>
#include <array>

namespace assay {
namespace {

constexpr std::array<std::string_view, 17> kNames = {
    "passed",    "failed",    "race",       "deadlock",  "leak",   "panic",
    "fatal",     "exited",    "cpu_time",   "wall_time", "memory", "output",
    "processes", "forbidden", "incomplete", "tampered",  "skipped"};

}  // namespace

std::string_view name(Verdict verdict) {
  return kNames[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> verdict_from_name(std::string_view name) {
  const auto* at = std::find(kNames.begin(), kNames.end(), name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<Verdict>(at - kNames.begin());
}

std::string_view name(BuildKind build) {
  return build == BuildKind::kPlain ? "plain" : "race";
}

std::optional<BuildKind> build_kind_from_name(std::string_view text) {
  if (text == "race") return BuildKind::kRace;
  if (text == "plain") return BuildKind::kPlain;
  return std::nullopt;
}

std::size_t TestResult::passed() const {
  return static_cast<std::size_t>(
      std::count_if(attempts.begin(), attempts.end(),
                    [](const Attempt& attempt) { return attempt.verdict == Verdict::kPassed; }));
}

}  // namespace assay
