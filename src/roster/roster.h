// Who is graded, and where their submissions are: a roster as a team keeps it (CSV
// or JSON), a folder of repositories, or a lock file that `assay snapshot` wrote.
//
// Everything in it is hostile: bytes are capped before they are parsed, and each
// error names the file, the line or JSON pointer, and what would be right. Messages and
// remarks are printable; `extra` and the names of its columns are as they were found.
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

/// What is odd about a roster, but not wrong: names that differ only by case or blanks, or that
/// would be one name for a file; one repository given by two candidates; a path on this machine
/// among URLs; several columns that could mean the same; what a folder holds besides submissions.
struct Remark {
  std::string where;  ///< "roster.csv:12", "roster.json: /submissions/3"
  std::string message;
};

struct Roster {
  std::vector<RosterEntry> entries;
  std::vector<Remark> remarks;  ///< two hundred, and one that says how many more there are
};

/// CSV (RFC 4180, see csv.h): a header that names the columns `candidate` and `repository` (each
/// under the usual other names, see columns.cc), and any of `ref`, `at`, `subdir`, `exercise`,
/// `deadline` (dates.h), `extension` ("1d12h"). Of several columns for one thing a row's first that
/// is not empty counts, in an order of ours; all others are carried along. A relative repository is
/// one below `base`; `~` is no abbreviation.
///
/// JSON: an array of objects with the same members, or {"schema_version":1,"submissions":[...]},
/// which is what write_lock() writes (roster.schema.json). Members that are null are absent. Of a
/// lock's entry `commit` becomes the ref, in the place of the ref or date by which it was found.
///
/// kUsage, naming all that is wrong up to ten places: a candidate without a name or repository,
/// twice the same candidate and exercise; a name of more than 200 bytes or with characters that
/// cannot be shown; a repository that begins with '-' or holds a password; bad dates, durations,
/// refs and folders, and both of ref and at; rows of another length than the header, two columns of
/// one name, members of a wrong type; nobody at all. At most kMaxEntries rows, 200 columns, 64 KiB
/// a cell, and 128 MiB to carry along.
Result<Roster> parse_roster(const std::string& name, std::string_view bytes, Format format,
                            const std::filesystem::path& base);

/// Each folder, bare repository and archive (by its extension) directly in `folder` is a
/// candidate's submission, named after it without ".git" or the extension; hidden ones, symlinks
/// and other files are left out with a remark. In the order of the names' bytes. kNotFound if there
/// is none.
Result<Roster> read_folder(const std::filesystem::path& folder);

/// A file (its format by its extension, else by its first character), a folder, or "-" for standard
/// input. Repositories are relative to the folder of the file, or else to the current one, and
/// absolute in what is returned. kNotFound if there is no such file.
Result<Roster> read_roster(const std::filesystem::path& path);

/// A submission as it was at one moment.
struct LockedEntry {
  RosterEntry entry;
  std::string commit;  ///< "" where the source has none: a folder, an archive
  std::string tree;
  std::int64_t commit_time = 0;
  std::string error;  ///< why it could not be looked at; such an entry is kept as it was
};

/// A roster in JSON whose entries name commits; ends in a newline. parse_roster() reads it back:
/// the same entries, with the commit as their ref where there is one and no error.
std::string write_lock(const std::vector<LockedEntry>& entries, std::int64_t taken_at);

}  // namespace assay::roster
