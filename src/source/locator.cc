// Git's own rules, less everything that can start a program or reach a place that
// the user did not name: first a remote helper ("x::y"), then a URL ("x://y"), then
// scp's form ("host:path", no slash before the colon), else a path.
#include "source/locator.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "source/names.h"

namespace assay::source {
namespace {

constexpr std::size_t kMaxSource = 4096;
constexpr std::string_view kAllowed =
    "a source is a local path, a file://, https:// or ssh:// URL, or user@host:path";

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return result;
}

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_scheme(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || c == '+' || c == '-' || c == '.';
  });
}

bool allows(const Options& options, Transport transport) {
  return std::find(options.transports.begin(), options.transports.end(), transport) !=
         options.transports.end();
}

tl::unexpected<Error> refuse(const std::string& why) {
  return fail(ErrorKind::kUsage, why, std::string(kAllowed));
}

// A host or user that begins with '-' would be an option to ssh.
bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && host[0] != '-' &&
         std::all_of(host.begin(), host.end(), [](char c) {
           return is_alnum(c) || c == '.' || c == '-' || c == '_' || c == ':';
         });
}

bool is_user(std::string_view user) {
  return user.empty() ||
         (user[0] != '-' && user.size() <= 255 && std::all_of(user.begin(), user.end(), [](char c) {
            return is_alnum(c) || std::string_view("._-+~%").find(c) != std::string_view::npos;
          }));
}

bool is_port(std::string_view port) {
  return port.empty() || (port.size() <= 5 && std::all_of(port.begin(), port.end(), [](char c) {
                            return c >= '0' && c <= '9';
                          }));
}

// libgit2 puts the path of an ssh URL between single quotes into a command for the server's shell.
bool is_ssh_path(std::string_view path) {
  return path.find_first_of("'\\!`$\"") == std::string_view::npos;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host == "127.0.0.1";
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    const std::string digits(text.substr(i + 1, 2));
    if (digits.size() != 2 ||
        digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
      return std::nullopt;
    const char byte = static_cast<char>(std::stoi(digits, nullptr, 16));
    if (static_cast<unsigned char>(byte) < 0x20) return std::nullopt;
    result += byte;
    i += 2;
  }
  return result;
}

Result<Locator> local(std::string_view path, std::string_view source, const Options& options) {
  if (!allows(options, Transport::kLocal))
    return fail(ErrorKind::kUsage, "local paths are not allowed here: " + in_quotes(source));
  Locator locator;
  locator.path = path;
  locator.origin = source;
  return locator;
}

Result<Locator> file_url(std::string_view rest, const std::string& source, const Options& options) {
  if (rest.starts_with("localhost/")) rest.remove_prefix(9);
  if (!rest.starts_with("/"))
    return refuse("a file:// URL names a path on this machine, with three slashes: " +
                  in_quotes(source));
  const auto path = percent_decoded(rest);
  if (!path) return refuse("the URL is not well formed: " + in_quotes(source));
  return local(*path, source, options);
}

struct Authority {
  std::string user, host, port;
  bool password = false;
  bool valid = false;
};

Authority parse_authority(std::string_view text) {
  Authority parts;
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    const std::string_view user = text.substr(0, at);
    parts.password = user.find(':') != std::string_view::npos;
    parts.user = user.substr(0, user.find(':'));
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (text.starts_with("[")) {
    const std::size_t end = std::min(text.find(']'), text.size());
    parts.host = lower(text.substr(1, end - 1));
    port = text.substr(std::min(end + 1, text.size()));
    if (!port.empty() && port[0] != ':') return parts;
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    parts.host = lower(text.substr(0, colon));
    port = text.substr(colon);
  }
  if (!port.empty()) port.remove_prefix(1);
  parts.port = port;
  parts.valid = is_host(parts.host) && is_user(parts.user) && is_port(parts.port);
  return parts;
}

std::string bracketed(const Authority& parts) {
  std::string host =
      parts.host.find(':') == std::string::npos ? parts.host : "[" + parts.host + "]";
  return parts.port.empty() ? host : host + ":" + parts.port;
}

