// Which names of files and folders a submission may have.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::source {

/// Why a name is refused. A `hostile` one cannot come about by accident, so the whole submission is
/// rejected wherever it lies; another one only matters where the exercise looks.
struct NameProblem {
  std::string rule;     ///< "name_dots", "name_git", "name_slash", "name_empty", "name_control",
                        ///< "name_encoding", "name_long", "name_backslash", "path_long"
  std::string message;  ///< one sentence for the candidate
  bool hostile = false;
};

/// Checks one component of a path.
std::optional<NameProblem> check_name(std::string_view name);

/// Checks every component of a path relative to the submission's root, and its length (at most
/// 1,024 bytes).
std::optional<NameProblem> check_path(std::string_view path);

/// Whether some file system takes `name` for ".git": any case, NTFS's short name, trailing dots and
/// spaces or a stream name, and characters that HFS+ ignores.
bool is_git_folder_name(std::string_view name);

/// Any text between single quotes, printable and on one line: for messages.
std::string in_quotes(std::string_view text);

}  // namespace assay::source
