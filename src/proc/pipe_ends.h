// Our ends of a child's pipes: what it says is kept under a cap, what it is told
// is written as fast as it reads. Neither ever blocks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace assay::proc {

/// The reading end of a pipe, kept up to `cap` bytes.
class Sink {
 public:
  Sink() = default;
  Sink(Fd fd, std::uint64_t cap) : fd_(std::move(fd)), cap_(cap) {}

  /// Takes what is there now without waiting; closes at end of file or when the cap is passed.
  Status drain();

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] bool open() const { return static_cast<bool>(fd_); }
  /// Whether more came than the cap; the bytes are then the first `cap`.
  [[nodiscard]] bool overflowed() const { return overflowed_; }
  [[nodiscard]] std::string take() { return std::move(bytes_); }
  void close() { fd_.reset(); }

 private:
  Fd fd_;
  std::uint64_t cap_ = 0;
  bool overflowed_ = false;
  std::string bytes_;
};

/// The writing end of a pipe and what is still to go into it; closes when all is written or
/// nobody reads any more. The bytes must outlive it.
class Feed {
 public:
  Feed() = default;
  Feed(Fd fd, std::string_view bytes) : fd_(std::move(fd)), rest_(bytes) {}

  /// Writes what the pipe takes now. SIGPIPE does not reach the caller.
  Status pump();

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] bool open() const { return static_cast<bool>(fd_); }
  void close() { fd_.reset(); }

 private:
  Fd fd_;
  std::string_view rest_;
};

/// Makes reads and writes of `fd` return EAGAIN instead of waiting.
Status set_nonblocking(int fd);

}  // namespace assay::proc
