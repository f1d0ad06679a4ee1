// Which files of a work tree differ from a commit: what `verify --changed-since` asks.
//
// The repository is the user's own, and still nothing of it runs and no configuration is read: the
// commit's trees come from the object database, the work tree is read through descriptors, and a
// file is the same if its bytes give the same object id. So there is no index, filter, attribute or
// .gitignore in it: an untracked or ignored file below a folder that is asked about is a
// difference.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "source/source.h"

namespace assay::source {

/// The folder at or above `folder` that has a `.git`, with every link on the way to it resolved;
/// nothing if there is none.
std::optional<std::filesystem::path> work_tree_of(const std::filesystem::path& folder);

/// The files at or below each of `paths` that are not, byte for byte, what they are in the commit
/// `rev`: changed, added, removed, of another kind; sorted. Names and `paths` are relative to the
/// work tree `top`; a path that is on neither side has no differences. `rev` is a branch, tag or
/// commit as resolve() takes them, with `^` and `~N` after it for first parents. kNotFound with
/// near names, or the way to unshallow, if there is none; kUsage if `top` is no repository or has
/// more than `limits` allow.
Result<std::vector<std::string>> changed_since(const std::filesystem::path& top,
                                               const std::string& rev,
                                               const std::vector<std::string>& paths,
                                               const Limits& limits = {});

}  // namespace assay::source
