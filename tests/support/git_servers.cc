#include "support/git_servers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "support/git_fixture.h"

namespace assay::test {
namespace fs = std::filesystem;
namespace {

constexpr const char* kBackend = "/usr/lib/git-core/git-http-backend";

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

Fd tcp_socket() {
  Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) throw std::runtime_error("no socket");
  return fd;
}

void need(const std::vector<std::string>& argv, const fs::path& cwd = {}) {
  if (run_command(argv, {}, {}, cwd).status != 0) throw std::runtime_error("failed: " + argv[0]);
}

std::string program(const std::string& name) {
  if (const auto found = proc::find_program(name)) return found->string();
  if (::access(("/usr/sbin/" + name).c_str(), X_OK) == 0) return "/usr/sbin/" + name;
  throw std::runtime_error(name + " is not installed");
}

template <class Ready>
void wait_for(const std::string& what, Ready ready) {
  for (int i = 0; i < 600; ++i) {
    if (ready()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error(what + " does not start");
}

bool listens(int port) {
  const Fd fd = tcp_socket();
  const sockaddr_in address = loopback(port);
  return ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

TempDir folder() {
  return TempDir::make("assay-server").value();
}

std::string user_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  if (entry == nullptr) throw std::runtime_error("who are we?");
  return entry->pw_name;
}

}  // namespace

int free_port() {
  const Fd fd = tcp_socket();
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

Server::Server(std::vector<std::string> argv, const fs::path& log,
               std::vector<std::string> environment) {
  const Fd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const Fd out(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  environment.emplace_back("PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
  proc::SpawnSpec spec;
  spec.program = program(argv.at(0));
  argv[0] = spec.program.string();
  spec.argv = std::move(argv);
  spec.env = std::move(environment);
  spec.keep = {null.get(), out.get(), out.get()};
  auto child = proc::spawn(spec);
  if (!child) throw std::runtime_error(child.error().message);
  child_ = *std::move(child);
}

Server::~Server() {
  proc::kill_group(child_);
  static_cast<void>(proc::reap(child_));
}

HttpsServer::HttpsServer(fs::path root) : dir_(folder()), port_(free_port()) {
  ca_file_ = dir_.path() / "ca.pem";
  make_certificate();
  write_file(dir_.path() / "users", "reader:{PLAIN}s3cret\n");
  write_file(dir_.path() / "nginx.conf", configuration(root));
  const fs::path socket = dir_.path() / "fcgi.sock";
  fcgi_ = std::make_unique<Server>(
      std::vector<std::string>{"fcgiwrap", "-c", "2", "-s", "unix:" + socket.string()},
      dir_.path() / "fcgi.log");
  nginx_ =
      std::make_unique<Server>(std::vector<std::string>{"nginx", "-p", dir_.path().string(), "-c",
                                                        (dir_.path() / "nginx.conf").string(), "-e",
                                                        (dir_.path() / "error.log").string()},
                               dir_.path() / "nginx.log");
  wait_for("fcgiwrap", [&] { return fs::exists(socket); });
  wait_for("nginx", [&] { return listens(port_); });
}

void HttpsServer::make_certificate() const {
  const std::vector<std::string> common = {
      "openssl", "req",   "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
      "-nodes",  "-days", "2",     "-batch"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> argv = common;
    argv.insert(argv.end(), more.begin(), more.end());
    need(argv, dir_.path());
  };
  with({"-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=assay test authority"});
  with({"-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost", "-CA", "ca.pem",
        "-CAkey", "ca.key", "-addext", "subjectAltName=DNS:localhost", "-addext",
        "basicConstraints=critical,CA:FALSE"});
}

std::string HttpsServer::configuration(const fs::path& root) const {
  const std::string dir = dir_.path().string();
  const std::string backend = "fastcgi_pass unix:" + dir +
                              "/fcgi.sock;\n"
                              "      fastcgi_param SCRIPT_FILENAME " +
                              std::string(kBackend) +
                              ";\n"
                              "      fastcgi_param GIT_PROJECT_ROOT " +
                              root.string() +
                              ";\n"
                              "      fastcgi_param GIT_HTTP_EXPORT_ALL 1;\n"
                              "      fastcgi_param PATH_INFO /$1;\n"
                              "      fastcgi_param REQUEST_METHOD $request_method;\n"
                              "      fastcgi_param QUERY_STRING $query_string;\n"
                              "      fastcgi_param CONTENT_TYPE $content_type;\n"
                              "      fastcgi_param CONTENT_LENGTH $content_length;\n"
                              "      fastcgi_param REMOTE_USER $remote_user;\n";
  const auto redirect = [](const std::string& from, const std::string& to) {
    return "    location ~ ^/" + from + "/(.*)$ { return 302 " + to + "$1$is_args$args; }\n";
  };
  return std::string(::geteuid() == 0 ? "user root;\n" : "") +
         "daemon off; worker_processes 1; pid " + dir +
         "/nginx.pid;\n"
         "error_log " +
         dir +
         "/error.log;\n"
         "events { worker_connections 64; }\n"
         "http {\n"
         "  access_log " +
         dir +
         "/access.log;\n"
         "  client_body_temp_path " +
         dir + "/body; proxy_temp_path " + dir +
         "/proxy;\n"
         "  fastcgi_temp_path " +
         dir + "/fastcgi; uwsgi_temp_path " + dir +
         "/uwsgi;\n"
         "  scgi_temp_path " +
         dir +
         "/scgi;\n"
         "  server {\n"
         "    listen 127.0.0.1:" +
         std::to_string(port_) +
         " ssl;\n"
         "    server_name localhost;\n"
         "    ssl_certificate " +
         dir + "/cert.pem; ssl_certificate_key " + dir +
         "/key.pem;\n"
         "    location ~ ^/public/(.*)$ {\n      " +
         backend +
         "    }\n"
         "    location ~ ^/private/(.*)$ {\n"
         "      auth_basic assay; auth_basic_user_file " +
         dir + "/users;\n      " + backend + "    }\n" + redirect("moved", "/public/") +
         redirect("elsewhere", "https://127.0.0.1:" + std::to_string(port_) + "/public/") +
         redirect("tofile", "file://" + root.string() + "/") +
         redirect("plain", "http://localhost:" + std::to_string(port_) + "/public/") + "  }\n}\n";
}

std::string HttpsServer::url(const std::string& path) const {
  return "https://localhost:" + std::to_string(port_) + path;
}

SshServer::SshServer() : dir_(folder()), port_(free_port()), user_(user_name()) {
  const std::string dir = dir_.path().string();
  for (const char* name : {"host", "key", "other"})
    need({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", dir + "/" + name});
  const auto public_key = [&](const char* name) {
    return read_file(dir + "/" + name + ".pub").value();
  };
  const std::string host = "[127.0.0.1]:" + std::to_string(port_) + " ";
  write_file(known_hosts(), host + public_key("host"));
  write_file(wrong_known_hosts(), host + public_key("other"));
  write_file(dir + "/authorized", public_key("key"));
  fs::permissions(dir + "/authorized", fs::perms::owner_read | fs::perms::owner_write);
  write_file(dir + "/sshd_config", "ListenAddress 127.0.0.1\nPort " + std::to_string(port_) +
                                       "\nHostKey " + dir + "/host\nAuthorizedKeysFile " + dir +
                                       "/authorized\nStrictModes no\nUsePAM no\nPidFile none\n"
                                       "PasswordAuthentication no\n"
                                       "KbdInteractiveAuthentication no\n"
                                       "PermitRootLogin prohibit-password\n");
  // Where sshd drops its privileges; Debian makes it when the service starts.
  std::error_code ec;
  if (::geteuid() == 0) fs::create_directories("/run/sshd", ec);
  sshd_ = std::make_unique<Server>(
      std::vector<std::string>{"sshd", "-D", "-e", "-f", dir + "/sshd_config"}, dir + "/sshd.log");
  wait_for("sshd", [&] { return listens(port_); });
}

std::string SshServer::url(const fs::path& path) const {
  return "ssh://" + user_ + "@127.0.0.1:" + std::to_string(port_) + path.string();
}

std::string SshServer::scp(const fs::path& path) const {
  return user_ + "@[127.0.0.1:" + std::to_string(port_) + "]:" + path.string();
}

ScriptedServer::ScriptedServer(std::function<void(ScriptedServer&, int)> serve)
    : listener_(tcp_socket()), stop_(::eventfd(0, EFD_CLOEXEC)), serve_(std::move(serve)) {
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_.get(), 16) != 0 ||
      ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("cannot listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { loop(); });
}

ScriptedServer::~ScriptedServer() {
  const std::uint64_t one = 1;
  static_cast<void>(!::write(stop_.get(), &one, sizeof one));
  thread_.join();
}

std::string ScriptedServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

void ScriptedServer::loop() {
  for (;;) {
    pollfd fds[2] = {{listener_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
    if (::poll(fds, 2, -1) < 0 && errno != EINTR) return;
    if (fds[1].revents != 0) return;
    const Fd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!connection) continue;
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = ::recv(connection.get(), buffer, sizeof buffer, 0);
      if (got <= 0) break;
      request.append(buffer, static_cast<std::size_t>(got));
    }
    serve_(*this, connection.get());
  }
}

bool ScriptedServer::gone(int fd, int milliseconds) {
  pollfd fds[2] = {{fd, POLLRDHUP, 0}, {stop_.get(), POLLIN, 0}};
  return ::poll(fds, 2, milliseconds) > 0;
}

bool ScriptedServer::send(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace assay::test
