#include "sandbox/follow.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "base/file.h"
#include "sandbox/process_tree.h"

namespace assay::sandbox {
namespace {

using Clock = std::chrono::steady_clock;  // CLOCK_MONOTONIC
using std::chrono::milliseconds;

constexpr milliseconds kSetUpPatience{30'000};
constexpr milliseconds kExportPatience{60'000};
constexpr milliseconds kShortestCpuPoll{5};
constexpr milliseconds kLongestCpuPoll{250};

// Takes apart what init says: fixed-size messages, and behind an export message its bytes.
class StatusStream {
 public:
  StatusStream(Fd fd, const std::vector<Export>& exports) : fd_(std::move(fd)), exports_(exports) {}

  [[nodiscard]] int fd() const { return fd_.get(); }

  Status drain(Followed& seen) {
    char buffer[65536];
    while (fd_) {
      const ssize_t got = ::read(fd_.get(), buffer, sizeof buffer);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return {};
      if (got < 0) return fail_errno("hear from the sandbox's init");
      if (got == 0) fd_.reset();
      ASSAY_CHECK(take({buffer, static_cast<std::size_t>(got)}, seen));
    }
    return {};
  }

 private:
  Status take(std::string_view bytes, Followed& seen) {
    while (!bytes.empty()) {
      if (body_left_ > 0) {
        const auto part = bytes.substr(
            0, static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, bytes.size())));
        ASSAY_CHECK(write_all(exports_[seen.exported.size()].destination, part));
        body_left_ -= part.size();
        bytes.remove_prefix(part.size());
        if (body_left_ == 0) seen.exported.push_back(body_size_);
        continue;
      }
      const std::size_t part = std::min(bytes.size(), sizeof(wire::StatusMessage) - head_.size());
      head_.append(bytes.substr(0, part));
      bytes.remove_prefix(part);
      if (head_.size() == sizeof(wire::StatusMessage)) ASSAY_CHECK(interpret(seen));
    }
    return {};
  }

  Status interpret(Followed& seen) {
    wire::StatusMessage message;
    std::memcpy(&message, head_.data(), sizeof message);
    head_.clear();
    switch (message.kind) {
      case wire::StatusKind::kForked:
        seen.forked = true;
        return {};
      case wire::StatusKind::kEnded:
        seen.ended = message;
        return {};
      case wire::StatusKind::kDone:
        seen.complete = true;
        return {};
      case wire::StatusKind::kExport:
        return begin_export(message.value, seen);
    }
    return fail("hear from the sandbox's init: it said something unknown");
  }

  Status begin_export(std::int64_t size, Followed& seen) {
    const std::size_t index = seen.exported.size();
    if (index >= exports_.size() ||
        (size >= 0 && static_cast<std::uint64_t>(size) > exports_[index].max_bytes))
      return fail("hear from the sandbox's init: it sent what nobody asked for");
    if (size > 0) {
      body_size_ = size;
      body_left_ = static_cast<std::uint64_t>(size);
    } else {
      seen.exported.push_back(size < 0 ? -1 : 0);
    }
    return {};
  }

  Fd fd_;
  const std::vector<Export>& exports_;
  std::string head_;
  std::uint64_t body_left_ = 0;
  std::int64_t body_size_ = 0;
};

class Follower {
 public:
  Follower(Box& box, const RunSpec& spec, const Cgroup* cgroup, int cancel)
      : box_(box),
        spec_(spec),
        cgroup_(cgroup),
        cancel_(cancel),
        status_(std::move(box.status), spec.exports),
        deadline_(Clock::now() + kSetUpPatience) {}

  Result<Followed> to_the_end() {
    Status ok = loop();
    // Whatever went wrong, nobody stays behind.
    if (!ok) {
      kill();
      wait_for_init();
    }
    ASSAY_CHECK(std::move(ok));
    ASSAY_CHECK(drain_pipes());
    ASSAY_CHECK(status_.drain(seen_));
    ASSAY_CHECK(read_report());
    if (!seen_.killed_for && overflowed()) seen_.killed_for = Cause::kOutput;
    seen_.wall = std::chrono::duration_cast<std::chrono::microseconds>(
        seen_.ended ? std::chrono::nanoseconds(seen_.ended->wall_ns)
                    : std::chrono::nanoseconds(Clock::now() - began_));
    return std::move(seen_);
  }

