// Reading files whole under a cap, and writing them so that a reader, or a
// machine that loses power, sees either the old content or the new, never half.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/fd.h"
#include "base/result.h"

namespace assay {

/// The whole of `path`; an error if it is larger than `max_bytes`. Follows symlinks: for our own
/// files, never for a submission's.
Result<std::string> read_file(const std::filesystem::path& path,
                              std::uint64_t max_bytes = 64ULL << 20);

/// What is still to come from `fd`, which messages call `name`; an error if that is more than
/// `max_bytes`.
Result<std::string> read_rest(int fd, const std::string& name, std::uint64_t max_bytes);

/// Hands on what is still to come from `fd`, which messages call `name`, piece by piece.
Status read_pieces(int fd, const std::string& name,
                   const std::function<Status(std::string_view piece)>& take);

/// `bytes` as an AtomicFile (base/atomic_file.h). On an error the old file is untouched.
Status write_file_atomically(const std::filesystem::path& path, std::string_view bytes,
                             mode_t mode = 0644);

/// All of `bytes` to `fd`, through short writes and EINTR.
Status write_all(int fd, std::string_view bytes);

/// A directory of our own under `parent` (by default the system's temporary folder), mode 0700,
/// removed with everything in it when the object goes. What a process that was killed left behind
/// is removed when the next one with the same prefix is made: a folder is locked while it has an
/// owner.
class TempDir {
 public:
  static Result<TempDir> make(std::string_view prefix, const std::filesystem::path& parent = {});
  TempDir(TempDir&& other) noexcept
      : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_)) {}
  TempDir& operator=(TempDir&& other) noexcept;
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Leaves the folder to the caller and gives its name. Whoever wants it to stay renames it first:
  /// under this name it has no owner, and the next make() removes it.
  std::filesystem::path keep();

 private:
  TempDir(std::filesystem::path path, Fd lock) : path_(std::move(path)), lock_(std::move(lock)) {}
  std::filesystem::path path_;
  Fd lock_;
};

}  // namespace assay
