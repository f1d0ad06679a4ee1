// The small files of cgroupfs: one write each, and numbers to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::sandbox {

/// One write(2) of `text`; the Error names the file.
Status write_control(const std::filesystem::path& file, std::string_view text);

/// A file that holds one number.
Result<std::uint64_t> read_number(const std::filesystem::path& file);

/// The number after "key " on a line of its own; 0 if there is no such line.
Result<std::uint64_t> read_field(const std::filesystem::path& file, std::string_view key);

}  // namespace assay::sandbox
