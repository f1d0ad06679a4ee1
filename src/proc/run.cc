#include "proc/run.h"

#include <poll.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "proc/pipe_ends.h"
#include "proc/spawn.h"

namespace assay::proc {
namespace {

using Clock = std::chrono::steady_clock;

struct Running {
  Child child;
  Feed in;
  Sink out;
  Sink err;
};

Result<Running> start(const Command& command) {
  if (command.argv.empty()) return fail("run a program: there is no argv");
  const auto program = find_program(command.argv.front());
  if (!program)
    return fail("find the program " + printable_line(command.argv.front()) + ": it is not on PATH",
                "install it, or put its folder on PATH");
  ASSAY_TRY(Pipe in, make_pipe());
  ASSAY_TRY(Pipe out, make_pipe());
  ASSAY_TRY(Pipe err, make_pipe());
  for (const int ours : {in.write.get(), out.read.get(), err.read.get()})
    ASSAY_CHECK(set_nonblocking(ours));
  SpawnSpec spec{*program, command.argv, command.env, command.cwd, {}, false};
  spec.keep = {in.read.get(), out.write.get(), err.write.get()};
  spec.keep.insert(spec.keep.end(), command.descriptors.begin(), command.descriptors.end());
  ASSAY_TRY(Child child, spawn(spec));
  return Running{std::move(child), Feed(std::move(in.write), command.input),
                 Sink(std::move(out.read), command.max_out),
                 Sink(std::move(err.read), command.max_err)};
}

int milliseconds_left(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 3'600'000));
}

// Moves bytes until the program ends by itself (kExited) or has to be ended.
Result<End> follow(Running& running, const Command& command, Clock::time_point deadline) {
  for (;;) {
    pollfd polls[] = {{running.child.pidfd.get(), POLLIN, 0},
                      {command.cancel, POLLIN, 0},
                      {running.in.fd(), POLLOUT, 0},
                      {running.out.fd(), POLLIN, 0},
                      {running.err.fd(), POLLIN, 0}};
    const int ready = ::poll(polls, std::size(polls), milliseconds_left(deadline));
    if (ready < 0 && errno != EINTR) return fail_errno("wait for a child");
    if (ready < 0) continue;
    if (polls[2].revents != 0) ASSAY_CHECK(running.in.pump());
    ASSAY_CHECK(running.out.drain());
    ASSAY_CHECK(running.err.drain());
    if (running.out.overflowed() || running.err.overflowed()) return End::kTooMuchOutput;
    if (polls[0].revents != 0) return End::kExited;
    if (polls[1].revents != 0) return End::kCancelled;
    if (Clock::now() >= deadline) return End::kTimedOut;
  }
}

}  // namespace

Result<Output> run(const Command& command) {
  const Clock::time_point begin = Clock::now();
  ASSAY_TRY(Running running, start(command));
  const Result<End> end = follow(running, command, begin + command.timeout);
  kill_group(running.child);
  ASSAY_TRY(const Ending ending, reap(running.child));
  if (!end) return tl::unexpected(end.error());

  // The last words may have come between the last drain and the end.
  ASSAY_CHECK(running.out.drain());
  ASSAY_CHECK(running.err.drain());
  Output output;
  output.end = *end;
  if (output.end == End::kExited && (running.out.overflowed() || running.err.overflowed()))
    output.end = End::kTooMuchOutput;
  if (output.end == End::kExited && ending.signal != 0) output.end = End::kSignalled;
  output.exit_code = ending.exit_code;
  output.signal = ending.signal;
  output.out = running.out.take();
  output.err = running.err.take();
  output.wall = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  return output;
}

std::string describe(const Output& output) {
  switch (output.end) {
    case End::kExited:
      return "exit code " + std::to_string(output.exit_code);
    case End::kSignalled: {
      const char* name = sigabbrev_np(output.signal);
      return "signal " + std::to_string(output.signal) +
             (name != nullptr ? " (" + std::string(name) + ")" : "");
    }
    case End::kTimedOut:
      return "no end after " + std::to_string(output.wall.count()) + " ms";
    case End::kTooMuchOutput:
      return "more output than it may write";
    case End::kCancelled:
      return "cancelled";
  }
  return "unknown end";
}

}  // namespace assay::proc
