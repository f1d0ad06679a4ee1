// Trees can share subtrees, so a few kilobytes can stand for 10^30 files. The walk
// counts entries and the bytes of the trees it reads, and stops at either limit:
// time and memory depend on the limits, never on what the tree claims to hold.
#include "source/git_tree.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "source/assemble.h"
#include "source/git_resolve.h"
#include "source/names.h"

namespace assay::source {
namespace {

EntryKind kind_of(std::uint32_t mode) {
  switch (mode & kModeKind) {
    case kModeTree:
      return EntryKind::kFolder;
    case kModeFile:
      return EntryKind::kFile;
    case kModeSymlink:
      return EntryKind::kSymlink;
    case kModeSubmodule:
      return EntryKind::kSubmodule;
    default:
      return EntryKind::kSpecial;
  }
}

class Walk {
 public:
  Walk(const Odb& odb, const Limits& limits) : odb_(odb), limits_(limits) {}

  Listing run(const ObjectId& root) {
    pending_.push_back({"", root, 0});
    while (!pending_.empty() && !stopped_) {
      const Folder folder = std::move(pending_.back());
      pending_.pop_back();
      visit(folder);
    }
    return std::move(listing_);
  }

 private:
  struct Folder {
    std::string path;
    ObjectId id;
    std::uint32_t depth = 0;
  };

  void reject(const std::string& path, std::string rule, std::string message) {
    add_finding(listing_.rejected, {path, 0, std::move(rule), std::move(message)});
  }

  void stop(const std::string& path, std::string rule, std::string message) {
    stopped_ = true;
    reject(path, std::move(rule), std::move(message));
  }

  void visit(const Folder& folder) {
    const Object tree = odb_.read(folder.id, ObjectType::kTree, limits_.max_tree_bytes - bytes_);
    if (tree.state == Object::State::kTooLarge)
      return stop(folder.path, "too_many_files", "the folders are too large to be listed");
    if (!tree.ok())
      return reject(folder.path, "broken_object",
                    "the folder's object " + folder.id.hex() + " " + tree.problem());
    bytes_ += tree.size;
    const auto entries = parse_tree(tree.bytes, limits_.max_files);
    if (!entries)
      return reject(folder.path, "broken_object",
                    "the folder's object " + folder.id.hex() + " is not what Git would write");
    for (const TreeEntry& entry : *entries) {
      if (listing_.entries.size() >= limits_.max_files)
        return stop(
            folder.path, "too_many_files",
            "there are more than " + std::to_string(limits_.max_files) + " files and folders");
      add(folder, entry);
    }
  }

  void add(const Folder& folder, const TreeEntry& entry) {
    std::string path =
        folder.path.empty() ? std::string(entry.name) : folder.path + "/" + std::string(entry.name);
    // Joined to a path, such a name would look like a file in a folder.
    if (entry.name.find('/') != std::string_view::npos) {
      const auto problem = check_name(entry.name);
      return reject(path, problem->rule, problem->message);
    }
    const EntryKind kind = kind_of(entry.mode);
    listing_.entries.push_back({path, kind, entry.id.hex()});
    if (kind != EntryKind::kFolder || check_path(path)) return;
    if (folder.depth + 1 >= limits_.max_depth)
      return reject(path, "too_deep",
                    "folders are nested more than " + std::to_string(limits_.max_depth) + " deep");
    pending_.push_back({std::move(path), entry.id, folder.depth + 1});
  }

  const Odb& odb_;
  const Limits& limits_;
  Listing listing_;
  std::vector<Folder> pending_;
  std::uint64_t bytes_ = 0;
  bool stopped_ = false;
};

Result<ObjectId> step_into(const std::vector<TreeEntry>& entries, std::string_view name,
                           const std::string& subdir) {
  const auto at = std::find_if(entries.begin(), entries.end(),
                               [&](const TreeEntry& entry) { return entry.name == name; });
  const std::string shown = "'" + printable_line(subdir) + "'";
  if (at != entries.end() && kind_of(at->mode) == EntryKind::kFolder) return at->id;
  if (at != entries.end())
    return fail(ErrorKind::kNotFound,
                shown + (kind_of(at->mode) == EntryKind::kSymlink
                             ? " leads through a symbolic link, which is not followed"
                             : " is not a folder of this repository"));
  std::vector<std::string> folders;
  for (const TreeEntry& entry : entries)
    if (kind_of(entry.mode) == EntryKind::kFolder) folders.emplace_back(entry.name);
  return fail(ErrorKind::kNotFound, "there is no folder " + shown + " in this commit",
              near_names(name, folders));
}

}  // namespace

Result<Listing> GitTree::list(const Limits& limits) {
  return Walk(odb_, limits).run(root_);
}

Status GitTree::read(const std::vector<const Entry*>& files, const Limits& limits, Sink& sink) {
  for (const Entry* file : files) {
    const auto id = ObjectId::from_hex(file->id);
    if (!id) return fail("read a file of the submission: its object id is not one");
    // The header alone tells the size; the sink says whether that much may be inflated.
    Object blob = odb_.read(*id, ObjectType::kBlob, 0);
    if (blob.state == Object::State::kTooLarge) {
      if (!sink.admit(*file, blob.size)) continue;
      blob = odb_.read(*id, ObjectType::kBlob, limits.max_file_bytes);
    }
    if (blob.ok())
      sink.take(*file, std::move(blob.bytes));
    else
      sink.refuse(*file, "broken_object", "the file's object " + id->hex() + " " + blob.problem());
  }
  return {};
}

Result<ObjectId> find_subtree(const Odb& odb, ObjectId root, const std::string& subdir,
                              const Limits& limits) {
  if (subdir.empty()) return root;
  for (const std::string_view name : split(subdir, '/')) {
    const Object tree = odb.read(root, ObjectType::kTree, limits.max_tree_bytes);
    const auto entries = tree.ok() ? parse_tree(tree.bytes, limits.max_files) : std::nullopt;
    if (!entries)
      return fail(
          ErrorKind::kNotFound,
          "the folder object " + root.hex() + " " + (tree.ok() ? "is damaged" : tree.problem()),
          "check the repository: git fsck");
    ASSAY_TRY(root, step_into(*entries, name, subdir));
  }
  return root;
}

}  // namespace assay::source
