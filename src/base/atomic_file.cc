#include "base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "base/file.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

bool is_stream(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

// The content is safe by now, and a file system that cannot sync a folder has nothing better.
void sync_folder_of(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const Fd directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory) ::fsync(directory.get());
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const fs::path& path) {
  if (is_stream(path)) {
    Fd stream(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!stream) return fail_errno("open " + path.string());
    return AtomicFile(path, "", std::move(stream));
  }
  std::error_code ec;
  fs::path target = path;
  if (fs::is_symlink(fs::symlink_status(path, ec))) target = fs::canonical(path, ec);
  if (target.empty())
    return fail("follow the symlink " + path.string() + ": " + ec.message(),
                "remove it, or make what it names");
  std::string temporary = target.string() + ".XXXXXX";
  Fd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd) return fail_errno("create a file beside " + target.string());
  return AtomicFile(std::move(target), std::move(temporary), std::move(fd));
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
  if (temporary_.empty()) return {};
  if (::fchmod(fd_.get(), mode) != 0) return fail_errno("set the mode of " + temporary_);
  if (::fsync(fd_.get()) != 0) return fail_errno("sync " + temporary_);
  if (::rename(temporary_.c_str(), target_.c_str()) != 0)
    return fail_errno("rename " + temporary_ + " to " + target_.string());
  temporary_.clear();
  sync_folder_of(target_);
  return {};
}

}  // namespace assay
