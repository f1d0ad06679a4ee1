// A folder of submissions, as a download of all of them leaves it. Only names are looked
// at here; what a submission is, source/ finds out.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "roster/compare.h"
#include "roster/entry.h"
#include "roster/problems.h"
#include "roster/roster.h"

namespace assay::roster {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kArchives = {".zip",    ".tar", ".tar.gz",  ".tgz",
                                                       ".tar.xz", ".txz", ".tar.zst", ".tzst"};

// How long the extension of an archive's name is; 0 if it is not called like one.
std::size_t archive_extension(std::string_view name) {
  std::size_t longest = 0;
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  for (const std::string_view extension : kArchives)
    if (lower.ends_with(extension)) longest = std::max(longest, extension.size());
  return longest;
}

bool is_bare_repository(const fs::path& folder) {
  std::error_code ec;
  return fs::is_regular_file(folder / "HEAD", ec) && fs::is_directory(folder / "objects", ec) &&
         fs::is_directory(folder / "refs", ec);
}

class Folder {
 public:
  Folder(fs::path folder, const fs::path& named) : folder_(std::move(folder)), named_(named) {}

  Result<Roster> read() {
    if (is_bare_repository(folder_))
      return fail(ErrorKind::kUsage, shown() + " is a repository, not a folder of them",
                  "name the folder that it is in, or grade it alone with `assay grade`");
    ASSAY_TRY(const std::vector<std::string> names, list());
    for (const std::string& name : names) look_at(name);
    compare(entries_, problems_);
    ASSAY_CHECK(problems_.status(named_.string()));
    if (entries_.empty())
      return fail(ErrorKind::kNotFound, "there is no submission in " + shown(),
                  "each folder, bare repository and archive in it would be one");
    Roster roster;
    for (Placed& placed : entries_) roster.entries.push_back(std::move(placed.entry));
    roster.remarks = problems_.take_remarks(named_.string());
    return roster;
  }

 private:
  [[nodiscard]] std::string shown() const { return printable_line(named_.string()); }

  // In the order of their bytes, so that a run is the same on every machine.
  [[nodiscard]] Result<std::vector<std::string>> list() const {
    std::vector<std::string> names;
    std::error_code ec;
    fs::directory_iterator at(folder_, ec);
    for (; !ec && at != fs::directory_iterator(); at.increment(ec)) {
      names.push_back(at->path().filename().string());
      if (names.size() > kMaxEntries)
        return fail(ErrorKind::kUsage,
                    shown() + " holds more than " + std::to_string(kMaxEntries) + " names",
                    "divide it into several folders");
    }
    if (ec == std::errc::no_such_file_or_directory || ec == std::errc::not_a_directory)
      return fail(ErrorKind::kNotFound, "there is no folder " + shown());
    if (ec) return fail("list " + shown() + ": " + ec.message());
    std::sort(names.begin(), names.end());
    return names;
  }

  void look_at(const std::string& name) {
    const fs::path path = folder_ / name;
    const std::string where = (named_ / name).string();
    std::error_code ec;
    const fs::file_status status = fs::symlink_status(path, ec);
    if (name == ".git")
      return problems_.remark(where, "is left out; the folders beside it are one submission each");
    if (name.starts_with('.')) return problems_.remark(where, "is hidden, and left out");
    if (fs::is_symlink(status)) return problems_.remark(where, "is a symbolic link, and left out");
    if (fs::is_directory(status)) {
      const bool bare = name.size() > 4 && name.ends_with(".git") && is_bare_repository(path);
      return add(where, path, name.substr(0, name.size() - (bare ? 4 : 0)));
    }
    const std::size_t extension = fs::is_regular_file(status) ? archive_extension(name) : 0;
    if (extension == 0)
      return problems_.remark(where, "is neither a folder nor an archive, and left out");
    add(where, path, name.substr(0, name.size() - extension));
  }

  void add(const std::string& where, const fs::path& path, const std::string& candidate) {
    Placed placed;
    placed.where = where;
    const std::string flaw = name_flaw(candidate);
    if (flaw.empty() && candidate == trimmed(candidate)) {
      placed.entry.candidate = candidate;
      placed.entry.submission.source = path.string();
    } else {
      problems_.refuse(
          where, "the candidate " + (flaw.empty() ? "has a name with blanks at its ends" : flaw),
          "rename it");
    }
    entries_.push_back(std::move(placed));
  }

  fs::path folder_;  // absolute
  const fs::path& named_;
  Problems problems_;
  std::vector<Placed> entries_;
};

}  // namespace

Result<Roster> read_folder(const fs::path& folder) {
  std::error_code ec;
  const fs::path whole = fs::absolute(folder, ec).lexically_normal();
  if (ec) return fail("find out the current folder: " + ec.message());
  return Folder(whole, folder).read();
}

}  // namespace assay::roster
