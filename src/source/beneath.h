// Opening files of a folder that someone else wrote: never through a link, never
// out of the folder, never something that blocks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace assay::source {

/// Opens `path` below the folder `dir` without following any symlink (openat2). Nothing if there is
/// no such file; an error that says so if a link is on the way. `flags` as open(2) takes them;
/// O_CLOEXEC, O_NONBLOCK and O_NOCTTY are added.
Result<std::optional<Fd>> open_beneath(int dir, const std::string& path, int flags);

/// The bytes of a regular file below `dir`; nothing if there is none. An error if it is larger than
/// `max_bytes`, a link or not a regular file.
Result<std::optional<std::string>> read_beneath(int dir, const std::string& path,
                                                std::uint64_t max_bytes);

/// Reads from `fd` to the end, at most `max_bytes` + 1 bytes, so that the caller sees the excess.
Result<std::string> read_up_to(int fd, std::uint64_t max_bytes);

enum class FileKind { kFile, kFolder, kSymlink, kOther };

/// Calls `visit(name, kind)` for each entry of the folder `dir` but "." and ".."; ends early when
/// `visit` gives false. The order is the file system's.
Status for_each_entry(int dir, const std::function<bool(std::string_view, FileKind)>& visit);

}  // namespace assay::source
