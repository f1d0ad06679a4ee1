// Messages over a stream socket: one byte of type, eight of length, the payload.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"
#include "source/wire.h"

namespace assay::source {

struct Message {
  MessageType type{};
  std::string payload;
};

class Channel {
 public:
  using Clock = std::chrono::steady_clock;

  /// Every wait ends at `deadline`, or as soon as `cancel` (-1: none) becomes readable.
  Channel(Fd socket, Clock::time_point deadline, int cancel = -1);

  /// Succeeds too if the other side is gone: receive() tells.
  Status send(MessageType type, std::string_view payload);
  /// The next message, or nothing if the other side is gone. An error for a payload of more than
  /// `max_bytes`; kInterrupted when cancelled; kInfrastructure, with timed_out() set, at the
  /// deadline.
  Result<std::optional<Message>> receive(std::uint64_t max_bytes);
  [[nodiscard]] bool timed_out() const { return timed_out_; }

 private:
  Status wait(short events);
  Result<bool> read_exactly(char* to, std::size_t size);

  Fd socket_;
  Clock::time_point deadline_;
  int cancel_;
  bool timed_out_ = false;
};

}  // namespace assay::source