 private:
  Status loop() {
    for (;;) {
      pollfd polls[] = {
          {box_.init.pidfd.get(), POLLIN, 0}, {box_.in.fd(), POLLOUT, 0},
          {box_.out.fd(), POLLIN, 0},         {box_.err.fd(), POLLIN, 0},
          {box_.records.fd(), POLLIN, 0},     {box_.report.get(), POLLIN, 0},
          {status_.fd(), POLLIN, 0},          {seen_.killed_for ? -1 : cancel_, POLLIN, 0}};
      if (::poll(polls, std::size(polls), patience()) < 0 && errno != EINTR)
        return fail_errno("wait for the sandbox");
      if (polls[1].revents != 0) ASSAY_CHECK(box_.in.pump());
      ASSAY_CHECK(drain_pipes());
      ASSAY_CHECK(read_report());
      ASSAY_CHECK(status_.drain(seen_));
      start_clocks();
      // The end comes before the clocks: a box that ended in time did so even if we look late.
      if (polls[0].revents != 0) return {};
      ASSAY_CHECK(judge(polls[7].revents != 0));
    }
  }

  Status judge(bool cancelled) {
    if (seen_.killed_for) return {};
    if (overflowed()) return end(Cause::kOutput);
    if (cancelled) return end(Cause::kCancelled);
    const Clock::time_point now = Clock::now();
    if (!running_ || seen_.ended) {
      if (seen_.ended && !disarmed_) {
        disarmed_ = true;
        deadline_ = now + kExportPatience;
      }
      if (now < deadline_) return {};
      return fail(running_ ? "receive the exports of the sandbox: it takes too long"
                           : "set up the sandbox: it takes too long");
    }
    if (now >= next_cpu_poll_) {
      ASSAY_TRY(const std::chrono::microseconds used, cpu());
      seen_.cpu = used;
      if (used > spec_.limits.cpu) return end(Cause::kCpuTime);
      // No sooner than all CPUs together could use up what is left.
      const auto left = std::chrono::duration_cast<milliseconds>(spec_.limits.cpu - used);
      next_cpu_poll_ = now + std::clamp(left / cpus_, kShortestCpuPoll, kLongestCpuPoll);
    }
    if (now >= deadline_) return end(Cause::kWallTime);
    return {};
  }

  [[nodiscard]] Result<std::chrono::microseconds> cpu() const {
    return cgroup_ != nullptr ? cgroup_->cpu() : cpu_of_tree(box_.init.pid);
  }

  // Until the next clock; -1 would be for ever.
  [[nodiscard]] int patience() const {
    Clock::time_point next = deadline_;
    if (seen_.killed_for) return 1000;
    if (running_ && !seen_.ended) next = std::min(next, next_cpu_poll_);
    const auto left = std::chrono::ceil<milliseconds>(next - Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 60'000));
  }

  Status end(Cause cause) {
    seen_.killed_for = cause;
    kill();
    return {};
  }

  // The kernel ends a pid namespace with its init: all at once, whatever state they are in.
  void kill() const {
    ::syscall(SYS_pidfd_send_signal, box_.init.pidfd.get(), SIGKILL, nullptr, 0);
  }

  // With init, the kernel has ended everybody in its pid namespace.
  void wait_for_init() const {
    pollfd poll{box_.init.pidfd.get(), POLLIN, 0};
    while (::poll(&poll, 1, -1) < 0 && errno == EINTR) {
    }
  }

  Status drain_pipes() {
    for (proc::Sink* sink : {&box_.out, &box_.err, &box_.records}) ASSAY_CHECK(sink->drain());
    return {};
  }

  [[nodiscard]] bool overflowed() const {
    return box_.out.overflowed() || box_.err.overflowed() || box_.records.overflowed();
  }

  // A failure is always in the pipe before its process ends. End of file says that exec succeeded,
  // but may be late: a child that another thread of ours is just starting has, for a moment, copies
  // of all our descriptors. So nothing waits for it.
  Status read_report() {
    while (box_.report) {
      wire::Failure failure;
      const ssize_t got = ::read(box_.report.get(), &failure, sizeof failure);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return {};
      if (got < 0) return fail_errno("hear from the sandbox's helper");
      box_.report.reset();
      if (got == static_cast<ssize_t>(sizeof failure)) seen_.failure = failure;
    }
    return {};
  }

  // The clocks begin with the payload, not with the set-up, which is ours.
  void start_clocks() {
    if (!seen_.forked || running_) return;
    running_ = true;
    began_ = Clock::now();
    deadline_ = began_ + spec_.limits.wall;
    next_cpu_poll_ = began_;
  }

  Box& box_;
  const RunSpec& spec_;
  const Cgroup* cgroup_;
  int cancel_;
  StatusStream status_;
  Followed seen_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point deadline_;
  Clock::time_point next_cpu_poll_{};
  bool running_ = false;
  bool disarmed_ = false;
  long cpus_ = std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN));
};

}  // namespace

Result<Followed> follow(Box& box, const RunSpec& spec, const Cgroup* cgroup, int cancel) {
  return Follower(box, spec, cgroup, cancel).to_the_end();
}

}  // namespace assay::sandbox
