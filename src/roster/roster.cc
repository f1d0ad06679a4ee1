#include "roster/roster.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "roster/compare.h"
#include "roster/tables.h"

namespace assay::roster {
namespace {

namespace fs = std::filesystem;

Format format_of(const fs::path& path, std::string_view bytes) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (extension == ".json") return Format::kJson;
  if (extension == ".csv" || extension == ".tsv") return Format::kCsv;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::string_view text = trimmed(bytes.substr(0, 4096));
  return text.starts_with('[') || text.starts_with('{') ? Format::kJson : Format::kCsv;
}

}  // namespace

Result<Roster> parse_roster(const std::string& name, std::string_view bytes, Format format,
                            const fs::path& base) {
  if (bytes.size() > kMaxBytes)
    return fail(ErrorKind::kUsage,
                printable_line(name) + " is larger than " + std::to_string(kMaxBytes) + " bytes",
                "divide it into several rosters");
  Problems problems;
  EntryReader reader(base, problems);
  std::vector<Placed> entries;
  if (format == Format::kJson) {
    ASSAY_TRY(entries, read_json(name, bytes, reader, problems));
  } else {
    entries = read_csv(name, bytes, reader, problems);
  }
  compare(entries, problems);
  if (entries.empty() && problems.none())
    problems.refuse(name, "names no candidate", "add one, or name another roster");
  ASSAY_CHECK(problems.status(name));
  Roster roster;
  roster.entries.reserve(entries.size());
  for (Placed& placed : entries) roster.entries.push_back(std::move(placed.entry));
  roster.remarks = problems.take_remarks(name);
  return roster;
}

Result<Roster> read_roster(const fs::path& path) {
  std::error_code ec;
  if (path == "-") {
    ASSAY_TRY(const std::string bytes, read_rest(STDIN_FILENO, "standard input", kMaxBytes));
    const fs::path here = fs::current_path(ec);
    if (ec) return fail("find out the current folder: " + ec.message());
    return parse_roster("standard input", bytes, format_of({}, bytes), here);
  }
  const fs::file_status status = fs::status(path, ec);
  if (status.type() == fs::file_type::not_found)
    return fail(ErrorKind::kNotFound, "there is no roster " + printable_line(path.string()),
                "name a CSV or JSON file, a folder of repositories, or - for standard input");
  if (fs::is_directory(status)) return read_folder(path);
  ASSAY_TRY(const std::string bytes, read_file(path, kMaxBytes));
  const fs::path whole = fs::absolute(path, ec);
  if (ec) return fail("find out the current folder: " + ec.message());
  return parse_roster(path.filename().string(), bytes, format_of(path, bytes), whole.parent_path());
}

}  // namespace assay::roster
