#include "source/beneath.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <memory>

#include "base/text.h"

namespace assay::source {
namespace {

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::kFile;
  if (S_ISDIR(mode)) return FileKind::kFolder;
  if (S_ISLNK(mode)) return FileKind::kSymlink;
  return FileKind::kOther;
}

// Not every file system says in the folder what an entry is.
FileKind kind_of(int dir, const dirent& entry) {
  switch (entry.d_type) {
    case DT_REG:
      return FileKind::kFile;
    case DT_DIR:
      return FileKind::kFolder;
    case DT_LNK:
      return FileKind::kSymlink;
    case DT_UNKNOWN:
      break;
    default:
      return FileKind::kOther;
  }
  struct stat status {};
  if (::fstatat(dir, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return FileKind::kOther;
  return kind_of(status.st_mode);
}

}  // namespace

Result<std::optional<Fd>> open_beneath(int dir, const std::string& path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  Fd fd(static_cast<int>(::syscall(SYS_openat2, dir, path.c_str(), &how, sizeof how)));
  if (fd) return fd;
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  if (errno == ELOOP || errno == EXDEV)
    return fail(ErrorKind::kUsage, "'" + printable_line(path) +
                                       "' is or leads through a symbolic "
                                       "link, which is not followed");
  return fail_errno("open " + printable_line(path));
}

Result<std::optional<std::string>> read_beneath(int dir, const std::string& path,
                                                std::uint64_t max_bytes) {
  ASSAY_TRY(std::optional<Fd> fd, open_beneath(dir, path, O_RDONLY));
  if (!fd) return std::nullopt;
  struct stat status {};
  if (::fstat(fd->get(), &status) != 0) return fail_errno("look at " + printable_line(path));
  if (!S_ISREG(status.st_mode))
    return fail(ErrorKind::kUsage, "'" + printable_line(path) + "' is not a regular file");
  ASSAY_TRY(std::string bytes, read_up_to(fd->get(), max_bytes));
  if (bytes.size() > max_bytes)
    return fail(ErrorKind::kUsage, "'" + printable_line(path) + "' is larger than " +
                                       std::to_string(max_bytes) + " bytes");
  return bytes;
}

Result<std::string> read_up_to(int fd, std::uint64_t max_bytes) {
  std::string bytes;
  char buffer[65536];
  while (bytes.size() <= max_bytes) {
    const auto room = std::min<std::uint64_t>(sizeof buffer, max_bytes + 1 - bytes.size());
    const ssize_t got = ::read(fd, buffer, room);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("read a file of the submission");
    if (got == 0) break;
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  return bytes;
}

Status for_each_entry(int dir, const std::function<bool(std::string_view, FileKind)>& visit) {
  // A descriptor of its own: closedir() closes it, and it has its own position.
  Fd own(::openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!own) return fail_errno("open a folder of the submission");
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(own.get()), ::closedir);
  if (stream == nullptr) return fail_errno("list a folder of the submission");
  static_cast<void>(own.release());
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr && errno != 0) return fail_errno("list a folder of the submission");
    if (entry == nullptr) return {};
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (!visit(name, kind_of(dir, *entry))) return {};
  }
}

}  // namespace assay::source
