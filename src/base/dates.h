// Dates as people type them.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace assay {

/// Unix time of "2026-03-01" (its last second, in local time), "2026-03-01T12:00" and
/// "2026-03-01 12:00:30" (local time), or with "Z" or "+02:00" at the end.
Result<std::int64_t> parse_date(std::string_view text);

}  // namespace assay
