// Commits, tags and trees, read from the bytes that Git stores. Strict where it
// matters (what a name is, where it points), silent about the rest.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::source {

/// A SHA-1 object id.
struct ObjectId {
  std::array<std::uint8_t, 20> bytes{};

  auto operator<=>(const ObjectId&) const = default;
  [[nodiscard]] std::string hex() const;
  /// Exactly 40 hexadecimal digits.
  static std::optional<ObjectId> from_hex(std::string_view hex);
};

bool is_hex(std::string_view text);

inline constexpr std::uint32_t kModeKind = 0170000;  ///< the bits of a mode that say what it is
inline constexpr std::uint32_t kModeTree = 0040000;
inline constexpr std::uint32_t kModeFile = 0100000;
inline constexpr std::uint32_t kModeSymlink = 0120000;
inline constexpr std::uint32_t kModeSubmodule = 0160000;

/// `name` may be anything that holds no NUL, the empty name included.
struct TreeEntry {
  std::uint32_t mode = 0;
  std::string_view name;  ///< into the bytes that were parsed
  ObjectId id;
};

struct Commit {
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::int64_t time = 0;  ///< the committer's clock, Unix seconds
  std::string author;     ///< "Name <mail>", as it stands there
};

struct Tag {
  ObjectId target;
  std::string type;  ///< "commit", "tag", "tree" or "blob"
};

/// Nothing if the bytes are not a tree. Stops after `max_entries`, with one more than that.
std::optional<std::vector<TreeEntry>> parse_tree(std::string_view bytes, std::size_t max_entries);
std::optional<Commit> parse_commit(std::string_view bytes);
std::optional<Tag> parse_tag(std::string_view bytes);

}  // namespace assay::source
