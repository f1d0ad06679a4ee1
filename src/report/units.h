// Quantities as people read them. Pure, and the same in every locale.
#pragma once

#include <cstdint>
#include <string>

namespace assay::report {

/// "840 ms", "2.31 s", "60 s", "2 min 14 s", "3 h 05 min". Less than nothing counts as nothing.
std::string format_duration(std::int64_t milliseconds);

/// "812 B", "38.0 KiB", "512 MiB", "1.40 GiB": three digits.
std::string format_bytes(std::uint64_t bytes);

/// Unix time as "2026-11-20 14:03:11 UTC"; a time outside the years 1 to 9999, which a submission
/// can claim, as "Unix time N".
std::string format_time(std::int64_t unix_seconds);

/// "2026-11-20T14:03:11", as JUnit's timestamp wants it; the epoch for times out of range.
std::string format_time_iso(std::int64_t unix_seconds);

/// "1 file", "3 files".
std::string format_count(std::uint64_t count, const std::string& noun);

}  // namespace assay::report
