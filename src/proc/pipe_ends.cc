#include "proc/pipe_ends.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>

namespace assay::proc {
namespace {

// Keeps SIGPIPE from this thread while it writes, and swallows one that the write raised.
class BlockSigpipe {
 public:
  BlockSigpipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  BlockSigpipe(const BlockSigpipe&) = delete;
  BlockSigpipe& operator=(const BlockSigpipe&) = delete;
  ~BlockSigpipe() {
    const int error_number = errno;
    if (sigismember(&before_, SIGPIPE) == 0) {
      const timespec now{};
      while (sigtimedwait(&pipe_, nullptr, &now) > 0) {
      }
      pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    errno = error_number;
  }

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

}  // namespace

Status Sink::drain() {
  char buffer[16384];
  while (fd_) {
    const ssize_t got = ::read(fd_.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return {};
    if (got < 0) return fail_errno("read what a child wrote");
    if (got == 0) {
      fd_.reset();
      return {};
    }
    const auto fresh = static_cast<std::uint64_t>(got);
    const std::uint64_t room = cap_ - bytes_.size();
    bytes_.append(buffer, static_cast<std::size_t>(std::min(fresh, room)));
    if (fresh > room) {
      overflowed_ = true;
      fd_.reset();
    }
  }
  return {};
}

Status Feed::pump() {
  const BlockSigpipe guard;
  while (fd_ && !rest_.empty()) {
    const ssize_t put = ::write(fd_.get(), rest_.data(), rest_.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && errno == EAGAIN) return {};
    if (put < 0 && errno != EPIPE) return fail_errno("write to a child");
    if (put < 0) break;
    rest_.remove_prefix(static_cast<std::size_t>(put));
  }
  fd_.reset();
  return {};
}

Status set_nonblocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
    return fail_errno("make a pipe non-blocking");
  return {};
}

}  // namespace assay::proc
