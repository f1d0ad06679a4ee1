// Any text as a name, a source, a subdir and a known_hosts file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"
#include "source/known_hosts.h"
#include "source/locator.h"
#include "source/names.h"
#include "source_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  using namespace assay::source;
  const std::string text(reinterpret_cast<const char*>(data), size);

  if (!check_path(text)) {
    require(is_utf8(text) && printable_line(text) == text && text.front() != '/');
    require(text.find("..") == std::string::npos ||
            ("/" + text + "/").find("/../") == std::string::npos);
    require(fold_case(text) == fold_case(text));
  }
  if (const auto subdir = parse_subdir(text)) require(subdir->empty() || !check_path(*subdir));

  Options options;
  options.allow_loopback_http = true;
  if (const auto locator = parse_locator(text, options)) {
    require(text[0] != '-' && printable_line(text) == text);
    require(locator->host.empty() || locator->host[0] != '-');
    require(locator->user.empty() || locator->user[0] != '-');
    const bool remote = locator->kind != Locator::Kind::kPath;
    require(remote == !locator->url.empty() && remote == locator->path.empty());
    if (locator->kind == Locator::Kind::kSsh) require(locator->url.find('\'') == std::string::npos);
  }

  const std::string hosts = prepare_known_hosts(text);
  require(prepare_known_hosts(hosts) == hosts);
  return 0;
}
