#include "store/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "base/text.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kClosed = "closed\n";

std::string content_of(int fd) {
  char buffer[64];
  const ssize_t got = ::pread(fd, buffer, sizeof buffer, 0);
  return got <= 0 ? std::string() : std::string(buffer, static_cast<std::size_t>(got));
}

// The content is replaced in place: a full disk has room for what is there already.
bool replace_content(int fd, std::string_view text) {
  const auto size = static_cast<ssize_t>(text.size());
  return ::pwrite(fd, text.data(), text.size(), 0) == size && ::ftruncate(fd, size) == 0;
}

tl::unexpected<Error> refuse(int fd, const fs::path& folder) {
  std::string holder = content_of(fd);
  holder.erase(std::find(holder.begin(), holder.end(), '\n'), holder.end());
  const bool is_pid = !holder.empty() && holder.size() < 12 &&
                      holder.find_first_not_of("0123456789") == std::string::npos;
  const std::string who = is_pid ? "process " + holder : "another process";
  return fail(ErrorKind::kUsage,
              who + " is writing to the run in " + printable_line(folder.string()),
              "wait until it is done, or end it" +
                  (is_pid ? " (`kill -INT " + holder + "`; what it finished is kept)" : "") +
                  "; `fuser -v` on its run.lock shows what it is");
}

}  // namespace

Result<RunLock> RunLock::take(const fs::path& folder) {
  const fs::path file = folder / "run.lock";
  const std::string shown = printable_line(file.string());
  Fd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666));
  if (!fd)
    return fail_errno(
        "open " + shown, errno,
        "see that your user may write in the folder, and that the file is no symlink");
  while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return refuse(fd.get(), folder);
    if (errno != EINTR) return fail_errno("lock " + shown);
  }
  const bool was_closed = content_of(fd.get()) == kClosed;
  // On disk before the first change to the database: after a power cut it must not say "closed".
  if (!replace_content(fd.get(), std::to_string(::getpid()) + "\n") || ::fsync(fd.get()) != 0)
    return fail_errno("write " + shown, errno, "see that there is room on the disk (`df -h`)");
  return RunLock(std::move(fd), was_closed);
}

RunLock::~RunLock() {
  if (fd_ && orderly_) replace_content(fd_.get(), kClosed);
}

}  // namespace assay::store
