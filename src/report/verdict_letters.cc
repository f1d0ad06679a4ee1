#include "report/verdict_letters.h"

#include <array>

namespace assay::report {
namespace {

// In the order of Verdict.
constexpr std::array<std::string_view, 17> kLetters = {"✓", "F", "R", "D", "L", "P", "X", "E", "C",
                                                       "T", "M", "O", "N", "S", "?", "!", "–"};

}  // namespace

std::string_view letter(Verdict verdict) {
  return kLetters[static_cast<std::size_t>(verdict)];
}

Tone tone_of(Verdict verdict) {
  if (verdict == Verdict::kPassed) return Tone::kGood;
  return verdict == Verdict::kSkipped ? Tone::kWarn : Tone::kBad;
}

std::string legend(const std::set<Verdict>& used) {
  std::string text;
  for (const Verdict verdict : used) {
    if (!text.empty()) text += ", ";
    text += std::string(letter(verdict)) + " " + std::string(name(verdict));
  }
  return text;
}

}  // namespace assay::report
