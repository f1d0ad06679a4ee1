// The checks that every source goes through. A name is judged before its entry is
// looked at; an entry is judged before a byte of it is read; sizes are judged before
// memory is spent on them.
#include "source/assemble.h"

#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "source/names.h"

namespace assay::source {
namespace {

constexpr std::string_view kLfsMark = "version https://git-lfs.github.com/spec/";

/// Finds two names that a case-insensitive file system would confuse, and one name used twice.
class NameTable {
 public:
  std::optional<NameProblem> add(const Entry& entry) {
    if (auto problem = add_parents(entry.path)) return problem;
    return add_one(entry.path, entry.kind == EntryKind::kFolder);
  }

 private:
  struct Seen {
    std::string path;
    bool folder = false;
  };

  // Archives name no folders, or only some. What was said of a folder is said of all below it.
  std::optional<NameProblem> add_parents(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return std::nullopt;
    const std::string parent = path.substr(0, slash);
    if (const auto known = folders_.find(parent); known != folders_.end()) return known->second;
    auto problem = add_parents(parent);
    if (!problem) problem = add_one(parent, true);
    folders_.emplace(parent, problem);
    return problem;
  }

  std::optional<NameProblem> add_one(const std::string& path, bool folder) {
    const auto [at, added] = seen_.try_emplace(fold_case(path), Seen{path, folder});
    if (added || (at->second.path == path && at->second.folder && folder)) return std::nullopt;
    if (at->second.path == path)
      return NameProblem{"name_twice", "the same name occurs twice in one folder"};
    return NameProblem{"name_case", "the name differs from " + in_quotes(at->second.path) +
                                        " only in upper and lower case"};
  }

  std::unordered_map<std::string, Seen> seen_;
  std::unordered_map<std::string, std::optional<NameProblem>> folders_;
};

std::string sentence_for(EntryKind kind) {
  switch (kind) {
    case EntryKind::kSymlink:
      return "this is a symbolic link; links are not followed, commit the file itself";
    case EntryKind::kSubmodule:
      return "this is a Git submodule; submodules are not fetched, commit the files themselves";
    default:
      return "this is neither a file nor a folder";
  }
}

std::string rule_for(EntryKind kind) {
  switch (kind) {
    case EntryKind::kSymlink:
      return "symlink";
    case EntryKind::kSubmodule:
      return "submodule";
    default:
      return "special_file";
  }
}

/// Fills the snapshot's files and keeps the limits on bytes.
class SnapshotSink : public Sink {
 public:
  SnapshotSink(const Limits& limits, Snapshot& snapshot) : limits_(limits), snapshot_(snapshot) {}

  bool admit(const Entry& entry, std::uint64_t size) override {
    if (size > limits_.max_file_bytes) {
      refuse(entry, "file_too_large",
             "the file has " + std::to_string(size) + " bytes; at most " +
                 std::to_string(limits_.max_file_bytes) + " are read");
      return false;
    }
    if (size > limits_.max_total_bytes - total_) {
      if (!std::exchange(full_, true))
        refuse(entry, "too_large",
               "the files together have more than " + std::to_string(limits_.max_total_bytes) +
                   " bytes");
      return false;
    }
    return true;
  }

  void take(const Entry& entry, std::string bytes) override {
    total_ += bytes.size();
    if (bytes.starts_with(kLfsMark)) {
      refuse(entry, "lfs_pointer",
             "this is a Git LFS pointer, not the file; commit the file itself without LFS");
      return;
    }
    snapshot_.files.insert_or_assign(entry.path, std::move(bytes));
  }

  void refuse(const Entry& entry, std::string rule, std::string message) override {
    add_finding(snapshot_.rejected, {entry.path, 0, std::move(rule), std::move(message)});
  }