Result<Locator> remote_url(Locator::Kind kind, std::string_view scheme, std::string_view rest) {
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const Authority parts = parse_authority(rest.substr(0, slash));
  const std::string_view path = rest.substr(slash);
  // Not echoed: the message would put the password into a log.
  if (parts.password)
    return fail(ErrorKind::kUsage,
                "the URL for host " + in_quotes(parts.host) + " holds a password",
                "remove it and use --token-file, an ssh key or `git credential`");
  if (!parts.valid || path.size() < 2 || (kind == Locator::Kind::kSsh && !is_ssh_path(path)))
    return refuse("the URL is not well formed: " +
                  in_quotes(std::string(scheme) + "://" + bracketed(parts) + std::string(path)));
  Locator locator;
  locator.kind = kind;
  locator.host = parts.host;
  locator.user = parts.user;
  const std::string tail = bracketed(parts) + std::string(path);
  const std::string prefix = std::string(scheme) + "://";
  if (kind == Locator::Kind::kSsh) {
    locator.url = prefix + (parts.user.empty() ? "" : parts.user + "@") + tail;
    locator.origin = locator.url;
  } else {
    // libgit2 would offer a user in the URL with an empty password before it asks for a better one.
    locator.url = prefix + tail;
    locator.origin = prefix + tail.substr(0, tail.find_first_of("?#"));
  }
  return locator;
}

Result<Locator> parse_url(std::string_view scheme, std::string_view rest, const std::string& source,
                          const Options& options) {
  if (scheme == "file") return file_url(rest, source, options);
  if (scheme == "https" && allows(options, Transport::kHttps))
    return remote_url(Locator::Kind::kHttps, scheme, rest);
  if (scheme == "ssh" && allows(options, Transport::kSsh))
    return remote_url(Locator::Kind::kSsh, scheme, rest);
  if (scheme == "http" && options.allow_loopback_http) {
    ASSAY_TRY(Locator locator, remote_url(Locator::Kind::kHttp, scheme, rest));
    if (is_loopback(locator.host)) return locator;
  }
  return refuse("the transport " + in_quotes(std::string(scheme) + "://") + " is not allowed");
}

// "user@host:path", or "user@[host:port]:path". Only where the path is relative to the home folder
// is scp's form kept: the URL form would need "/~/", which hosting sites do not know.
Result<Locator> parse_scp(const std::string& source, std::size_t colon, const Options& options) {
  if (!allows(options, Transport::kSsh))
    return refuse("ssh is not allowed here: " + in_quotes(source));
  std::string authority = source.substr(0, colon);
  const std::size_t open = authority.find('[');
  if (open != std::string::npos && std::count(authority.begin(), authority.end(), ':') == 1) {
    authority.erase(open, 1);
    authority.erase(authority.find(']'), 1);
  }
  const Authority parts = parse_authority(authority);
  const std::string path = source.substr(colon + 1);
  if (!parts.valid || parts.password || path.empty() || path[0] == '-' || !is_ssh_path(path))
    return refuse("the source is not well formed: " + in_quotes(source));
  Locator locator;
  locator.kind = Locator::Kind::kSsh;
  locator.host = parts.host;
  locator.user = parts.user;
  const std::string prefix =
      "ssh://" + (parts.user.empty() ? "" : parts.user + "@") + bracketed(parts);
  if (path[0] == '/')
    locator.url = prefix + path;
  else
    locator.url = parts.port.empty() ? source : prefix + "/~/" + path;
  locator.origin = source;
  return locator;
}

}  // namespace

Result<Locator> parse_locator(const std::string& source, const Options& options) {
  if (source.empty()) return refuse("the source is empty");
  if (source.size() > kMaxSource) return refuse("the source is longer than 4096 bytes");
  if (printable_line(source) != source)
    return refuse("the source holds a character that cannot be shown: " + in_quotes(source));
  if (source[0] == '-') return refuse("the source begins with '-': " + in_quotes(source));
  const std::size_t colon = source.find(':');
  if (colon == std::string::npos || source.substr(0, colon).find('/') != std::string::npos)
    return local(source, source, options);
  const std::string scheme = lower(std::string_view(source).substr(0, colon));
  const std::string_view rest = std::string_view(source).substr(colon + 1);
  if (is_scheme(scheme) && rest.starts_with(":"))
    return refuse("remote helpers are never run: " + in_quotes(source));
  if (is_scheme(scheme) && rest.starts_with("//"))
    return parse_url(scheme, rest.substr(2), source, options);
  if (const std::size_t open = source.find('['); open < colon) {
    const std::size_t end = source.find("]:");
    if (end == std::string::npos)
      return refuse("the source is not well formed: " + in_quotes(source));
    return parse_scp(source, end + 1, options);
  }
  return parse_scp(source, colon, options);
}

Result<std::string> parse_subdir(const std::string& subdir) {
  std::string_view rest = subdir;
  while (rest.starts_with("./")) rest.remove_prefix(2);
  while (rest.ends_with("/") && rest.size() > 1) rest.remove_suffix(1);
  if (rest.empty() || rest == ".") return std::string();
  if (const auto problem = check_path(rest))
    return fail(
        ErrorKind::kUsage,
        "the folder " + in_quotes(subdir) + " is not one within the source: " + problem->message,
        "name a folder relative to the repository's root, such as exercises/one");
  return std::string(rest);
}

}  // namespace assay::source
