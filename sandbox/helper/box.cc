// The first process of a box, from the clone to init: it takes its place in the
// cgroup and the user namespace, lays out its descriptors, and builds the world that
// the payload will see.
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sandbox/helper/helper.h"

namespace assay::sandbox::helper {

using wire::Stage;

namespace {

void die_with_the_helper() {
  // Its end and the launcher's are one: it leaves when the launcher's socket closes.
  require(::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0, Stage::kParent);
  ::signal(SIGCHLD, SIG_DFL);
  ::signal(SIGPIPE, SIG_DFL);
}

// A task that moves itself spares the kernel the lock over all threads.
void join(const std::vector<int>& groups) {
  for (const int group : groups) require(::write(group, "0", 1) == 1, Stage::kCgroup);
}

// Descriptor i becomes a copy of fds[i]; every other one is closed.
void lay_out(std::vector<int> fds) {
  const int count = static_cast<int>(fds.size());
  for (int& fd : fds) {
    // Moved up first, so that no dup2 below overwrites one that is still needed.
    fd = ::fcntl(fd, F_DUPFD_CLOEXEC, count);
    require(fd >= 0, Stage::kDescriptors);
  }
  for (int i = 0; i < count; ++i)
    require(::dup2(fds[static_cast<std::size_t>(i)], i) >= 0, Stage::kDescriptors);
  report_to(wire::kReport);
  require(::close_range(static_cast<unsigned>(count), ~0U, 0) == 0, Stage::kDescriptors);
}

// The helper sends a byte when the id maps are written. End of file: it gave up.
void wait_for_ids(int go) {
  char byte = 0;
  ssize_t got;
  do got = ::read(go, &byte, 1);
  while (got < 0 && errno == EINTR);
  if (got != 1) _exit(124);
  ::close(go);
}

void become_namespace_root() {
  const bool done =
      ::setgroups(0, nullptr) == 0 && ::setresgid(0, 0, 0) == 0 && ::setresuid(0, 0, 0) == 0;
  require(done, Stage::kIds);
  // A change of ids has cleared it.
  require(::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0, Stage::kParent);
}

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
  require(::prctl(PR_SET_DUMPABLE, 0) == 0, Stage::kInit);
  require(::setsid() >= 0, Stage::kSession);
  ::umask(0);
  require(::unshare(CLONE_NEWCGROUP) == 0, Stage::kCgroupNamespace);
  require(::sethostname("box", 3) == 0, Stage::kHostname);
  require(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, Stage::kPrivateMounts);
}

}  // namespace

bool bring_loopback_up() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", 3);
  bool up = ::ioctl(fd, SIOCGIFFLAGS, &request) == 0;
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  up = up && ::ioctl(fd, SIOCSIFFLAGS, &request) == 0;
  const int error = errno;
  ::close(fd);
  errno = error;
  return up;
}

void be_box(const BoxRequest& request) {
  report_to(request.fds[wire::kReport]);
  die_with_the_helper();
  join(request.joins);
  std::vector<int> fds = request.fds;
  fds.push_back(request.go);
  lay_out(fds);
  wait_for_ids(static_cast<int>(fds.size()) - 1);
  if (request.as_root) become_namespace_root();
  leave_the_host_behind();
  const wire::Plan plan = read_plan();
  make_root(plan);
  require(request.has_network || bring_loopback_up(), Stage::kLoopback);

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
  _exit(0);
}

}  // namespace assay::sandbox::helper
