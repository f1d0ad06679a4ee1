#include "app/interrupt.h"

#include <sys/eventfd.h>

#include <atomic>
#include <csignal>
#include <thread>

namespace assay::app {
namespace {

std::atomic<int> first_signal{0};
std::atomic<int> descriptor{-1};

// Signals are blocked in every thread and taken by this one, so that what they cause runs as
// ordinary code.
void take_signals(sigset_t set, const std::function<void(int)>& on_signal) {
  for (int count = 0;;) {
    int number = 0;
    if (sigwait(&set, &number) != 0) continue;
    int none = 0;
    first_signal.compare_exchange_strong(none, number);
    eventfd_write(descriptor, 1);
    on_signal(++count);
  }
}

}  // namespace

void watch_for_interrupts(std::function<void(int count)> on_signal) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  std::thread(take_signals, set, std::move(on_signal)).detach();
}

int interrupted_by() {
  return first_signal.load();
}

int interrupt_descriptor() {
  return descriptor.load();
}

}  // namespace assay::app
