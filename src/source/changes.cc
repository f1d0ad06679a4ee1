#include "source/changes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"
#include "source/beneath.h"
#include "source/git_folder.h"
#include "source/git_resolve.h"
#include "source/names.h"

namespace assay::source {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxCommitBytes = 1ULL << 20;
constexpr std::uint64_t kMaxFileBytes = 16ULL << 20;  // a larger one counts as changed

struct Known {
  std::uint32_t mode = 0;
  ObjectId id;
};

struct Step {
  std::string ref;
  std::uint64_t parents = 0;
};

// "main~2^" -> main, 3 first parents up.
std::optional<Step> split_rev(std::string ref) {
  Step step;
  while (!ref.empty()) {
    const std::size_t mark = ref.find_last_not_of("0123456789");
    if (mark == std::string::npos || (ref[mark] != '~' && ref[mark] != '^')) break;
    const std::string digits = ref.substr(mark + 1);
    std::uint32_t count = 1;
    if (!digits.empty() &&
        std::from_chars(digits.data(), digits.data() + digits.size(), count).ec != std::errc{})
      return std::nullopt;
    if (ref[mark] == '^' && count != 1) return std::nullopt;  // another parent, which nobody needs
    step.parents += count;
    ref.resize(mark);
  }
  step.ref = std::move(ref);
  return step;
}

class Comparison {
 public:
  Comparison(const Odb& odb, ObjectId root, int top, const Limits& limits)
      : odb_(odb), root_(root), top_(top), limits_(limits) {}

  Status add(const std::string& path) {
    ASSAY_TRY(const auto known, known_at(path));
    ASSAY_TRY(const auto slash, folder_of(path));
    const auto& [folder, name] = slash;
    if (!folder) return known ? removed(path, *known, 0) : Status();
    return compare(folder->get(), name, path, known, 0);
  }

  std::vector<std::string> names() {
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    return std::move(names_);
  }

 private:
  // What the commit has under `path`.
  Result<std::optional<Known>> known_at(const std::string& path) {
    Known at{kModeTree, root_};
    for (const std::string_view part : split(path, '/')) {
      if ((at.mode & kModeKind) != kModeTree) return std::nullopt;
      ASSAY_TRY(const auto entries, tree(at.id));
      const auto found = entries.find(std::string(part));
      if (found == entries.end()) return std::nullopt;
      at = found->second;
    }
    return at;
  }

  // The folder of the work tree that `path` is in, if there is one, and its name in it.
  Result<std::pair<std::optional<Fd>, std::string>> folder_of(const std::string& path) const {
    const fs::path split_path(path);
    const std::string parent = split_path.parent_path().string();
    auto folder = open_beneath(top_, parent.empty() ? "." : parent, O_RDONLY | O_DIRECTORY);
    if (!folder) return tl::unexpected(std::move(folder).error());
    return std::pair(*std::move(folder), split_path.filename().string());
  }

  Result<std::map<std::string, Known>> tree(const ObjectId& id) {
    const Object object = odb_.read(id, ObjectType::kTree, limits_.max_tree_bytes - tree_bytes_);
    if (!object.ok())
      return fail(ErrorKind::kUsage, "the tree " + id.hex() + " " + object.problem(),
                  "check the repository: git fsck");
    tree_bytes_ += object.bytes.size();
    const auto parsed = parse_tree(object.bytes, limits_.max_files);
    if (!parsed || parsed->size() > limits_.max_files)
      return fail(ErrorKind::kUsage, "the tree " + id.hex() + " is not what Git would write",
                  "check the repository: git fsck");
    std::map<std::string, Known> entries;
    for (const TreeEntry& entry : *parsed)
      entries[std::string(entry.name)] = {entry.mode, entry.id};
    return entries;
  }

  Status count(const std::string& path, std::uint32_t depth) {
    if (depth > limits_.max_depth || ++seen_ > limits_.max_files)
      return fail(ErrorKind::kUsage, "too much to compare at " + in_quotes(path),
                  "verify without --changed-since, or name the exercises");
    return {};
  }

  Status removed(const std::string& path, const Known& known, std::uint32_t depth) {
    ASSAY_CHECK(count(path, depth));
    if ((known.mode & kModeKind) != kModeTree) {
      names_.push_back(path);
      return {};
    }
    ASSAY_TRY(const auto entries, tree(known.id));
    for (const auto& [name, entry] : entries)
      ASSAY_CHECK(removed(path + "/" + name, entry, depth + 1));
    return {};
  }

  // `name` in the folder `dir`, which is `path` below the top.
  Status compare(int dir, const std::string& name, const std::string& path,
                 const std::optional<Known>& known, std::uint32_t depth) {
    ASSAY_CHECK(count(path, depth));
    struct stat now {};
    if (::fstatat(dir, name.c_str(), &now, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno != ENOENT) return fail_errno("look at " + in_quotes(path));
      return known ? removed(path, *known, depth) : Status();
    }
    const bool was_folder = known && (known->mode & kModeKind) == kModeTree;
    if (S_ISDIR(now.st_mode)) {
      if (known && !was_folder) names_.push_back(path);
      return compare_folder(dir, name, path, was_folder ? &known->id : nullptr, depth);
    }
    if (was_folder) ASSAY_CHECK(removed(path, *known, depth));
    ASSAY_TRY(const auto id, id_of(dir, name, now));
    const std::uint32_t kind = S_ISLNK(now.st_mode) ? kModeSymlink : kModeFile;
    if (!known || was_folder || !id || (known->mode & kModeKind) != kind || known->id != *id)
      names_.push_back(path);
    return {};
  }

