#include "roster/compare.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/text.h"

namespace assay::roster {
namespace {

// The bytes of a blank at the front: a space, those of other widths (U+00A0, U+2000 to U+200A,
// U+202F, U+205F, U+3000), and the joiners that nobody sees (U+200C, U+200D); 0 if there is none.
std::size_t blank_at_front(std::string_view text) {
  if (text[0] == ' ') return 1;
  if (text.starts_with("\xC2\xA0")) return 2;
  const std::string_view three = text.substr(0, 3);
  if (three == "\xE2\x81\x9F" || three == "\xE3\x80\x80") return 3;
  if (three.size() < 3 || !three.starts_with("\xE2\x80")) return 0;
  const auto last = static_cast<unsigned char>(three[2]);
  return last <= 0x8A || last == 0x8C || last == 0x8D || last == 0xAF ? 3 : 0;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c & 0x80) != 0;
}

// "https://example.org/Ada/Pool.git/" and "https://example.org/ada/pool" are one repository where
// people keep theirs; a local path is only the same if it is the same.
std::string repository_key(const SubmissionRef& submission) {
  std::string_view source = submission.source;
  while (source.size() > 1 && source.ends_with('/')) source.remove_suffix(1);
  if (source.ends_with(".git") && !source.ends_with("/.git")) source.remove_suffix(4);
  std::string key = source.starts_with('/') ? std::string(source) : fold_case(source);
  return key + '\0' + submission.subdir;
}

bool are_other_refs(const SubmissionRef& a, const SubmissionRef& b) {
  return a.ref && b.ref && *a.ref != *b.ref;
}

class Comparison {
 public:
  explicit Comparison(Problems& problems) : problems_(problems) {}

  void add(const Placed& placed) {
    if (!placed.entry.candidate.empty()) look_at_name(placed);
    if (!placed.entry.submission.source.empty()) look_at_repository(placed);
  }

 private:
  void look_at_name(const Placed& placed) {
    const RosterEntry& entry = placed.entry;
    const auto [first, is_new] =
        submissions_.try_emplace({entry.candidate, entry.exercise}, &placed);
    if (!is_new) {
      problems_.refuse(placed.where,
                       "the candidate \"" + entry.candidate + "\" is there already" +
                           (entry.exercise.empty() ? "" : " with " + entry.exercise) + ", at " +
                           first->second->where,
                       "keep one of the two, or tell candidates of one name apart");
      return;
    }
    if (!names_.try_emplace(entry.candidate, &placed).second) return;
    const auto [spoken, unspoken] = spoken_.try_emplace(spoken_name(entry.candidate), &placed);
    const auto [file, no_file] = files_.try_emplace(file_name(entry.candidate), &placed);
    if (!unspoken)
      remark(placed, *spoken->second, "differ only by case or blanks");
    else if (!no_file)
      remark(placed, *file->second, "would be one name for a file");
  }

  void remark(const Placed& placed, const Placed& earlier, std::string_view how) {
    problems_.remark(placed.where, "\"" + placed.entry.candidate + "\" and \"" +
                                       earlier.entry.candidate + "\" (" + earlier.where + ") " +
                                       std::string(how));
  }

  void look_at_repository(const Placed& placed) {
    const auto [first, is_new] =
        repositories_.try_emplace(repository_key(placed.entry.submission), &placed);
    const RosterEntry& earlier = first->second->entry;
    if (is_new || earlier.candidate == placed.entry.candidate ||
        are_other_refs(earlier.submission, placed.entry.submission))
      return;
    problems_.remark(placed.where, "\"" + placed.entry.candidate +
                                       "\" has the same repository as \"" + earlier.candidate +
                                       "\" (" + first->second->where + ")");
  }

  using Places = std::unordered_map<std::string, const Placed*>;

  Problems& problems_;
  std::map<std::pair<std::string, std::string>, const Placed*> submissions_;
  Places names_;
  Places spoken_;
  Places files_;
  Places repositories_;
};

// A candidate who types "/srv/others" into the form where others give a URL wants what is there.
void remark_on_local_ones(const std::vector<Placed>& entries, Problems& problems) {
  const auto remote = [](const Placed& placed) {
    const std::string& source = placed.entry.submission.source;
    return !source.empty() && !is_local(source);
  };
  if (std::none_of(entries.begin(), entries.end(), remote)) return;
  for (const Placed& placed : entries)
    if (!placed.entry.submission.source.empty() && !remote(placed))
      problems.remark(placed.where,
                      "the repository of \"" + placed.entry.candidate +
                          "\" is on this machine, and those of others are not; is that meant?");
}

}  // namespace

std::string spoken_name(std::string_view name) {
  std::string spoken;
  while (!name.empty()) {
    const std::size_t blank = blank_at_front(name);
    if (blank == 0) spoken += name[0];
    name.remove_prefix(blank == 0 ? 1 : blank);
  }
  return fold_case(spoken);
}

std::string file_name(std::string_view name) {
  std::string file;
  while (!name.empty()) {
    const std::size_t blank = blank_at_front(name);
    if (blank == 0 && is_plain(name[0]))
      file += name[0];
    else if (!file.ends_with('-'))
      file += '-';
    name.remove_prefix(blank == 0 ? 1 : blank);
  }
  return fold_case(file);
}

void compare(const std::vector<Placed>& entries, Problems& problems) {
  Comparison comparison(problems);
  for (const Placed& placed : entries) comparison.add(placed);
  remark_on_local_ones(entries, problems);
}

}  // namespace assay::roster
