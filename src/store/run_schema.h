// The tables of DIR/run.db, and how a file becomes one or is recognised as one.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"
#include "store/database.h"
#include "store/run_store.h"

namespace assay::store {

/// PRAGMA user_version of what this program writes. A reader of a newer one refuses; a change to
/// the tables brings a higher number and the steps from the one before.
inline constexpr std::int64_t kRunVersion = 1;

/// Makes `file` with `header` in it. It appears complete or not at all.
Status make_run(const std::filesystem::path& file, const RunHeader& header);

/// Whether the open database is a run of this version; the Error says what it is instead.
Status recognise_run(Database& database);

/// PRAGMA quick_check and foreign_key_check: pages, types, CHECKs, references.
Status check_run(Database& database);

}  // namespace assay::store
