// The helper between boxes: it takes a request, clones the first process of the box
// into new namespaces, writes its id maps, and answers with its pidfd. It is small
// and holds nothing of the launcher's memory, so the clone is cheap and the box's
// init has no secrets; it never sees a plan or a byte that a box wrote.
//
// The network is the one namespace that takes the kernel long to make. Where the helper
// may, it makes the next box's ahead, once nobody has asked for a box for a moment, and
// lives in it, alone, until the clone leaves it to the box.
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "sandbox/helper/helper.h"

namespace assay::sandbox::helper {

using wire::Stage;

namespace {

constexpr std::uint64_t kNamespaces =
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
constexpr std::size_t kFixed = 1 + wire::kFirstTree;  // the reply's socket, then the box's own

struct Received {
  wire::Request request;
  std::vector<int> fds;
};

void close_all(const std::vector<int>& fds) {
  for (const int fd : fds) ::close(fd);
}

// False when the launcher has closed its end: the helper's work is done.
bool receive(Received& received) {
  alignas(cmsghdr) char control[CMSG_SPACE(wire::kMaxDescriptors * sizeof(int))];
  iovec bytes{&received.request, sizeof received.request};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t got;
  do got = ::recvmsg(wire::kControl, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got <= 0) return false;
  received.fds.clear();
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int fd;
      std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
      received.fds.push_back(fd);
    }
  }
  const wire::Request& request = received.request;
  const bool whole = got == static_cast<ssize_t>(sizeof request) &&
                     (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
  const bool ours = request.magic == wire::kMagic && request.version == wire::kVersion;
  const std::uint64_t expected =
      kFixed + std::uint64_t{request.trees} + request.joins + request.into;
  // A launcher that speaks otherwise gets no answer, and its socket closes.
  return whole && ours && request.into <= 1 && received.fds.size() == expected;
}

void answer(int socket, const wire::Reply& reply, int pidfd) {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  wire::Reply copy = reply;
  iovec bytes{&copy, sizeof copy};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  if (pidfd >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* part = CMSG_FIRSTHDR(&message);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(sizeof pidfd);
    std::memcpy(CMSG_DATA(part), &pidfd, sizeof pidfd);
  }
  // If the launcher does not hear it, it is gone, and receive() will say so.
  (void)::sendmsg(socket, &message, MSG_NOSIGNAL);
}

bool write_text(const std::string& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool whole = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int error = errno;
  ::close(fd);
  errno = error;
  return whole;
}

std::string line(std::uint32_t inside, std::uint32_t outside) {
  return std::to_string(inside) + " " + std::to_string(outside) + " 1\n";
}

bool write_id_maps(long pid, const wire::Request& request) {
  const std::string base = "/proc/" + std::to_string(pid) + "/";
  if (request.as_root != 0) {
    const std::string map =
        line(0, request.init_id) + line(wire::kPayloadIdInside, request.payload_id);
    return write_text(base + "uid_map", map) && write_text(base + "gid_map", map);
  }
  return write_text(base + "setgroups", "deny") &&
         write_text(base + "uid_map", line(wire::kPayloadIdInside, ::geteuid())) &&
         write_text(base + "gid_map", line(wire::kPayloadIdInside, ::getegid()));
}

// The box's descriptors in the order of wire.h, and beside them what only the clone needs.
BoxRequest take_apart(const Received& received) {
  const auto at = [&](std::size_t i) {
    return received.fds.begin() + static_cast<std::ptrdiff_t>(i);
  };
  const std::size_t trees_end = kFixed + received.request.trees;
  const std::size_t joins_end = trees_end + received.request.joins;
  BoxRequest box;
  box.as_root = received.request.as_root != 0;
  box.fds.assign(at(1), at(trees_end));
  box.joins.assign(at(trees_end), at(joins_end));
  box.into = received.request.into != 0 ? received.fds[joins_end] : -1;
  return box;
}

// A box is set up within it, as often as not on the processor that the helper would use.
constexpr int kMomentMs = 3;

bool is_asked_within(int milliseconds) {
  pollfd control{wire::kControl, POLLIN, 0};
  return ::poll(&control, 1, milliseconds) != 0;
}

// Moves the helper to a network that nobody else has, with loopback up. False where it may not:
// then each box makes its own, and says what fails.
bool make_network() {
  return ::unshare(CLONE_NEWNET) == 0 && bring_loopback_up();
}

wire::Reply make_box(const Received& received, bool network, int& pidfd) {
  BoxRequest box = take_apart(received);
  box.has_network = network;
  int go[2];
  if (::pipe2(go, O_CLOEXEC) != 0) return {Stage::kRequest, errno, -1};
  box.go = go[0];
  clone_args args{};
  args.flags = kNamespaces | CLONE_PIDFD | (network ? 0 : CLONE_NEWNET);
  args.pidfd = reinterpret_cast<std::uint64_t>(&pidfd);
  args.exit_signal = SIGCHLD;
  if (box.into >= 0) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = static_cast<std::uint64_t>(box.into);
  }
  const long pid = ::syscall(SYS_clone3, &args, sizeof args);
  if (pid == 0) {
    ::close(go[1]);
    be_box(box);
  }
  wire::Reply reply{Stage::kNone, 0, static_cast<std::int32_t>(pid)};
  if (pid < 0) reply = {Stage::kNamespaces, errno, -1};
  if (pid > 0 && !write_id_maps(pid, received.request)) reply = {Stage::kIdMaps, errno, -1};
  // Without the byte the box ends by itself.
  if (reply.stage == Stage::kNone && ::write(go[1], "g", 1) != 1)
    reply = {Stage::kIdMaps, errno, -1};
  ::close(go[0]);
  ::close(go[1]);
  return reply;
}

}  // namespace

void serve() {
  // Nobody waits for a box here; its pidfd tells the launcher of its end.
  ::signal(SIGCHLD, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  Received received;
  for (;;) {
    const bool network = !is_asked_within(kMomentMs) && make_network();  // that no box has had
    if (!receive(received)) return;
    int pidfd = -1;
    const wire::Reply reply = make_box(received, network, pidfd);
    answer(received.fds[0], reply, reply.stage == Stage::kNone ? pidfd : -1);
    if (pidfd >= 0) ::close(pidfd);
    close_all(received.fds);
  }
}

}  // namespace assay::sandbox::helper
