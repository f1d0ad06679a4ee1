// Servers on loopback for tests of fetching: real ones (nginx with Git's own HTTP
// backend, sshd) and one that does whatever a test tells it. Each is started by its
// constructor, which throws std::runtime_error if it cannot, and gone with its object.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/fd.h"
#include "base/file.h"
#include "proc/spawn.h"

namespace assay::test {

/// A TCP port on 127.0.0.1 that nobody listens on now.
int free_port();

/// A server program in the foreground; killed with its process group at the end.
class Server {
 public:
  /// `log` gets stdout and stderr. argv[0] is looked for on PATH and in /usr/sbin.
  Server(std::vector<std::string> argv, const std::filesystem::path& log,
         std::vector<std::string> environment = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

 private:
  proc::Child child_;
};

/// HTTPS on "localhost" with a certificate of its own authority. Repositories below `root` are at
/// /public/NAME and, for the user "reader" with the password "s3cret", at /private/NAME.
/// /moved/NAME redirects to /public/NAME; /elsewhere/NAME to another host, /tofile/NAME to a file
/// URL, /plain/NAME to http.
class HttpsServer {
 public:
  explicit HttpsServer(std::filesystem::path root);

  [[nodiscard]] std::string url(const std::string& path) const;
  [[nodiscard]] const std::filesystem::path& ca_file() const { return ca_file_; }

 private:
  void make_certificate() const;
  std::string configuration(const std::filesystem::path& root) const;

  TempDir dir_;
  int port_;
  std::filesystem::path ca_file_;
  std::unique_ptr<Server> fcgi_;
  std::unique_ptr<Server> nginx_;
};

/// sshd on 127.0.0.1 that lets the user who runs the test in with one key.
class SshServer {
 public:
  SshServer();

  /// ssh://user@127.0.0.1:port/path
  [[nodiscard]] std::string url(const std::filesystem::path& path) const;
  /// [user@127.0.0.1:port]:path, in scp's form
  [[nodiscard]] std::string scp(const std::filesystem::path& path) const;
  [[nodiscard]] std::filesystem::path key() const { return dir_.path() / "key"; }
  /// A key that the server does not know.
  [[nodiscard]] std::filesystem::path other_key() const { return dir_.path() / "other"; }
  [[nodiscard]] std::filesystem::path known_hosts() const { return dir_.path() / "known_hosts"; }
  /// Names the right host and port with another key.
  [[nodiscard]] std::filesystem::path wrong_known_hosts() const { return dir_.path() / "wrong"; }

 private:
  TempDir dir_;
  int port_;
  std::string user_;
  std::unique_ptr<Server> sshd_;
};

/// Plain HTTP on 127.0.0.1: `serve` gets each connection after its request was read up to the empty
/// line, and is expected to return soon after `gone(fd)`.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::function<void(ScriptedServer&, int fd)> serve);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::string url(const std::string& path) const;
  /// Whether the other side has closed, or this server is to end; waits for up to `milliseconds`.
  bool gone(int fd, int milliseconds);
  /// False if the other side is gone.
  static bool send(int fd, std::string_view bytes);
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  void count(std::size_t bytes) { sent_ += bytes; }

 private:
  void loop();

  Fd listener_;
  Fd stop_;
  int port_ = 0;
  std::function<void(ScriptedServer&, int)> serve_;
  std::atomic<std::uint64_t> sent_ = 0;
  std::thread thread_;
};

}  // namespace assay::test
