// The parent's side: starts assay-fetch, answers its questions, and ends it at the
// deadline. What it says is believed only as far as decode_snapshot() checks it.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "proc/spawn.h"
#include "source/channel.h"
#include "source/credentials.h"
#include "source/names.h"
#include "source/source.h"
#include "source/tree.h"
#include "source/wire.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxComplaint = 4096;
constexpr std::chrono::milliseconds kCredentialPatience{30'000};

/// Kills and reaps the child wherever the talk with it ends.
class Running {
 public:
  explicit Running(proc::Child child) : child_(std::move(child)) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { static_cast<void>(end()); }

  Result<proc::Ending> end() {
    if (ended_) return proc::Ending{};
    ended_ = true;
    proc::kill_group(child_);
    return proc::reap(child_);
  }
  /// For a child that has closed its side: lets it end by itself, so that its ending tells why.
  Result<proc::Ending> wait() {
    ended_ = true;
    return proc::reap(child_);
  }

 private:
  proc::Child child_;
  bool ended_ = false;
};

std::vector<std::string> environment(const Request& request) {
  std::vector<std::string> result = {"LC_ALL=C.UTF-8", "HOME=" + request.scratch,
                                     "TMPDIR=" + request.scratch};
  // As source/authorities.h has it for mbedTLS, for a libgit2 with OpenSSL.
  if (request.locator.kind == Locator::Kind::kPath) result.emplace_back("SSL_CERT_FILE=/dev/null");
  const char* agent = ::getenv("SSH_AUTH_SOCK");
  if (request.ssh_agent && agent != nullptr)
    result.push_back(std::string("SSH_AUTH_SOCK=") + agent);
  return result;
}

struct Started {
  proc::Child child;
  Fd socket;
};

// Standard error goes to a file, which the child's own limit keeps small enough and which nobody
// has to drain.
Result<Started> start(const fs::path& helper, const Request& request) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return fail_errno("make a socket for assay-fetch");
  Fd ours(ends[0]);
  const Fd theirs(ends[1]);
  const Fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  const std::string log = request.scratch + "/stderr";
  const Fd complaints(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!null || !complaints) return fail_errno("open " + log);
  proc::SpawnSpec spec;
  spec.program = helper;
  spec.argv = {"assay-fetch"};
  spec.env = environment(request);
  spec.keep = {theirs.get(), null.get(), complaints.get()};
  ASSAY_TRY(proc::Child child, proc::spawn(spec));
  return Started{std::move(child), std::move(ours)};
}

class Talk {
 public:
  Talk(Channel& channel, const Request& request, const Select& select, int cancel)
      : channel_(channel), request_(request), select_(select), cancel_(cancel) {}

  /// The snapshot or the child's error; nothing if it ended without either.
  Result<std::optional<Snapshot>> run() {
    ASSAY_CHECK(channel_.send(MessageType::kRequest, encode(request_)));
    for (;;) {
      ASSAY_TRY(auto message, channel_.receive(max_message()));
      if (!message) return std::nullopt;
      switch (message->type) {
        case MessageType::kEntries:
          ASSAY_CHECK(choose(message->payload));
          break;
        case MessageType::kPasswordQuestion:
          ASSAY_CHECK(give_password());
          break;
        case MessageType::kSnapshot: {
          auto snapshot = decode_snapshot(message->payload, request_.limits);
          if (!snapshot) return misunderstood();
          return *std::move(snapshot);
        }
        case MessageType::kError: {
          auto error = decode_error(message->payload);
          if (!error) return misunderstood();
          return tl::unexpected(*std::move(error));
        }
        default:
          return misunderstood();
      }
    }
  }

 private:
  static tl::unexpected<Error> misunderstood() {
    return fail("read the source: assay-fetch gave an answer that makes no sense",
                "check that assay and assay-fetch come from the same installation");
  }

