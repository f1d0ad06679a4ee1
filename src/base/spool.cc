#include "base/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace assay {
namespace {

namespace fs = std::filesystem;

// None where there is no such folder or nothing can be written there.
Fd unnamed_file() {
  std::error_code ec;
  const fs::path folder = fs::temp_directory_path(ec);
  if (ec) return {};
  Fd file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (file) return file;
  // Not every file system has files without a name: this one has it for a moment.
  std::string name = folder / "assay-XXXXXX";
  file = Fd(::mkostemp(name.data(), O_CLOEXEC));
  if (file) ::unlink(name.c_str());
  return file;
}

bool write_at(int fd, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
  return true;
}

void read_at(int fd, std::string& bytes, std::uint64_t offset) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n =
        ::pread(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      throw std::system_error(n < 0 ? errno : EIO, std::generic_category(),
                              "read what was put aside in the temporary folder");
    done += static_cast<std::size_t>(n);
  }
}

}  // namespace

Spool::Place Spool::append(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  if (recent_.size() + bytes.size() > kInMemory) write_out();
  const Place place{written_ + recent_.size(), static_cast<std::uint32_t>(bytes.size())};
  recent_ += bytes;
  return place;
}

std::string Spool::read(Place place) const {
  const std::lock_guard lock(mutex_);
  if (place.offset >= written_) return recent_.substr(place.offset - written_, place.size);
  std::string bytes(place.size, '\0');
  read_at(file_.get(), bytes, place.offset);
  return bytes;
}

std::uint64_t Spool::on_disk() const {
  const std::lock_guard lock(mutex_);
  return written_;
}

// All or nothing of what is in memory goes to the file; once it took nothing, no more is tried.
void Spool::write_out() {
  if (full_ || recent_.empty()) return;
  if (!file_) file_ = unnamed_file();
  full_ = !file_ || !write_at(file_.get(), recent_, written_);
  if (full_) return;
  written_ += recent_.size();
  recent_.clear();
}

}  // namespace assay
