#include "app/load.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace assay::app {
namespace {

[[noreturn]] void spin() {
  for (volatile unsigned long count = 0;;) count = count + 1;
}

}  // namespace

Result<Load> Load::start(unsigned count) {
  Load load;
  const pid_t parent = ::getpid();
  for (unsigned i = 0; i < count; ++i) {
    const pid_t child = ::fork();
    if (child < 0) return fail_errno("start a process that spins");
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(0);
      spin();
    }
    load.children_.push_back(child);
  }
  return load;
}

Load::~Load() {
  for (const pid_t child : children_) ::kill(child, SIGKILL);
  for (const pid_t child : children_) ::waitpid(child, nullptr, 0);
}

}  // namespace assay::app