  // Files, or as many entries as there may be, each with the longest path that Git can hold.
  std::uint64_t max_message() const {
    return request_.limits.max_total_bytes + 2 * request_.limits.max_tree_bytes + (64ULL << 20);
  }

  Status choose(const std::string& payload) {
    const auto entries = decode_entries(payload);
    if (!entries || entries->size() > request_.limits.max_files) return misunderstood();
    ASSAY_TRY(const std::vector<Choice> choices, select_(*entries));
    return channel_.send(MessageType::kChoices, encode(choices));
  }

  Status give_password() {
    std::optional<UserAndPassword> answer;
    if (request_.ask_for_password && !std::exchange(asked_, true))
      answer = ask_git_credential(request_.locator,
                                  std::min(request_.limits.wall, kCredentialPatience), cancel_);
    return channel_.send(MessageType::kPassword, encode(answer));
  }

  Channel& channel_;
  const Request& request_;
  const Select& select_;
  int cancel_;
  bool asked_ = false;
};

std::string complaint(const fs::path& scratch) {
  const auto text = read_file(scratch / "stderr");
  if (!text || text->empty()) return "";
  return ": " + printable_line(text->substr(0, kMaxComplaint));
}

std::string seconds(std::chrono::milliseconds time) {
  return std::to_string(time.count() / 1000) + "." + std::to_string(time.count() / 100 % 10) + " s";
}

Result<Snapshot> converse(const fs::path& helper, const Request& request, const Select& select,
                          int cancel) {
  ASSAY_TRY(Started started, start(helper, request));
  Running running(std::move(started.child));
  Channel channel(std::move(started.socket), Channel::Clock::now() + request.limits.wall, cancel);
  auto outcome = Talk(channel, request, select, cancel).run();
  if (!outcome && channel.timed_out())
    return fail("read " + in_quotes(request.locator.origin) + ": no end after " +
                    seconds(request.limits.wall),
                "try again, or allow more time");
  if (!outcome) return tl::unexpected(outcome.error());
  if (*outcome) return **std::move(outcome);
  ASSAY_TRY(const proc::Ending ending, running.wait());
  return fail("read " + in_quotes(request.locator.origin) + ": assay-fetch ended with " +
              (ending.signal != 0 ? "signal " + std::to_string(ending.signal)
                                  : "exit code " + std::to_string(ending.exit_code)) +
              complaint(request.scratch));
}

}  // namespace

Result<fs::path> find_helper() {
  std::error_code ec;
  const fs::path self = fs::read_symlink("/proc/self/exe", ec);
  if (ec) return fail("find the running program: " + ec.message());
  const fs::path folder = self.parent_path();
  for (const fs::path& path :
       {folder / "assay-fetch", folder.parent_path() / "libexec/assay/assay-fetch",
        folder.parent_path().parent_path() / "libexec/assay/assay-fetch"})
    if (::access(path.c_str(), X_OK) == 0) return path;
  return fail("find assay-fetch, which reads submissions: it is not beside " + self.string(),
              "install assay whole: cmake --install");
}

Result<Snapshot> take_snapshot(const SubmissionRef& ref, const Options& options) {
  Request request;
  ASSAY_TRY(request.locator, parse_locator(ref.source, options));
  ASSAY_TRY(request.ref.subdir, parse_subdir(ref.subdir));
  request.ref.ref = ref.ref;
  request.ref.at = ref.at;
  request.limits = options.limits;
  ASSAY_CHECK(add_access(options, request));
  fs::path helper = options.helper;
  if (helper.empty()) {
    ASSAY_TRY(helper, find_helper());
  }
  ASSAY_TRY(const TempDir scratch, TempDir::make("assay-source"));
  request.scratch = scratch.path().string();
  ASSAY_TRY(Snapshot snapshot, converse(helper, request, select_by(options), options.cancel));
  snapshot.origin = request.locator.origin;
  return snapshot;
}

}  // namespace assay::source
