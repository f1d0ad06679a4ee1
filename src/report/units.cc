#include "report/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace assay::report {
namespace {

constexpr std::int64_t kFirst = -62'135'596'800;  // 0001-01-01
constexpr std::int64_t kLast = 253'402'300'799;   // 9999-12-31

// "2026-11-20", `between`, "14:03:11" of a time in range.
std::string date_and_time(std::int64_t unix_seconds, char between) {
  const std::chrono::sys_seconds time{std::chrono::seconds(unix_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     between, clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace

std::string format_duration(std::int64_t milliseconds) {
  const std::int64_t ms = std::max<std::int64_t>(milliseconds, 0);
  if (ms < 1000) return fmt::format("{} ms", ms);
  if (ms < 120'000 && ms % 1000 == 0) return fmt::format("{} s", ms / 1000);
  if (ms < 10'000) return fmt::format("{}.{:02} s", ms / 1000, ms % 1000 / 10);
  if (ms < 120'000) return fmt::format("{}.{} s", ms / 1000, ms % 1000 / 100);
  const std::int64_t seconds = ms / 1000;
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} min", seconds / 3600, seconds % 3600 / 60);
}

std::string format_bytes(std::uint64_t bytes) {
  constexpr std::array kUnits = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1024) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1024;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0, kUnits[unit]);
}

std::string format_time(std::int64_t unix_seconds) {
  if (unix_seconds < kFirst || unix_seconds > kLast)
    return fmt::format("Unix time {}", unix_seconds);
  return date_and_time(unix_seconds, ' ') + " UTC";
}

std::string format_time_iso(std::int64_t unix_seconds) {
  const bool in_range = unix_seconds >= kFirst && unix_seconds <= kLast;
  return date_and_time(in_range ? unix_seconds : 0, 'T');
}

std::string format_count(std::uint64_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace assay::report
