#include "source/credentials.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/file.h"
#include "base/text.h"
#include "proc/run.h"
#include "source/beneath.h"
#include "source/known_hosts.h"
#include "source/names.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxSecret = 16384;
constexpr std::uint64_t kMaxKnownHosts = 16ULL << 20;

std::string variable(const char* name) {
  const char* value = ::getenv(name);
  return value == nullptr ? "" : value;
}

// A secret that others can read is no secret; ssh refuses such keys as well.
Status check_private(int fd, const fs::path& path) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) return fail_errno("look at " + in_quotes(path.string()));
  if (!S_ISREG(status.st_mode))
    return fail(ErrorKind::kUsage, in_quotes(path.string()) + " is not a regular file");
  if (status.st_uid != ::geteuid() && status.st_uid != 0)
    return fail(ErrorKind::kUsage, in_quotes(path.string()) + " belongs to another user");
  if ((status.st_mode & 077) != 0)
    return fail(ErrorKind::kUsage, in_quotes(path.string()) + " can be read by other users",
                "chmod 600 " + path.string());
  return {};
}

Result<Fd> open_secret(const fs::path& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd && errno == ENOENT)
    return fail(ErrorKind::kUsage, "there is no file " + in_quotes(path.string()));
  if (!fd) return fail_errno("open " + in_quotes(path.string()));
  ASSAY_CHECK(check_private(fd.get(), path));
  return fd;
}

// Everything of ours but what would make git look at another repository or prompt.
std::vector<std::string> environment_for_git() {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const bool keep = !text.starts_with("GIT_") || text.starts_with("GIT_CONFIG_GLOBAL=") ||
                      text.starts_with("GIT_CONFIG_SYSTEM=") ||
                      text.starts_with("GIT_CONFIG_NOSYSTEM=");
    if (keep && !text.starts_with("SSH_ASKPASS=") && !text.starts_with("DISPLAY="))
      result.emplace_back(text);
  }
  result.emplace_back("GIT_TERMINAL_PROMPT=0");
  result.emplace_back("GIT_CEILING_DIRECTORIES=/");
  return result;
}

std::string question(const Locator& locator) {
  const std::size_t host = locator.url.find("://") + 3;
  const std::size_t slash = locator.url.find('/', host);
  std::string text = "protocol=" + locator.url.substr(0, host - 3) + "\n" +
                     "host=" + locator.url.substr(host, slash - host) + "\n" +
                     "path=" + locator.url.substr(slash + 1) + "\n";
  if (!locator.user.empty()) text += "username=" + locator.user + "\n";
  return text + "\n";
}

}  // namespace

Result<UserAndPassword> read_token_file(const fs::path& path, const std::string& user) {
  ASSAY_TRY(const Fd fd, open_secret(path));
  ASSAY_TRY(std::string text, read_up_to(fd.get(), kMaxSecret));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty() || text.size() > kMaxSecret || printable_line(text) != text)
    return fail(ErrorKind::kUsage, in_quotes(path.string()) + " is not a token file",
                "write the token, or user:password, into its only line");
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos)
    return UserAndPassword{text.substr(0, colon), text.substr(colon + 1)};
  return UserAndPassword{user.empty() ? "git" : user, text};
}

std::optional<UserAndPassword> ask_git_credential(const Locator& locator,
                                                  std::chrono::milliseconds timeout, int cancel) {
  proc::Command command;
  command.argv = {"git", "credential", "fill"};
  command.env = environment_for_git();
  command.cwd = "/";
  command.input = question(locator);
  command.max_out = kMaxSecret;
  command.timeout = timeout;
  command.cancel = cancel;
  const auto output = proc::run(command);
  if (!output || !output->ok()) return std::nullopt;
  UserAndPassword answer;
  for (const std::string_view line : split(output->out, '\n')) {
    if (line.starts_with("username=")) answer.user = line.substr(9);
    if (line.starts_with("password=")) answer.password = line.substr(9);
  }
  if (answer.password.empty()) return std::nullopt;
  return answer;
}

Result<std::string> choose_ssh_key(const Credentials& credentials) {
  if (!credentials.ssh_key.empty()) {
    ASSAY_TRY(const Fd fd, open_secret(credentials.ssh_key));
    std::error_code ec;
    return fs::absolute(credentials.ssh_key, ec).string();
  }
  if (credentials.ssh_agent && !variable("SSH_AUTH_SOCK").empty()) return std::string();
  for (const char* name : {"id_ed25519", "id_ecdsa", "id_rsa"}) {
    const fs::path path = fs::path(variable("HOME")) / ".ssh" / name;
    if (path.is_absolute() && open_secret(path)) return path.string();
  }
  return std::string();
}

Result<std::string> read_known_hosts(const fs::path& named) {
  if (!named.empty()) {
    ASSAY_TRY(const std::string text, read_file(named, kMaxKnownHosts));
    return prepare_known_hosts(text);
  }
  std::string text;
  const std::string home = variable("HOME");
  for (const std::string& path : {home + "/.ssh/known_hosts", home + "/.ssh/known_hosts2",
                                  std::string("/etc/ssh/ssh_known_hosts")})
    if (const auto found = read_file(path, kMaxKnownHosts)) text += *found + "\n";
  return prepare_known_hosts(text);
}

Status add_access(const Options& options, Request& request) {
  const Credentials& credentials = options.credentials;
  request.user = request.locator.user.empty() ? credentials.user : request.locator.user;
  if (request.locator.kind == Locator::Kind::kPath) return {};
  if (request.locator.kind != Locator::Kind::kSsh) {
    request.ca_file = options.ca_file.string();
    request.proxy = options.proxy;
    request.ask_for_password = credentials.git_credential;
    if (credentials.token_file.empty()) return {};
    ASSAY_TRY(request.token, read_token_file(credentials.token_file, request.user));
    return {};
  }
  if (request.user.empty()) {
    const passwd* entry = ::getpwuid(::geteuid());
    request.user = entry == nullptr ? "git" : entry->pw_name;
  }
  ASSAY_TRY(request.known_hosts, read_known_hosts(options.known_hosts));
  ASSAY_TRY(request.ssh_key, choose_ssh_key(credentials));
  request.ssh_agent = credentials.ssh_agent && !variable("SSH_AUTH_SOCK").empty();
  return {};
}

}  // namespace assay::source
