// The files of a result cache, and who may touch them: only we. Inside of src/store only.
#pragma once

#include <filesystem>

#include "base/fd.h"
#include "base/result.h"
#include "store/database.h"

namespace assay::store {

/// A folder that is ours (mode 0700 where we make it), by its real path. kInfrastructure if it is
/// another user's or others may write to it: a result that someone else can write is none.
Result<std::filesystem::path> own_folder(const std::filesystem::path& folder);

/// The database in a folder of ours, made where it is missing, replaced where it is damaged.
/// Whoever finds that is alone with it, by a lock on the folder.
Result<Database> attach_cache(const std::filesystem::path& folder);

/// `broken` has turned out to be damaged: the file is moved aside, unless another process has done
/// so already, and a new one begun.
Result<Database> replace_cache(const std::filesystem::path& folder, Database broken);

}  // namespace assay::store
