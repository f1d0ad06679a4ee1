#include "support/git_fixture.h"

#include <fcntl.h>
#include <git2.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "base/fd.h"

namespace assay::test {
namespace fs = std::filesystem;
namespace {

std::string raw_id(const std::string& hex) {
  std::string raw;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    raw += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return raw;
}

[[noreturn]] void child(const std::vector<std::string>& argv,
                        const std::vector<std::string>& environment, const fs::path& cwd, int in,
                        int out) {
  ::dup2(in, 0);
  ::dup2(out, 1);
  if (!cwd.empty() && ::chdir(cwd.c_str()) != 0) ::_exit(127);
  for (const std::string& entry : environment) ::putenv(const_cast<char*>(entry.c_str()));
  std::vector<char*> arguments;
  for (const std::string& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

// Feeds and drains at the same time, so that neither side waits for the other.
std::string pump(Fd in, Fd out, std::string_view input) {
  std::string text;
  std::array<char, 65536> buffer;
  ::fcntl(in.get(), F_SETFL, O_NONBLOCK);
  if (input.empty()) in.reset();
  while (out) {
    std::array<pollfd, 2> fds = {pollfd{out.get(), POLLIN, 0}, pollfd{in.get(), POLLOUT, 0}};
    ::poll(fds.data(), in ? 2 : 1, -1);
    if (in && fds[1].revents != 0) {
      const ssize_t put = ::write(in.get(), input.data(), input.size());
      if (put > 0) input.remove_prefix(static_cast<std::size_t>(put));
      if (input.empty() || (put < 0 && errno != EAGAIN)) in.reset();
    }
    if (fds[0].revents != 0) {
      const ssize_t got = ::read(out.get(), buffer.data(), buffer.size());
      if (got <= 0)
        out.reset();
      else
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
  return text;
}

}  // namespace

CommandOutput run_command(const std::vector<std::string>& argv, std::string_view input,
                          const std::vector<std::string>& environment, const fs::path& cwd) {
  ::signal(SIGPIPE, SIG_IGN);
  auto in = make_pipe();
  auto out = make_pipe();
  if (!in || !out) throw std::runtime_error("no pipe for " + argv[0]);
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("cannot fork for " + argv[0]);
  if (pid == 0) child(argv, environment, cwd, in->read.get(), out->write.get());
  in->read.reset();
  out->write.reset();
  CommandOutput result;
  result.out = pump(std::move(in->write), std::move(out->read), input);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
  return result;
}

void write_file(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream stream(path, std::ios::binary);
  stream << bytes;
  if (!stream.flush()) throw std::runtime_error("cannot write " + path.string());
}

GitFixture::GitFixture(fs::path folder, const std::vector<std::string>& init_options)
    : folder_(std::move(folder)) {
  fs::create_directories(folder_);
  std::vector<std::string> arguments = {"init", "-q", "-b", "main"};
  arguments.insert(arguments.end(), init_options.begin(), init_options.end());
  git(arguments);
}

std::string GitFixture::git(const std::vector<std::string>& arguments,
                            std::string_view input) const {
  std::vector<std::string> argv = {"git",
                                   "-c",
                                   "user.name=A Candidate",
                                   "-c",
                                   "user.email=candidate@example.org",
                                   "-c",
                                   "gc.auto=0",
                                   "-c",
                                   "protocol.file.allow=always"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  auto [status, out] = run_command(
      argv, input,
      {"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "HOME=/nonexistent", "LC_ALL=C"},
      folder_);
  if (status != 0) {
    std::string line;
    for (const std::string& word : argv) line += " " + word;
    throw std::runtime_error("failed:" + line);
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

void GitFixture::write(const std::string& name, std::string_view bytes) const {
  write_file(folder_ / name, bytes);
}

std::string GitFixture::commit(const std::string& message, std::int64_t time) const {
  const std::string date = "@" + std::to_string(time) + " +0000";
  ::setenv("GIT_AUTHOR_DATE", date.c_str(), 1);
  ::setenv("GIT_COMMITTER_DATE", date.c_str(), 1);
  git({"add", "-A"});
  git({"commit", "-q", "--allow-empty", "-m", message});
  ::unsetenv("GIT_AUTHOR_DATE");
  ::unsetenv("GIT_COMMITTER_DATE");
  return git({"rev-parse", "HEAD"});
}

std::string GitFixture::blob(std::string_view bytes) const {
  return object(GIT_OBJECT_BLOB, bytes);
}

std::string GitFixture::tree(const std::vector<RawEntry>& entries) const {
  std::string bytes;
  for (const RawEntry& entry : entries)
    bytes += entry.mode + " " + entry.name + std::string(1, '\0') + raw_id(entry.id);
  return object(GIT_OBJECT_TREE, bytes);
}

// Through the object database, which takes any bytes; a git process for each would take seconds.
std::string GitFixture::object(int type, std::string_view bytes) const {
  static const int kStarted = git_libgit2_init();
  if (kStarted < 0) throw std::runtime_error("cannot start libgit2");
  git_odb* odb = nullptr;
  git_oid id;
  const fs::path inside = folder_ / ".git/objects";
  const fs::path objects = fs::exists(inside) ? inside : folder_ / "objects";
  const bool written =
      git_odb_open(&odb, objects.c_str()) == 0 &&
      git_odb_write(&id, odb, bytes.data(), bytes.size(), static_cast<git_object_t>(type)) == 0;
  git_odb_free(odb);
  if (!written) throw std::runtime_error("cannot write an object");
  std::string hex(GIT_OID_HEXSZ, '\0');
  git_oid_fmt(hex.data(), &id);
  return hex;
}

std::string GitFixture::commit_tree(const std::string& tree) const {
  const std::string id = git({"commit-tree", "-m", "made by hand", tree});
  git({"update-ref", "refs/heads/main", id});
  return id;
}

}  // namespace assay::test
