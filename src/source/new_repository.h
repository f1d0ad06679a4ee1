// Makes a Git repository out of nothing: for the folder that a candidate starts
// from. Nothing here reads what a stranger has written, so it runs in assay itself.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "model/exercise.h"

namespace assay::source {

/// Writes `files` into `folder`, which is made if it is not there, and commits them as the first
/// commit of the branch main; gives the commit's id. kUsage if the folder is not empty or is no
/// folder. None of the user's Git configuration is read. After an error the folder may hold a part.
Result<std::string> make_repository(const std::filesystem::path& folder, const FileSet& files,
                                    const std::string& message);

}  // namespace assay::source
