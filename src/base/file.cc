#include "base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "base/atomic_file.h"

namespace assay {
namespace fs = std::filesystem;

Result<std::string> read_file(const fs::path& path, std::uint64_t max_bytes) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return fail_errno("open " + path.string());
  return read_rest(fd.get(), path.string(), max_bytes);
}

Result<std::string> read_rest(int fd, const std::string& name, std::uint64_t max_bytes) {
  std::string bytes;
  ASSAY_CHECK(read_pieces(fd, name, [&](std::string_view piece) -> Status {
    bytes += piece;
    if (bytes.size() <= max_bytes) return {};
    return fail(ErrorKind::kUsage,
                name + " is larger than " + std::to_string(max_bytes) + " bytes");
  }));
  return bytes;
}

Status read_pieces(int fd, const std::string& name,
                   const std::function<Status(std::string_view piece)>& take) {
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("read " + name);
    if (got == 0) return {};
    ASSAY_CHECK(take({buffer, static_cast<std::size_t>(got)}));
  }
}

Status write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail_errno("write " + std::to_string(bytes.size()) + " bytes");
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Status write_file_atomically(const fs::path& path, std::string_view bytes, mode_t mode) {
  ASSAY_TRY(AtomicFile file, AtomicFile::create(path));
  ASSAY_CHECK(file.write(bytes));
  return file.publish(mode);
}

namespace {

constexpr std::string_view kRandomPart = ".XXXXXX";

// The folder `path` of ours, locked; empty if it is none, or has an owner.
Fd lock_folder(const fs::path& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || status.st_uid != ::geteuid()) return {};
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return {};
  return fd;
}

// Best effort: what cannot be removed is in nobody's way.
void remove_abandoned(std::string_view prefix, const fs::path& parent) {
  std::error_code ec;
  for (fs::directory_iterator entry(parent, ec), end; !ec && entry != end; entry.increment(ec)) {
    const std::string name = entry->path().filename().string();
    if (name.size() != prefix.size() + kRandomPart.size() || !name.starts_with(prefix) ||
        name[prefix.size()] != kRandomPart[0])
      continue;
    std::error_code ignored;
    if (const Fd lock = lock_folder(entry->path())) fs::remove_all(entry->path(), ignored);
  }
}

}  // namespace

Result<TempDir> TempDir::make(std::string_view prefix, const fs::path& parent) {
  std::error_code ec;
  const fs::path folder = parent.empty() ? fs::temp_directory_path(ec) : parent;
  if (ec) return fail("find the temporary folder: " + ec.message(), "set TMPDIR to a folder");
  remove_abandoned(prefix, folder);
  for (;;) {
    std::string name = (folder / (std::string(prefix) + std::string(kRandomPart))).string();
    if (::mkdtemp(name.data()) == nullptr) return fail_errno("make a folder in " + folder.string());
    // Another process may have taken it for abandoned before it was locked, and removes it.
    Fd lock = lock_folder(name);
    if (lock && ::access(name.c_str(), F_OK) == 0) return TempDir(name, std::move(lock));
  }
}

TempDir& TempDir::operator=(TempDir&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

TempDir::~TempDir() {
  std::error_code ec;
  if (!path_.empty()) fs::remove_all(path_, ec);
}

fs::path TempDir::keep() {
  lock_.reset();
  return std::exchange(path_, {});
}

}  // namespace assay
