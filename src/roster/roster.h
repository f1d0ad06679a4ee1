// Who is graded, and where their submissions are: a roster as a team keeps it (CSV
// or JSON), a folder of repositories, or a lock file that `assay snapshot` wrote.
//
// Everything in it is hostile: bytes are capped before they are parsed, and each
// error names the file, the line or JSON pointer, and what would be right.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/run.h"

namespace assay::roster {

inline constexpr std::uint64_t kMaxBytes = 64ULL << 20;
inline constexpr std::size_t kMaxEntries = 100'000;

enum class Format { kCsv, kJson };

/// What is odd about a roster, but not wrong: two candidates with one repository, a name that
/// differs from another's only by case or spaces.
struct Remark {
  std::string where;  ///< "roster.csv:12"
  std::string message;
};

struct Roster {
  std::vector<RosterEntry> entries;
  std::vector<Remark> remarks;
};

/// CSV (RFC 4180, UTF-8 with or without a byte-order mark, comma, semicolon or tab as the header
/// line has it): a header that names the columns `candidate` and `repository` (each under the
/// usual other names, in any case), and any of `ref`, `at`, `subdir`, `exercise`, `deadline`,
/// `extension`; all others are carried along. A relative repository is one below `base`.
///
/// JSON: an array of objects with the same members, or {"schema_version":1,"submissions":[...]},
/// which is what write_lock() writes.
///
/// kUsage, naming all that is wrong up to ten places: a candidate without a name, twice the same
/// candidate and exercise, control characters in a name, dates, durations and both of ref and at.
Result<Roster> parse_roster(const std::string& name, std::string_view bytes, Format format,
                            const std::filesystem::path& base);

/// Each folder, bare repository and archive directly in `folder` is a candidate's submission, named
/// after it; hidden ones and other files are left out with a remark.
Result<Roster> read_folder(const std::filesystem::path& folder);

/// A file (its format by its extension, else by its first character), a folder, or "-" for standard
/// input.
Result<Roster> read_roster(const std::filesystem::path& path);

/// A submission as it was at one moment.
struct LockedEntry {
  RosterEntry entry;
  std::string commit;  ///< "" where the source has none: a folder, an archive
  std::string tree;
  std::int64_t commit_time = 0;
  std::string error;  ///< why it could not be looked at; such an entry is kept as it was
};

/// A roster in JSON whose entries name commits; ends in a newline. parse_roster() reads it back.
std::string write_lock(const std::vector<LockedEntry>& entries, std::int64_t taken_at);

}  // namespace assay::roster
