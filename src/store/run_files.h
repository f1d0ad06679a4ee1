// The files of a run, looked at before SQLite sees them. Inside of src/store only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/result.h"

namespace assay::store {

inline constexpr const char* kRunFile = "run.db";

/// The name of SQLite's log of `file`.
std::filesystem::path log_of(const std::filesystem::path& file);

/// The size of a file, or nothing if there is none. Symlinks are not followed.
std::optional<std::uint64_t> size_of(const std::filesystem::path& file);

/// `folder` without symlinks, as SQLite wants it.
Result<std::filesystem::path> real_folder(const std::filesystem::path& folder);

/// Refuses what is no plain file, or is shorter than any database: SQLite would take that for a new
/// one, and throw away the log beside it, in which the last results may be.
Status require_database_file(const std::filesystem::path& file);

}  // namespace assay::store
