#include "source/known_hosts.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "base/text.h"

namespace assay::source {
namespace {

constexpr std::array<std::string_view, 5> kKinds = {
    "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"};

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> result;
  while (!line.empty()) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    if (end > 0) result.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return result;
}

bool is_key(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=';
  });
}

}  // namespace

std::string prepare_known_hosts(std::string_view text) {
  std::set<std::string_view> revoked;
  std::array<std::vector<std::array<std::string_view, 2>>, kKinds.size()> by_kind;
  for (const std::string_view line : split(text, '\n')) {
    const auto parts = words(line);
    if (parts.size() >= 4 && parts[0] == "@revoked") revoked.insert(parts[3]);
    if (parts.size() < 3 || parts[0][0] == '#' || parts[0][0] == '@' || !is_key(parts[2])) continue;
    const auto* const kind = std::find(kKinds.begin(), kKinds.end(), parts[1]);
    if (kind == kKinds.end()) continue;
    by_kind[static_cast<std::size_t>(kind - kKinds.begin())].push_back({parts[0], parts[2]});
  }
  std::string result;
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    for (const auto& [hosts, key] : by_kind[i])
      if (!revoked.contains(key))
        result.append(hosts).append(" ").append(kKinds[i]).append(" ").append(key).append("\n");
  return result;
}

}  // namespace assay::source
