// Reading files whole under a cap, and writing them so that a reader, or a
// machine that loses power, sees either the old content or the new, never half.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace assay {

/// The whole of `path`; an error if it is larger than `max_bytes`. Follows symlinks: for our own
/// files, never for a submission's.
Result<std::string> read_file(const std::filesystem::path& path,
                              std::uint64_t max_bytes = 64ULL << 20);

/// Writes `bytes` to a temporary file beside `path`, syncs it, and renames it to `path`. On an
/// error the old file is untouched and no temporary one is left. A symlink stays, and the file that
/// it names is replaced. What is no regular file (/dev/null, /dev/stdout, a FIFO) is written to as
/// it is: renaming would put a file in its place.
Status write_file_atomically(const std::filesystem::path& path, std::string_view bytes,
                             mode_t mode = 0644);

/// All of `bytes` to `fd`, through short writes and EINTR.
Status write_all(int fd, std::string_view bytes);

/// A directory of our own under `parent` (by default the system's temporary folder), mode 0700,
/// removed with everything in it when the object goes.
class TempDir {
 public:
  static Result<TempDir> make(std::string_view prefix, const std::filesystem::path& parent = {});
  TempDir(TempDir&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  TempDir& operator=(TempDir&& other) noexcept;
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Leaves the folder where it is and gives its name.
  std::filesystem::path keep();

 private:
  explicit TempDir(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace assay
