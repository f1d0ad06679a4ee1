// The tables of DIR/run.db, and how a file becomes one or is recognised as one.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/database.h"
#include "store/run_store.h"

namespace assay::store {

/// PRAGMA user_version of what this program writes. A reader of a newer one refuses; a change to
/// the tables brings a higher number and the steps from the one before.
/// In version 1, `result.document` was a whole result.json, and there was no `own`.
inline constexpr std::int64_t kRunVersion = 2;

inline constexpr auto kRunBusyTimeout = std::chrono::seconds(10);

/// The hint of errors about a damaged run.
inline constexpr std::string_view kRunRemedy =
    "start again with --salvage: what can be read goes into a new run.db, the damaged one stays "
    "beside it, and the rest is graded again, which costs nothing for what the result cache holds";

/// Makes `file`, which is a run once `fill` has put its first rows in. It appears complete, with
/// all that `fill` did in one transaction, or not at all. `before` is called just before it
/// appears.
Status make_run(const std::filesystem::path& file, const std::function<Status(Database&)>& fill,
                const std::function<Status()>& before);

/// The first rows of a new run.
Status put_header(Database& database, const RunHeader& header);

/// Whether the open database (`schema`: "main" or an attached one) is a run of this version; the
/// Error says what it is instead.
Status recognise_run(Database& database, const std::string& schema);

/// Takes the steps from the version that the run, open for writing, has to kRunVersion.
Status upgrade_run(Database& database);

/// Which version the run has.
Result<std::int64_t> version_of_run(Database& database);

/// PRAGMA quick_check and foreign_key_check: pages, types, CHECKs, references.
Status check_run(Database& database);

}  // namespace assay::store
