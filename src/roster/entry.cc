#include "roster/entry.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/dates.h"
#include "base/text.h"

namespace assay::roster {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSource = 4096;
constexpr std::size_t kMaxRef = 1024;
constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999

// The field that says `role`: of those with any text, the one of the lowest rank. It is taken, and
// no longer carried along. Its text has no blanks at its ends.
std::optional<Field> take(Row& row, Role role) {
  auto best = row.fields.end();
  for (auto field = row.fields.begin(); field != row.fields.end(); ++field)
    if (field->meaning.role == role && !trimmed(field->text).empty() &&
        (best == row.fields.end() || field->meaning.rank < best->meaning.rank))
      best = field;
  if (best == row.fields.end()) return std::nullopt;
  Field taken = std::move(*best);
  row.fields.erase(best);
  taken.text = trimmed(taken.text);
  return taken;
}

void drop(Row& row, Role role) {
  while (take(row, role)) {
  }
}

std::string cited(std::string_view text) {
  return "\"" + std::string(text.substr(0, 80)) + (text.size() > 80 ? "...\"" : "\"");
}

// Why a text of one line cannot be used, or "".
std::string text_flaw(std::string_view text, std::size_t most) {
  if (text.size() > most) return "is longer than " + std::to_string(most) + " bytes";
  if (!is_utf8(text)) return "is not UTF-8";
  if (printable_line(text) != text) return "holds a character that cannot be shown: " + cited(text);
  return "";
}

std::string ref_flaw(std::string_view ref) {
  if (ref.starts_with('-')) return "begins with a hyphen: " + cited(ref);
  return text_flaw(ref, kMaxRef);
}

std::string folder_flaw(std::string_view folder) {
  if (folder.starts_with('/')) return "is not a folder within the repository: " + cited(folder);
  for (const std::string_view part : split(folder, '/'))
    if (part == "..") return "leads out of the repository: " + cited(folder);
  return text_flaw(folder, kMaxRef);
}

// A URL's "user:password@", or scp's: a colon, then an '@', and no slash before them.
bool holds_password(std::string_view source) {
  if (const auto scheme = source.find("://"); scheme != std::string_view::npos)
    source.remove_prefix(scheme + 3);
  const std::string_view authority = source.substr(0, source.find_first_of("/?#"));
  const std::size_t at = authority.rfind('@');
  return at != std::string_view::npos && authority.find(':') < at;
}

// As Git tells a path from a URL: it has no colon, or a slash before it.
bool is_relative_path(std::string_view source) {
  const std::size_t colon = source.find(':');
  return !source.starts_with('/') && (colon == std::string_view::npos || source.find('/') < colon);
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

bool looks_like_a_site(std::string_view source) {
  constexpr std::array<std::string_view, 4> kSites = {"github.com", "gitlab.com", "bitbucket.org",
                                                      "codeberg.org"};
  if (source.starts_with("www.")) return true;
  const std::string_view first = source.substr(0, source.find('/'));
  return std::find(kSites.begin(), kSites.end(), first) != kSites.end();
}

// What a reader of names does not see: they join letters, or keep them from joining, in Persian,
// Arabic and the scripts of India, and nothing else that is invisible has business in a name.
std::string without_joiners(std::string_view name) {
  std::string rest;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string_view three = name.substr(i, 3);
    if (three == "\xE2\x80\x8C" || three == "\xE2\x80\x8D")
      i += 2;
    else
      rest += name[i];
  }
  return rest;
}

}  // namespace

