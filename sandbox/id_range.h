// Host ids for boxes that are started by root: never 0, and nobody else's.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace assay::sandbox {

/// The first of `count` ids, all of which our own user namespace maps: `wanted` if given.
Result<std::uint32_t> choose_id_base(std::optional<std::uint32_t> wanted, std::uint32_t count);

/// The same over the text of a uid_map.
Result<std::uint32_t> choose_id_base(std::string_view uid_map, std::optional<std::uint32_t> wanted,
                                     std::uint32_t count);

}  // namespace assay::sandbox
