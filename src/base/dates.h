// Dates and durations as people type them, and written so that they read back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay {

/// Unix time of "2026-03-01" (its last second, in local time), "2026-03-01T12:00" and
/// "2026-03-01 12:00:30" (local time), or with "Z" or "+02:00" at the end.
Result<std::int64_t> parse_date(std::string_view text);

/// "2026-03-01T12:00:30Z". What lies before the year 0 or after 9999 gives that year's end.
std::string date_text(std::int64_t unix_seconds);

/// Seconds in "36h", "2d", "1d12h", "1w 2d", "90m", "45s", "0": weeks, days of 24 hours, hours,
/// minutes and seconds, the larger ones first, each once, in any case; ten years at most.
Result<std::int64_t> parse_duration(std::string_view text);

/// "1d12h", "90m" as "1h30m", "0": what parse_duration() reads. Less than nothing is nothing.
std::string duration_text(std::int64_t seconds);

}  // namespace assay
