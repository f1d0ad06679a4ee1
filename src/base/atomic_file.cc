#include "base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/digest.h"
#include "base/file.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

bool is_stream(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// The content is safe by now, and a file system that cannot sync a folder has nothing better.
void sync_folder_of(const fs::path& path) {
  const Fd directory(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory) ::fsync(directory.get());
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const fs::path& path) {
  if (is_stream(path)) {
    Fd stream(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!stream) return fail_errno("open " + path.string());
    return AtomicFile(path, std::move(stream), true);
  }
  std::error_code ec;
  fs::path target = path;
  if (fs::is_symlink(fs::symlink_status(path, ec))) target = fs::canonical(path, ec);
  if (target.empty())
    return fail("follow the symlink " + path.string() + ": " + ec.message(),
                "remove it, or make what it names");
  Fd unnamed(::open(folder_of(target).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  if (unnamed) return AtomicFile(std::move(target), std::move(unnamed), false);
  std::string temporary = target.string() + ".XXXXXX";
  Fd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd) return fail_errno("create a file beside " + target.string());
  AtomicFile file(std::move(target), std::move(fd), false);
  file.temporary_ = std::move(temporary);
  return file;
}

AtomicFile::~AtomicFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status AtomicFile::write(std::string_view bytes) {
  Status written = write_all(fd_.get(), bytes);
  if (!written) written.error().message = target_.string() + ": " + written.error().message;
  return written;
}

Status AtomicFile::publish(mode_t mode) {
  if (is_stream_) return {};
  const std::string what = temporary_.empty() ? "what becomes " + target_.string() : temporary_;
  if (::fchmod(fd_.get(), mode) != 0) return fail_errno("set the mode of " + what);
  if (::fsync(fd_.get()) != 0) return fail_errno("sync " + what);
  if (temporary_.empty()) ASSAY_CHECK(give_name());
  if (::rename(temporary_.c_str(), target_.c_str()) != 0)
    return fail_errno("rename " + temporary_ + " to " + target_.string());
  temporary_.clear();
  sync_folder_of(target_);
  return {};
}

// A link cannot take another file's place, so it gets a name of its own for the blink of an eye.
Status AtomicFile::give_name() {
  const std::string self = "/proc/self/fd/" + std::to_string(fd_.get());
  for (int tries = 0; tries < 100; ++tries) {
    ASSAY_TRY(const std::string random, random_bytes(3));
    const std::string name = target_.string() + "." + to_hex(random);
    if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      temporary_ = name;
      return {};
    }
    if (errno != EEXIST) break;
  }
  return fail_errno("create a file beside " + target_.string());
}

}  // namespace assay
