// assay-sandbox: from a fresh set of namespaces to a running program.
//
// The launcher (sandbox/launch.cc) has made the namespaces, put us into the cgroup
// and written the id maps; what follows happens inside, in this order: read the
// plan, build the root, fork the payload, stay as init. Every step that fails ends
// the run with the step's name and errno; none is skipped.
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "sandbox/helper/helper.h"

namespace assay::sandbox::helper {

using wire::Stage;

void give_up(Stage stage, std::uint32_t index, int error) {
  const wire::Failure failure{stage, error != 0 ? error : errno, index};
  // If nobody listens any more there is nobody to tell.
  if (::write(wire::kReport, &failure, sizeof failure) < 0) _exit(126);
  _exit(125);
}

const char* c_string(std::string_view text) {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) give_up(Stage::kPlan, 0, ENOMEM);
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

std::int64_t monotonic_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

namespace {

wire::Plan read_plan() {
  struct stat status {};
  require(::fstat(wire::kPlan, &status) == 0, Stage::kPlan);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0 || size > wire::kMaxBytes) give_up(Stage::kPlan, 0, EBADMSG);
  void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, wire::kPlan, 0);
  require(bytes != MAP_FAILED, Stage::kPlan);
  auto plan = wire::decode({static_cast<const char*>(bytes), size});
  if (!plan) give_up(Stage::kPlan, 0, EBADMSG);
  ::close(wire::kPlan);
  return *std::move(plan);
}

void leave_the_host_behind() {
  require(::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0, Stage::kParent);
  require(::prctl(PR_SET_DUMPABLE, 0) == 0, Stage::kInit);
  require(::setsid() >= 0 || errno == EPERM, Stage::kSession);
  ::umask(0);
  require(::unshare(CLONE_NEWCGROUP) == 0, Stage::kCgroupNamespace);
  require(::sethostname("box", 3) == 0, Stage::kHostname);
  require(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, Stage::kPrivateMounts);
}

void bring_loopback_up() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  require(fd >= 0, Stage::kLoopback);
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", 3);
  require(::ioctl(fd, SIOCGIFFLAGS, &request) == 0, Stage::kLoopback);
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  require(::ioctl(fd, SIOCSIFFLAGS, &request) == 0, Stage::kLoopback);
  ::close(fd);
}

int run() {
  leave_the_host_behind();
  const wire::Plan plan = read_plan();
  make_root(plan);
  bring_loopback_up();

  // Init takes SIGCHLD from a descriptor; the payload puts the mask back.
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  require(::sigprocmask(SIG_BLOCK, &child, nullptr) == 0, Stage::kInit);
  const std::int64_t started = monotonic_ns();
  const pid_t payload = ::fork();
  require(payload >= 0, Stage::kFork);
  if (payload == 0) become_payload(plan);
  be_init(plan, payload, started);
  return 0;
}

}  // namespace
}  // namespace assay::sandbox::helper

int main() {
  return assay::sandbox::helper::run();
}
