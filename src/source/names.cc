// The rules are those of the strictest file system that a submission may meet, so
// that a tree which passes here means the same thing to everyone who looks at it.
#include "source/names.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace assay::source {
namespace {

constexpr std::size_t kMaxName = 255;
constexpr std::size_t kMaxPath = 1024;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// The next code point of well-formed UTF-8, which is taken off the front.
std::uint32_t next_point(std::string_view& utf8) {
  const auto first = static_cast<unsigned char>(utf8[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i)
    point = (point << 6) | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
  utf8.remove_prefix(length);
  return point;
}

// HFS+ drops these before it compares names.
bool is_ignored_by_hfs(std::uint32_t point) {
  return (point >= 0x200C && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x206A && point <= 0x206F) || point == 0xFEFF;
}

std::string without_ignored(std::string_view name) {
  if (!is_utf8(name)) return std::string(name);
  std::string kept;
  while (!name.empty()) {
    const std::string_view before = name;
    const std::uint32_t point = next_point(name);
    if (!is_ignored_by_hfs(point)) kept += before.substr(0, before.size() - name.size());
  }
  return kept;
}

std::string ascii_lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

bool is_git_folder_name(std::string_view name) {
  std::string plain = ascii_lower(without_ignored(name));
  plain.resize(std::min(plain.size(), plain.find(':')));
  while (!plain.empty() && (plain.back() == ' ' || plain.back() == '.')) plain.pop_back();
  return plain == ".git" || plain == "git~1";
}

std::optional<NameProblem> check_name(std::string_view name) {
  if (name.empty()) return NameProblem{"name_empty", "a file or folder has an empty name", true};
  if (name == "." || name == "..")
    return NameProblem{"name_dots", "a name is '.' or '..', which would leave the folder", true};
  if (name.find('/') != std::string_view::npos)
    return NameProblem{"name_slash", "a single name holds a '/', so it would leave its folder",
                       true};
  // Before the checks that look at every character: a name in a Git tree can have gigabytes.
  if (name.size() > kMaxName)
    return NameProblem{"name_long", "the name is longer than 255 bytes; shorten it"};
  if (is_git_folder_name(name))
    return NameProblem{"name_git", "a name is read as '.git' on some file system", true};
  if (std::any_of(name.begin(), name.end(), is_control))
    return NameProblem{"name_control", "the name holds a control character; rename the file"};
  if (!is_utf8(name))
    return NameProblem{"name_encoding", "the name is not valid UTF-8; rename the file"};
  if (printable_line(name) != name)
    return NameProblem{"name_control",
                       "the name holds an invisible or reordering character; rename the file"};
  if (name.find('\\') != std::string_view::npos)
    return NameProblem{"name_backslash", "the name holds a backslash; use '/' between folders"};
  return std::nullopt;
}

std::optional<NameProblem> check_path(std::string_view path) {
  for (const std::string_view name : split(path, '/'))
    if (auto problem = check_name(name)) return problem;
  if (path.size() > kMaxPath)
    return NameProblem{"path_long", "the path is longer than 1024 bytes; shorten it"};
  return std::nullopt;
}

std::string in_quotes(std::string_view text) {
  return "'" + printable_line(text) + "'";
}

}  // namespace assay::source
