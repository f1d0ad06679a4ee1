#include "source/channel.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <utility>

namespace assay::source {
namespace {

constexpr std::size_t kHeader = 9;
constexpr std::size_t kStep = 1 << 20;

}  // namespace

Channel::Channel(Fd socket, Clock::time_point deadline, int cancel)
    : socket_(std::move(socket)), deadline_(deadline), cancel_(cancel) {}

Status Channel::wait(short events) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    if (left <= 0) {
      timed_out_ = true;
      return fail("wait for an answer: the time is up");
    }
    std::array<pollfd, 2> fds = {pollfd{socket_.get(), events, 0}, pollfd{cancel_, POLLIN, 0}};
    const int ready =
        ::poll(fds.data(), fds.size(), static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (ready < 0 && errno != EINTR) return fail_errno("wait for an answer");
    if (ready > 0 && fds[1].revents != 0) return fail(ErrorKind::kInterrupted, "interrupted");
    if (ready > 0 && fds[0].revents != 0) return {};
  }
}

Status Channel::send(MessageType type, std::string_view payload) {
  std::string bytes(1, static_cast<char>(type));
  for (std::size_t i = 0; i < 8; ++i)
    bytes += static_cast<char>((static_cast<std::uint64_t>(payload.size()) >> (8 * i)) & 0xFFU);
  bytes += payload;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t put =
        ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (put >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(put));
      continue;
    }
    // receive() is where it is noticed that nobody is there.
    if (errno == EPIPE || errno == ECONNRESET) return {};
    if (errno != EAGAIN && errno != EINTR) return fail_errno("send a message");
    ASSAY_CHECK(wait(POLLOUT));
  }
  return {};
}

// False at the end of the stream, wherever in the message that is.
Result<bool> Channel::read_exactly(char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::recv(socket_.get(), to, size, MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno == ECONNRESET)) return false;
    if (got < 0) {
      if (errno != EAGAIN && errno != EINTR) return fail_errno("receive a message");
      ASSAY_CHECK(wait(POLLIN));
      continue;
    }
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

Result<std::optional<Message>> Channel::receive(std::uint64_t max_bytes) {
  std::array<char, kHeader> header{};
  ASSAY_TRY(const bool begun, read_exactly(header.data(), header.size()));
  if (!begun) return std::nullopt;
  std::uint64_t size = 0;
  for (std::size_t i = kHeader; i-- > 1;) size = size << 8 | static_cast<unsigned char>(header[i]);
  if (size > max_bytes) return fail("receive a message: it is larger than it may be");
  Message message{static_cast<MessageType>(header[0]), {}};
  // Memory is taken as bytes come, not as the header promises them.
  while (message.payload.size() < size) {
    const std::size_t have = message.payload.size();
    message.payload.resize(have + std::min<std::uint64_t>(kStep, size - have));
    ASSAY_TRY(const bool whole,
              read_exactly(message.payload.data() + have, message.payload.size() - have));
    if (!whole) return std::nullopt;
  }
  return message;
}

}  // namespace assay::source
