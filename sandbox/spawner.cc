#include "sandbox/spawner.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "base/text.h"

namespace assay::sandbox {
namespace {

struct Sockets {
  Fd ours;
  Fd theirs;
};

Result<Sockets> make_sockets() {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    return fail_errno("make a socket pair");
  return Sockets{Fd(pair[0]), Fd(pair[1])};
}

Status send_request(int control, const wire::Request& request, const std::vector<int>& fds) {
  if (fds.size() > wire::kMaxDescriptors)
    return fail("ask for a box: " + std::to_string(fds.size()) + " descriptors are too many",
                "bind fewer folders");
  alignas(cmsghdr) char space[CMSG_SPACE(wire::kMaxDescriptors * sizeof(int))] = {};
  wire::Request copy = request;
  iovec bytes{&copy, sizeof copy};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = space;
  message.msg_controllen = CMSG_SPACE(fds.size() * sizeof(int));
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(fds.size() * sizeof(int));
  std::memcpy(CMSG_DATA(part), fds.data(), fds.size() * sizeof(int));
  ssize_t sent;
  do sent = ::sendmsg(control, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0) return fail_errno("ask the sandbox helper for a box");
  return {};
}

struct Answer {
  wire::Reply reply;
  Fd pidfd;
};

// End of file without an answer: the helper is gone, or of another version.
Result<Answer> receive_answer(int socket) {
  Answer answer;
  alignas(cmsghdr) char space[CMSG_SPACE(sizeof(int))] = {};
  iovec bytes{&answer.reply, sizeof answer.reply};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = space;
  message.msg_controllen = sizeof space;
  ssize_t got;
  do got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (const cmsghdr* part = CMSG_FIRSTHDR(&message);
      got > 0 && part != nullptr && part->cmsg_type == SCM_RIGHTS) {
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(part), sizeof fd);
    answer.pidfd = Fd(fd);
  }
  if (got != static_cast<ssize_t>(sizeof answer.reply))
    return fail("hear from the sandbox helper: it ended without an answer",
                "if this happens again, the helper and assay are of different versions: install "
                "both anew");
  return answer;
}

tl::unexpected<Error> refused(const wire::Reply& reply) {
  const int error = reply.error_number;
  const bool forbidden = reply.stage == wire::Stage::kNamespaces &&
                         (error == EPERM || error == ENOSPC || error == EUSERS);
  return fail_errno(std::string("set up the sandbox: ") + wire::stage_name(reply.stage), error,
                    forbidden ? "assay doctor says what forbids user namespaces here" : "");
}

}  // namespace

Spawner::~Spawner() {
  forget(generation_);
}

// Without its socket the helper ends by itself, and a box that still runs ends with it; the kill
// only makes sure.
void Spawner::forget(std::uint64_t generation) {
  if (generation != generation_) return;
  control_.reset();
  if (!process_.pidfd) return;
  proc::kill_group(process_);
  (void)proc::reap(process_);
  process_ = {};
}

Result<int> Spawner::control() {
  if (control_) return control_.get();
  ASSAY_TRY(Sockets sockets, make_sockets());
  const Fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null) return fail_errno("open /dev/null");
  proc::SpawnSpec spec;
  spec.program = helper_;
  spec.argv = {"assay-sandbox"};
  // Standard error stays ours: whatever the helper should ever say there is for us to see.
  spec.keep = {null.get(), null.get(), STDERR_FILENO, sockets.theirs.get()};
  spec.outlives_thread = true;
  ASSAY_TRY(process_, proc::spawn(spec));
  control_ = std::move(sockets.ours);
  ++generation_;
  return control_.get();
}

Result<proc::Child> Spawner::make_box(const wire::Request& request, const std::vector<int>& fds) {
  ASSAY_TRY(Sockets reply, make_sockets());
  std::vector<int> all = {reply.theirs.get()};
  all.insert(all.end(), fds.begin(), fds.end());
  std::uint64_t generation = 0;
  Status sent;
  {
    const std::lock_guard guard(mutex_);
    ASSAY_TRY(const int socket, control());
    generation = generation_;
    sent = send_request(socket, request, all);
  }
  reply.theirs.reset();
  Result<Answer> answer =
      sent ? receive_answer(reply.ours.get()) : Result<Answer>(tl::unexpected(sent.error()));
  if (!answer) {
    const std::lock_guard guard(mutex_);
    forget(generation);
    return tl::unexpected(std::move(answer).error());
  }
  if (answer->reply.stage != wire::Stage::kNone) return refused(answer->reply);
  return proc::Child{answer->reply.pid, std::move(answer->pidfd)};
}

}  // namespace assay::sandbox
