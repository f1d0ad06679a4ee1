// SIGINT, SIGTERM and SIGHUP as ordinary code: each command says what the first
// and what the second of them means to it.
#pragma once

#include <functional>

namespace assay::app {

/// Blocks these signals in this thread and those that it starts later. `on_signal` is called from a
/// thread of its own at each, with how many have come; `on_status`, if there is one, at SIGUSR1.
void watch_for_interrupts(std::function<void(int count)> on_signal,
                          std::function<void()> on_status = {});

/// What the signals mean for as long as this object lives, after which they mean nothing: for
/// handlers that use what ends before the program does.
class InterruptHandlers {
 public:
  InterruptHandlers(std::function<void(int count)> on_signal, std::function<void()> on_status);
  ~InterruptHandlers();
  InterruptHandlers(const InterruptHandlers&) = delete;
  InterruptHandlers& operator=(const InterruptHandlers&) = delete;
};

/// Begins to watch for what InterruptHandlers will say. A signal that comes before counts for
/// interrupted_by() and interrupt_descriptor().
void watch_for_handlers();

/// The first signal that came, or 0.
int interrupted_by();

/// A descriptor that is readable once a signal has come, for whoever waits in poll; -1 before
/// watch_for_interrupts().
int interrupt_descriptor();

}  // namespace assay::app