 private:
  const Limits& limits_;
  Snapshot& snapshot_;
  std::uint64_t total_ = 0;
  bool full_ = false;
};

/// What is wrong with each entry's name, in the order of the entries.
std::vector<std::optional<NameProblem>> judge_names(const std::vector<Entry>& entries) {
  NameTable names;
  std::vector<std::optional<NameProblem>> problems;
  problems.reserve(entries.size());
  for (const Entry& entry : entries) {
    problems.push_back(check_path(entry.path));
    if (!problems.back()) problems.back() = names.add(entry);
  }
  return problems;
}

void sort_out(const Entry& entry, const std::optional<NameProblem>& problem, Choice choice,
              Snapshot& snapshot, std::vector<const Entry*>& to_read) {
  const bool needed = choice != Choice::kNo;
  if (problem) {
    add_finding(problem->hostile || needed ? snapshot.rejected : snapshot.dropped,
                {entry.path, 0, problem->rule, problem->message});
    return;
  }
  switch (entry.kind) {
    case EntryKind::kFolder:
      return;
    case EntryKind::kFile:
      if (choice == Choice::kWanted)
        to_read.push_back(&entry);
      else if (snapshot.others.size() < kMaxOthers)
        snapshot.others.push_back(entry.path);
      return;
    case EntryKind::kSymlink:
    case EntryKind::kSubmodule:
    case EntryKind::kSpecial:
      add_finding(needed ? snapshot.rejected : snapshot.dropped,
                  {entry.path, 0, rule_for(entry.kind), sentence_for(entry.kind)});
  }
}

std::string digest_of(const Snapshot& snapshot, const std::vector<Entry>& entries) {
  Hasher hasher;
  hasher.add_field("assay source 1");
  for (const auto& [path, bytes] : snapshot.files) hasher.add_field(path).add_field(bytes);
  hasher.add_field("names");
  std::set<std::string_view> names;
  for (const Entry& entry : entries)
    if (entry.kind != EntryKind::kFolder) names.insert(entry.path);
  for (const std::string_view name : names) hasher.add_field(name);
  for (const auto* list : {&snapshot.rejected, &snapshot.dropped})
    for (const Finding& finding : *list) hasher.add_field(finding.path).add_field(finding.rule);
  return to_hex(hasher.finish());
}

}  // namespace

void add_finding(std::vector<Finding>& list, Finding finding) {
  if (list.size() + 1 < kMaxFindings)
    list.push_back(std::move(finding));
  else if (list.size() < kMaxFindings)
    list.push_back(
        {"", 0, "more", "there are more findings of this kind; only the first are shown"});
}

Select select_by(const Options& options) {
  return [wanted = options.wanted, folder = options.wanted_folder](
             const std::vector<Entry>& entries) -> Result<std::vector<Choice>> {
    std::vector<Choice> choices;
    choices.reserve(entries.size());
    for (const Entry& entry : entries) {
      const bool is_folder = entry.kind == EntryKind::kFolder;
      if (!is_folder && (!wanted || wanted(entry.path)))
        choices.push_back(Choice::kWanted);
      else if (entry.kind != EntryKind::kFile && folder && folder(entry.path))
        choices.push_back(Choice::kOnTheWay);
      else
        choices.push_back(Choice::kNo);
    }
    return choices;
  };
}

Status assemble(Tree& tree, const Select& select, const Limits& limits, Snapshot& snapshot) {
  ASSAY_TRY(Listing listing, tree.list(limits));
  for (Finding& finding : listing.rejected) add_finding(snapshot.rejected, std::move(finding));
  for (Finding& finding : listing.dropped) add_finding(snapshot.dropped, std::move(finding));
  ASSAY_TRY(const std::vector<Choice> choices, select(listing.entries));
  if (choices.size() != listing.entries.size())
    return fail("choose the files of the submission: the answer does not fit the question");

  const auto problems = judge_names(listing.entries);
  std::vector<const Entry*> to_read;
  for (std::size_t i = 0; i < choices.size(); ++i)
    sort_out(listing.entries[i], problems[i], choices[i], snapshot, to_read);
  SnapshotSink sink(limits, snapshot);
  ASSAY_CHECK(tree.read(to_read, limits, sink));
  if (snapshot.tree.empty()) snapshot.tree = digest_of(snapshot, listing.entries);
  return {};
}

}  // namespace assay::source