bool is_local(std::string_view source) {
  return source.starts_with('/') || fold_case(source.substr(0, 5)) == "file:" ||
         is_relative_path(source);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string name_flaw(std::string_view name) {
  const std::string seen = without_joiners(name);
  if (trimmed(seen).empty()) return "has no name";
  if (name.size() > kMaxName) return "has a name of more than 200 bytes";
  if (!is_utf8(name)) return "has a name that is not UTF-8";
  if (printable_line(seen) != seen)
    return "has a name with a character that cannot be shown: " + cited(name);
  return "";
}

std::string Row::place(std::string_view field) const {
  if (!json) return where + ": " + std::string(field.substr(0, 80));
  std::string escaped = where + "/";
  for (const char c : field.substr(0, 80))
    escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return escaped;
}

EntryReader::EntryReader(fs::path base, Problems& problems)
    : base_(std::move(base)), problems_(problems) {}

Placed EntryReader::read(Row row) {
  Placed read;
  read_candidate(row, read.entry);
  read_repository(row, read.entry);
  read_moment(row, read.entry);
  read_folder(row, read.entry);
  read_times(row, read.entry);
  carry_along(row, read.entry);
  read.where = std::move(row.where);
  return read;
}

void EntryReader::read_candidate(Row& row, RosterEntry& entry) {
  if (const auto named = take(row, Role::kCandidate)) {
    entry.candidate = named->text;
  } else {
    const auto first = take(row, Role::kFirstName);
    const auto last = take(row, Role::kLastName);
    if (first && last)
      entry.candidate = first->text + " " + last->text;
    else if (first || last)
      entry.candidate = first ? first->text : last->text;
    else if (const auto login = take(row, Role::kLogin))
      entry.candidate = login->text;
  }
  const std::string flaw = name_flaw(entry.candidate);
  if (flaw.empty()) return;
  problems_.refuse(row.where, "the candidate " + flaw,
                   "give each candidate a name of visible characters, 200 bytes at most");
  entry.candidate.clear();
}

void EntryReader::read_repository(Row& row, RosterEntry& entry) {
  const auto field = take(row, Role::kRepository);
  if (!field) {
    problems_.refuse(row.where, "the candidate has no repository",
                     "name a path or URL, or take the entry out");
    return;
  }
  const std::string& source = field->text;
  const std::string place = row.place(field->name);
  if (holds_password(source)) {  // which no message repeats
    problems_.refuse(place, "holds a password",
                     "remove it; --token-file and ssh keys are for that");
  } else if (source.starts_with('-')) {
    problems_.refuse(place, "begins with a hyphen: " + cited(source),
                     "write ./ before the name of such a folder");
  } else if (const std::string flaw = text_flaw(source, kMaxSource); !flaw.empty()) {
    problems_.refuse(place, flaw, "name a path or URL");
  } else if (!is_relative_path(source)) {
    entry.submission.source = source;
  } else {
    entry.submission.source = without_slash((base_ / source).lexically_normal().string());
    if (source.starts_with("~/"))
      problems_.remark(place, "~ is no abbreviation here, but a folder beside the roster");
    if (looks_like_a_site(source))
      problems_.remark(place,
                       "is taken for a folder beside the roster; is it https://" + source + "?");
  }
}

void EntryReader::read_moment(Row& row, RosterEntry& entry) {
  SubmissionRef& submission = entry.submission;
  const auto commit = take(row, Role::kCommit);
  const auto ref = take(row, Role::kRef);
  const auto at = take(row, Role::kAt);
  if (ref) submission.ref = read_ref(row, *ref);
  if (at) submission.at = read_date(row, *at);
  if (commit) {  // what was found stands for what was asked for
    submission.ref = read_ref(row, *commit);
    submission.at.reset();
    drop(row, Role::kRef);
  } else if (ref && at) {
    problems_.refuse(row.place(at->name), "there is a " + std::string(ref->name) + " as well",
                     "a ref and a date exclude each other: give only one of them");
  }
}

std::optional<std::string> EntryReader::read_ref(const Row& row, const Field& field) {
  const std::string flaw = ref_flaw(field.text);
  if (flaw.empty()) return field.text;
  problems_.refuse(row.place(field.name), flaw, "name a branch, a tag or a commit");
  return std::nullopt;
}

std::optional<std::int64_t> EntryReader::read_date(const Row& row, const Field& field) {
  const auto date = parse_date(field.text);
  if (!date) {
    problems_.refuse(row.place(field.name), date.error().message, date.error().hint);
  } else if (*date < 0 || *date > kLastSecond) {
    problems_.refuse(row.place(field.name), cited(field.text) + " is before 1970 or after 9999",
                     "correct the year");
  } else {
    return *date;
  }
  return std::nullopt;
}

void EntryReader::read_folder(Row& row, RosterEntry& entry) {
  if (auto subdir = take(row, Role::kSubdir)) {
    if (const std::string flaw = folder_flaw(subdir->text); !flaw.empty())
      problems_.refuse(row.place(subdir->name), flaw,
                       "name a folder relative to the repository's root, such as exercises/one");
    entry.submission.subdir = std::move(subdir->text);
  }
  if (auto exercise = take(row, Role::kExercise)) {
    if (const std::string flaw = text_flaw(exercise->text, kMaxName); !flaw.empty())
      problems_.refuse(row.place(exercise->name), flaw,
                       "`assay list` shows what exercises there are");
    entry.exercise = std::move(exercise->text);
  }
}

void EntryReader::read_times(Row& row, RosterEntry& entry) {
  if (const auto field = take(row, Role::kDeadline)) entry.deadline = read_date(row, *field);
  if (const auto field = take(row, Role::kExtension)) {
    const auto duration = parse_duration(field->text);
    if (duration)
      entry.extension = *duration;
    else
      problems_.refuse(row.place(field->name), duration.error().message, duration.error().hint);
  }
}

void EntryReader::carry_along(Row& row, RosterEntry& entry) {
  const bool fits = carried_ <= kMaxCarriedBytes;
  for (Field& field : row.fields) {
    if (field.meaning.role != Role::kOther && trimmed(field.text).empty()) continue;
    carried_ += sizeof(entry.extra[0]) + field.name.size() + field.text.size();
    if (carried_ <= kMaxCarriedBytes) entry.extra.emplace_back(field.name, std::move(field.text));
  }
  if (fits && carried_ > kMaxCarriedBytes)
    problems_.refuse(row.where,
                     "what is to be carried along is more than " +
                         std::to_string(kMaxCarriedBytes >> 20) + " MiB up to here",
                     "remove columns that no report needs");
}

}  // namespace assay::roster
