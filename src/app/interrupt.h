// SIGINT, SIGTERM and SIGHUP as ordinary code: each command says what the first
// and what the second of them means to it.
#pragma once

#include <functional>

namespace assay::app {

/// Blocks these signals in this thread and those that it starts later. `on_signal` is called from a
/// thread of its own at each, with how many have come.
void watch_for_interrupts(std::function<void(int count)> on_signal);

/// The first signal that came, or 0.
int interrupted_by();

/// A descriptor that is readable once a signal has come, for whoever waits in poll; -1 before
/// watch_for_interrupts().
int interrupt_descriptor();

}  // namespace assay::app