  Status compare_folder(int dir, const std::string& name, const std::string& path,
                        const ObjectId* before, std::uint32_t depth) {
    std::map<std::string, Known> known;
    if (before != nullptr) {
      ASSAY_TRY(known, tree(*before));
    }
    ASSAY_TRY(const auto folder, open_beneath(dir, name, O_RDONLY | O_DIRECTORY));
    if (!folder) return fail("the folder " + in_quotes(path) + " went away while it was read");
    std::vector<std::string> here;
    ASSAY_CHECK(for_each_entry(folder->get(), [&](std::string_view entry, FileKind) {
      if (entry != ".git") here.emplace_back(entry);
      return here.size() <= limits_.max_files;
    }));
    for (const std::string& entry : here) {
      const auto at = known.find(entry);
      const auto was = at == known.end() ? std::nullopt : std::optional(at->second);
      ASSAY_CHECK(compare(folder->get(), entry, path + "/" + entry, was, depth + 1));
      if (at != known.end()) known.erase(at);
    }
    for (const auto& [gone, entry] : known)
      ASSAY_CHECK(removed(path + "/" + gone, entry, depth + 1));
    return {};
  }

  // The id that Git would give to a file or a link; nothing for what it would not store, or what is
  // too large to be asked about.
  static Result<std::optional<ObjectId>> id_of(int dir, const std::string& name,
                                               const struct stat& now) {
    if (S_ISLNK(now.st_mode)) {
      std::string target(4096, '\0');
      const ssize_t size = ::readlinkat(dir, name.c_str(), target.data(), target.size());
      if (size < 0) return fail_errno("read the link " + in_quotes(name));
      target.resize(static_cast<std::size_t>(size));
      return blob_id(target);
    }
    if (!S_ISREG(now.st_mode) || static_cast<std::uint64_t>(now.st_size) > kMaxFileBytes)
      return std::nullopt;
    ASSAY_TRY(const auto bytes, read_beneath(dir, name, kMaxFileBytes));
    if (!bytes) return std::nullopt;
    return blob_id(*bytes);
  }

  const Odb& odb_;
  const ObjectId root_;
  const int top_;
  const Limits& limits_;
  std::uint64_t tree_bytes_ = 0;
  std::uint64_t seen_ = 0;
  std::vector<std::string> names_;
};

// The tree of the commit that `rev` means.
Result<ObjectId> tree_of(const GitFolder& folder, const Odb& odb, const std::string& rev,
                         const Limits& limits) {
  const auto step = split_rev(rev);
  if (!step || step->ref.empty())
    return fail(ErrorKind::kUsage, in_quotes(rev) + " names no commit",
                "a branch, a tag, a commit, or one of these with ^ or ~N");
  SubmissionRef wanted;
  wanted.ref = step->ref;
  auto found = resolve(folder, odb, wanted, limits);
  if (!found) {
    Error error = found.error();
    if (folder.shallow()) error.hint = "the repository is shallow: git fetch --unshallow";
    return tl::unexpected(std::move(error));
  }
  Commit commit = std::move(found->commit);
  for (std::uint64_t i = 0; i < step->parents; ++i) {
    if (commit.parents.empty())
      return fail(ErrorKind::kNotFound, in_quotes(rev) + " is before the first commit, " +
                                            std::to_string(i) + " before " + in_quotes(step->ref));
    const Object object = odb.read(commit.parents.front(), ObjectType::kCommit, kMaxCommitBytes);
    auto parent = object.ok() ? parse_commit(object.bytes) : std::nullopt;
    if (!parent)
      return fail(ErrorKind::kNotFound,
                  "the commit " + commit.parents.front().hex() + " " + object.problem(),
                  folder.shallow() ? "the repository is shallow: git fetch --unshallow"
                                   : "check the repository: git fsck");
    commit = *std::move(parent);
  }
  return commit.tree;
}

}  // namespace

std::optional<fs::path> work_tree_of(const fs::path& folder) {
  std::error_code ec;
  fs::path at = fs::canonical(folder, ec);
  if (ec) return std::nullopt;
  while (!fs::exists(fs::symlink_status(at / ".git", ec))) {
    if (at == at.root_path()) return std::nullopt;
    at = at.parent_path();
  }
  return at;
}

Result<std::vector<std::string>> changed_since(const fs::path& top, const std::string& rev,
                                               const std::vector<std::string>& paths,
                                               const Limits& limits) {
  ASSAY_TRY(const auto folder, GitFolder::find(top));
  if (!folder) return fail(ErrorKind::kUsage, in_quotes(top.string()) + " is not a Git repository");
  ASSAY_TRY(const Odb odb, Odb::open(folder->objects()));
  ASSAY_TRY(const ObjectId root, tree_of(*folder, odb, rev, limits));
  const Fd top_fd(::open(top.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!top_fd) return fail_errno("open " + in_quotes(top.string()));
  Comparison comparison(odb, root, top_fd.get(), limits);
  for (const std::string& path : paths) ASSAY_CHECK(comparison.add(path));
  return comparison.names();
}

}  // namespace assay::source
