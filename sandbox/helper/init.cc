// Pid 1 of the box. It outlives the payload, so that the end of the payload is the
// end of everything: what is left is killed, and only when nobody is there to change
// a file any more are the exports sent.
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/openat2.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "sandbox/helper/helper.h"

namespace assay::sandbox::helper {

using wire::Stage;
using wire::StatusKind;
using wire::StatusMessage;

namespace {

// Nobody to tell means that the launcher is gone: end, and the box ends with us.
void say(const StatusMessage& message) {
  const char* bytes = reinterpret_cast<const char*>(&message);
  std::size_t left = sizeof message;
  while (left > 0) {
    const ssize_t put = ::write(wire::kStatus, bytes, left);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) _exit(124);
    bytes += put;
    left -= static_cast<std::size_t>(put);
  }
}

// Enough to end the payload's processes and to read its files; the rest is not needed any more.
void keep_few_capabilities() {
  constexpr __u32 kKeep = 1U << CAP_KILL | 1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct few[2]{{kKeep, kKeep, 0}, {0, 0, 0}};
  require(::syscall(SYS_capset, &header, few) == 0, Stage::kInit);
}

std::int64_t reaped_cpu_ns(rusage& usage) {
  ::getrusage(RUSAGE_CHILDREN, &usage);
  const auto ns = [](const timeval& t) { return t.tv_sec * 1'000'000'000LL + t.tv_usec * 1000LL; };
  return ns(usage.ru_utime) + ns(usage.ru_stime);
}

int wait_for(pid_t payload) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  const int signals = ::signalfd(-1, &child, SFD_CLOEXEC);
  require(signals >= 0, Stage::kInit);
  for (;;) {
    int status = 0;
    pid_t pid;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0)
      if (pid == payload) {
        ::close(signals);
        return status;
      }
    pollfd polls[] = {{signals, POLLIN, 0}, {wire::kStatus, 0, 0}};
    if (::poll(polls, 2, -1) < 0 && errno != EINTR) _exit(124);
    if (polls[1].revents != 0) _exit(124);
    signalfd_siginfo info;
    if (polls[0].revents != 0 && ::read(signals, &info, sizeof info) < 0 && errno != EINTR)
      _exit(124);
  }
}

void end_everything() {
  do ::kill(-1, SIGKILL);
  while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR);
}

// The path is the launcher's, but the folders and the file may be the payload's work: no symlink
// is followed, and what is not a regular file is not opened for reading.
int open_export(const wire::Export& item, std::int64_t& size) {
  const int root = ::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  const int fd = open_inside(root, item.inside, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0,
                             RESOLVE_NO_SYMLINKS);
  ::close(root);
  struct stat status {};
  if (fd < 0) return -1;
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < 0 ||
      static_cast<std::uint64_t>(status.st_size) > item.max_bytes) {
    ::close(fd);
    return -1;
  }
  size = status.st_size;
  return fd;
}

void send(const wire::Export& item) {
  StatusMessage message;
  message.kind = StatusKind::kExport;
  const int fd = open_export(item, message.value);
  if (fd < 0) message.value = -1;
  say(message);
  for (std::int64_t left = message.value; left > 0;) {
    const ssize_t sent = ::sendfile(wire::kStatus, fd, nullptr, static_cast<std::size_t>(left));
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) _exit(124);  // the launcher sees that bytes are missing
    left -= sent;
  }
  if (fd >= 0) ::close(fd);
}

}  // namespace

void be_init(const wire::Plan& plan, pid_t payload, std::int64_t started_ns) {
  StatusMessage message;
  message.kind = StatusKind::kForked;
  say(message);
  // Closing our end of the report pipe leaves its end of file to the payload's exec.
  require(::close_range(wire::kStdin, wire::kRecords, 0) == 0, Stage::kInit);
  require(::close_range(wire::kFirstTree, ~0U, 0) == 0, Stage::kInit);
  keep_few_capabilities();
  ::close(wire::kReport);

  message.wait_status = wait_for(payload);
  message.wall_ns = monotonic_ns() - started_ns;
  end_everything();
  rusage usage{};
  message.kind = StatusKind::kEnded;
  message.cpu_ns = reaped_cpu_ns(usage);
  message.peak_bytes = usage.ru_maxrss * 1024LL;
  say(message);
  for (const wire::Export& item : plan.exports) send(item);
  message = {};
  message.kind = StatusKind::kDone;
  say(message);
}

}  // namespace assay::sandbox::helper
