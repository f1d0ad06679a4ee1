#include "app/interrupt.h"

#include <sys/eventfd.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <thread>

namespace assay::app {
namespace {

std::atomic<int> first_signal{0};
std::atomic<int> descriptor{-1};

// Signals are blocked in every thread and taken by this one, so that what they cause runs as
// ordinary code.
void take_signals(sigset_t set, const std::function<void(int)>& on_signal,
                  const std::function<void()>& on_status) {
  for (int count = 0;;) {
    int number = 0;
    if (sigwait(&set, &number) != 0) continue;
    if (number == SIGUSR1) {
      on_status();
      continue;
    }
    int none = 0;
    first_signal.compare_exchange_strong(none, number);
    eventfd_write(descriptor, 1);
    on_signal(++count);
  }
}

// What InterruptHandlers has set; empty functions between their lives.
struct Handlers {
  std::mutex mutex;
  std::function<void(int)> on_signal;
  std::function<void()> on_status;
};

Handlers& handlers() {
  static auto* const kept = new Handlers;  // outlives the thread that uses it
  return *kept;
}

}  // namespace

void watch_for_interrupts(std::function<void(int count)> on_signal,
                          std::function<void()> on_status) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  if (on_status) sigaddset(&set, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  std::thread(take_signals, set, std::move(on_signal), std::move(on_status)).detach();
}

void watch_for_handlers() {
  watch_for_interrupts(
      [](int count) {
        const std::lock_guard lock(handlers().mutex);
        if (handlers().on_signal) handlers().on_signal(count);
      },
      [] {
        const std::lock_guard lock(handlers().mutex);
        if (handlers().on_status) handlers().on_status();
      });
}

InterruptHandlers::InterruptHandlers(std::function<void(int count)> on_signal,
                                     std::function<void()> on_status) {
  const std::lock_guard lock(handlers().mutex);
  handlers().on_signal = std::move(on_signal);
  handlers().on_status = std::move(on_status);
  if (first_signal != 0) handlers().on_signal(1);  // it came while all this was set up
}

InterruptHandlers::~InterruptHandlers() {
  const std::lock_guard lock(handlers().mutex);
  handlers().on_signal = {};
  handlers().on_status = {};
}

int interrupted_by() {
  return first_signal.load();
}

int interrupt_descriptor() {
  return descriptor.load();
}

}  // namespace assay::app
