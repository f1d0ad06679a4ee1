#include "source/git_objects.h"

#include <algorithm>
#include <charconv>

#include "base/digest.h"

namespace assay::source {
namespace {

constexpr std::size_t kIdBytes = 20;
constexpr std::size_t kMaxParents = 1024;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The header lines of a commit or a tag, one after the other; the message is never looked at.
class HeaderLines {
 public:
  explicit HeaderLines(std::string_view bytes) : rest_(bytes) {}

  /// The value of the next line if that line's key is `key`.
  std::optional<std::string_view> take(std::string_view key) {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = rest_.substr(0, end);
    if (!line.starts_with(key) || line.size() <= key.size() || line[key.size()] != ' ')
      return std::nullopt;
    rest_.remove_prefix(end + 1);
    return line.substr(key.size() + 1);
  }

 private:
  std::string_view rest_;
};

struct Signature {
  std::string who;
  std::int64_t time = 0;
};

// "Name <mail> 1700000000 +0100"; the mail ends at the last '>', so a name may hold one.
std::optional<Signature> parse_signature(std::string_view line) {
  const std::size_t end = line.rfind('>');
  if (end == std::string_view::npos) return std::nullopt;
  Signature signature{std::string(line.substr(0, end + 1))};
  std::string_view rest = line.substr(end + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  const auto [stop, error] =
      std::from_chars(rest.data(), rest.data() + rest.size(), signature.time);
  if (error != std::errc()) return std::nullopt;
  return signature;
}

}  // namespace

std::string ObjectId::hex() const {
  std::string raw(bytes.begin(), bytes.end());
  return to_hex(raw);
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return digit(c) >= 0; });
}

std::optional<ObjectId> ObjectId::from_hex(std::string_view hex) {
  if (hex.size() != 2 * kIdBytes || !is_hex(hex)) return std::nullopt;
  ObjectId id;
  for (std::size_t i = 0; i < kIdBytes; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
  return id;
}

std::optional<std::vector<TreeEntry>> parse_tree(std::string_view bytes, std::size_t max_entries) {
  std::vector<TreeEntry> entries;
  while (!bytes.empty() && entries.size() <= max_entries) {
    TreeEntry entry;
    const auto [stop, error] =
        std::from_chars(bytes.data(), bytes.data() + bytes.size(), entry.mode, 8);
    const auto mode_size = static_cast<std::size_t>(stop - bytes.data());
    if (error != std::errc() || mode_size >= bytes.size() || bytes[mode_size] != ' ')
      return std::nullopt;
    bytes.remove_prefix(mode_size + 1);
    const std::size_t end = bytes.find('\0');
    if (end == std::string_view::npos || bytes.size() - end - 1 < kIdBytes) return std::nullopt;
    entry.name = bytes.substr(0, end);
    const std::string_view id = bytes.substr(end + 1, kIdBytes);
    std::copy(id.begin(), id.end(), entry.id.bytes.begin());
    bytes.remove_prefix(end + 1 + kIdBytes);
    entries.push_back(entry);
  }
  return entries;
}

std::optional<Commit> parse_commit(std::string_view bytes) {
  HeaderLines lines(bytes);
  const auto tree = ObjectId::from_hex(lines.take("tree").value_or(""));
  if (!tree) return std::nullopt;
  Commit commit{*tree, {}, 0, {}};
  while (const auto parent = lines.take("parent")) {
    const auto id = ObjectId::from_hex(*parent);
    if (!id || commit.parents.size() == kMaxParents) return std::nullopt;
    commit.parents.push_back(*id);
  }
  const auto author = lines.take("author");
  const auto committer = parse_signature(lines.take("committer").value_or(""));
  if (!author || !committer) return std::nullopt;
  const auto signature = parse_signature(*author);
  commit.author = signature ? signature->who : std::string(*author);
  commit.time = committer->time;
  return commit;
}

std::optional<Tag> parse_tag(std::string_view bytes) {
  HeaderLines lines(bytes);
  const auto target = ObjectId::from_hex(lines.take("object").value_or(""));
  const auto type = lines.take("type");
  if (!target || !type) return std::nullopt;
  return Tag{*target, std::string(*type)};
}

}  // namespace assay::source
