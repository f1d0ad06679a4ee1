// A file that is written piece by piece, and that a reader, or a machine that loses power,
// sees either whole or not at all.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/fd.h"
#include "base/result.h"

namespace assay {

/// Collects bytes in a file beside `path`, which publish() renames to `path`. Until then it has no
/// name where the file system can do that (O_TMPFILE), so that not even SIGKILL leaves anything. A
/// symlink stays, and the file that it names is replaced. What is no regular file (/dev/null,
/// /dev/stdout, a FIFO) is written to as it is: renaming would put a file in its place.
class AtomicFile {
 public:
  static Result<AtomicFile> create(const std::filesystem::path& path);
  AtomicFile(AtomicFile&& other) noexcept
      : target_(std::move(other.target_)),
        temporary_(std::exchange(other.temporary_, {})),
        fd_(std::move(other.fd_)),
        is_stream_(other.is_stream_) {}
  AtomicFile& operator=(AtomicFile&&) = delete;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  /// Without publish() the old file is untouched, and no temporary one is left.
  ~AtomicFile();

  Status write(std::string_view bytes);
  /// Syncs what was written and puts it in the old file's place. Once, and the last call.
  Status publish(mode_t mode = 0644);

 private:
  AtomicFile(std::filesystem::path target, Fd fd, bool is_stream)
      : target_(std::move(target)), fd_(std::move(fd)), is_stream_(is_stream) {}
  Status give_name();

  std::filesystem::path target_;
  std::string temporary_;  // what has to be removed if it is not published; empty: nothing
  Fd fd_;
  bool is_stream_;
};

}  // namespace assay
