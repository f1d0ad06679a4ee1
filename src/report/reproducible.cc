#include "report/reproducible.h"

#include <algorithm>

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

void quieten(std::string& text) {
  text = without_run_noise(text);
}

void quieten(std::vector<Stack>& stacks) {
  for (Stack& stack : stacks) quieten(stack.title);
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
  for (TestResult& test : result.tests)
    for (Attempt& attempt : test.attempts) {
      attempt.nanoseconds = 0;
      quieten(attempt.detail);
      quieten(attempt.output);
    }
  for (RaceReport& race : result.races) quieten(race.stacks);
  for (CrashReport& crash : result.crashes) {
    quieten(crash.message);
    quieten(crash.stacks);
  }
  return result;
}

}  // namespace assay::report
