// assay-fetch: reads one submission's source and tells assay what it found. All
// decoding of hostile bytes by libgit2 and libarchive happens in here, in a process
// that holds nothing but this one request and that the parent kills when it takes
// too long. Descriptor 0 is the socket to the parent; there is no command line.
#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>

#include "source/authorities.h"
#include "source/channel.h"
#include "source/git_odb.h"
#include "source/open.h"
#include "source/remote.h"
#include "source/wire.h"

namespace assay::source {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxMessage = 64ULL << 20;

class Parent {
 public:
  explicit Parent(Channel& channel) : channel_(channel) {}

  Result<std::string> expect(MessageType type) {
    ASSAY_TRY(auto message, channel_.receive(kMaxMessage));
    // The parent is gone, so nobody is left to tell.
    if (!message) ::_exit(1);
    if (message->type != type) return fail("assay and assay-fetch do not understand each other");
    return std::move(message->payload);
  }

  Result<std::vector<Choice>> select(const std::vector<Entry>& entries) {
    ASSAY_CHECK(channel_.send(MessageType::kEntries, encode(entries)));
    ASSAY_TRY(const std::string payload, expect(MessageType::kChoices));
    auto choices = decode_choices(payload);
    if (!choices) return fail("assay and assay-fetch do not understand each other");
    return *std::move(choices);
  }

  std::optional<UserAndPassword> ask_password() {
    if (!channel_.send(MessageType::kPasswordQuestion, "")) return std::nullopt;
    const auto payload = expect(MessageType::kPassword);
    return payload ? decode_answer(*payload).value_or(std::nullopt) : std::nullopt;
  }

 private:
  Channel& channel_;
};

Status limit(__rlimit_resource resource, std::uint64_t value, const char* name) {
  const rlimit both{value, value};
  if (::setrlimit(resource, &both) != 0) return fail_errno(std::string("limit ") + name);
  return {};
}

// What the kernel keeps an eye on, since the libraries do not.
Status restrict_self(const Limits& limits) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fail_errno("give up privileges");
  // A file too large is an error where it is written, not a signal.
  ::signal(SIGXFSZ, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  ASSAY_CHECK(limit(RLIMIT_CORE, 0, "core dumps"));
  // The pack, its index, and room for both to be written twice.
  ASSAY_CHECK(limit(RLIMIT_FSIZE, 2 * limits.max_bytes + (64ULL << 20), "the size of files"));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  ASSAY_CHECK(limit(RLIMIT_DATA, limits.max_memory_bytes, "memory"));
#endif
  return {};
}

// libgit2 looks for known_hosts in the home folder; this one holds nothing else.
Status write_known_hosts(const Request& request) {
  const fs::path file = fs::path(request.scratch) / ".ssh" / "known_hosts";
  std::error_code ec;
  fs::create_directories(file.parent_path(), ec);
  std::ofstream stream(file);
  stream << request.known_hosts;
  if (!stream.flush()) return fail("write " + file.string());
  return use_home(request.scratch);
}

Result<Snapshot> read_remote(const Request& request, Parent& parent, const Select& select) {
  if (request.locator.kind == Locator::Kind::kSsh) {
    ASSAY_CHECK(write_known_hosts(request));
  } else {
    read_authorities();
  }
  ASSAY_TRY(const Fetched fetched,
            fetch_remote(request, [&parent] { return parent.ask_password(); }));
  if (fetched.rejected.empty())
    return read_local(fetched.repository, request.ref, request.limits, select);
  Snapshot snapshot;
  snapshot.kind = "git";
  snapshot.rejected = fetched.rejected;
  return snapshot;
}

Result<Snapshot> answer(Parent& parent) {
  ASSAY_TRY(const std::string payload, parent.expect(MessageType::kRequest));
  const auto request = decode_request(payload);
  if (!request) return fail("assay and assay-fetch are not of the same build");
  ASSAY_CHECK(restrict_self(request->limits));
  const Select select = [&parent](const std::vector<Entry>& entries) {
    return parent.select(entries);
  };
  if (request->locator.kind == Locator::Kind::kPath)
    return read_local(request->locator.path, request->ref, request->limits, select);
  return read_remote(*request, parent, select);
}

Result<Snapshot> answer_or_explain(Parent& parent) {
  try {
    return answer(parent);
  } catch (const std::bad_alloc&) {
    return fail("read the source: it needs more memory than it may use");
  } catch (const std::exception& exception) {
    return fail(std::string("read the source: ") + exception.what());
  }
}

int serve() {
  // The parent keeps the time: it kills.
  Channel channel(Fd(0), Channel::Clock::now() + std::chrono::hours(24 * 365));
  Parent parent(channel);
  const Result<Snapshot> result = answer_or_explain(parent);
  const Status sent = result ? channel.send(MessageType::kSnapshot, encode(*result))
                             : channel.send(MessageType::kError, encode(result.error()));
  return sent ? 0 : 1;
}

}  // namespace
}  // namespace assay::source

int main(int argc, char**) {
  if (argc != 1 || ::prctl(PR_SET_NAME, "assay-fetch", 0, 0, 0) != 0) {
    std::fputs("assay-fetch is started by assay; it is not a command\n", stderr);
    return 2;
  }
  // Nothing is torn down: the process ends here, and libraries that hostile bytes went through
  // have no further say.
  const int status = assay::source::serve();
  std::fflush(nullptr);
  std::_Exit(status);
}
