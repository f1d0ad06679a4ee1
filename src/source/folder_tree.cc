#include "source/folder_tree.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "source/assemble.h"
#include "source/beneath.h"
#include "source/names.h"

namespace assay::source {
namespace {

EntryKind kind_of(FileKind kind) {
  switch (kind) {
    case FileKind::kFile:
      return EntryKind::kFile;
    case FileKind::kFolder:
      return EntryKind::kFolder;
    case FileKind::kSymlink:
      return EntryKind::kSymlink;
    default:
      return EntryKind::kSpecial;
  }
}

class Walk {
 public:
  Walk(int root, const Limits& limits) : root_(root), limits_(limits) {}

  Result<Listing> run() {
    pending_.push_back({"", 0});
    while (!pending_.empty() && !stopped_) {
      const Folder folder = std::move(pending_.back());
      pending_.pop_back();
      ASSAY_CHECK(visit(folder));
    }
    // A folder has no order of its own; the findings and the digest need one.
    std::sort(listing_.entries.begin(), listing_.entries.end(),
              [](const Entry& a, const Entry& b) { return a.path < b.path; });
    return std::move(listing_);
  }

 private:
  struct Folder {
    std::string path;
    std::uint32_t depth = 0;
  };

  Status visit(const Folder& folder) {
    ASSAY_TRY(const auto fd,
              open_beneath(root_, folder.path.empty() ? "." : folder.path, O_RDONLY | O_DIRECTORY));
    if (!fd) return {};
    return for_each_entry(fd->get(), [&](std::string_view name, FileKind kind) {
      if (listing_.entries.size() >= limits_.max_files) {
        stopped_ = true;
        add_finding(listing_.rejected, {folder.path, 0, "too_many_files",
                                        "there are more than " + std::to_string(limits_.max_files) +
                                            " files and folders"});
        return false;
      }
      add(folder, name, kind);
      return true;
    });
  }

  void add(const Folder& folder, std::string_view name, FileKind kind) {
    std::string path =
        folder.path.empty() ? std::string(name) : folder.path + "/" + std::string(name);
    // A repository within the folder is not the submission, and an honest accident.
    if (name == ".git") {
      add_finding(listing_.dropped,
                  {path, 0, "git_folder", "a Git repository in here is not read"});
      return;
    }
    listing_.entries.push_back({path, kind_of(kind), ""});
    if (kind != FileKind::kFolder || check_path(path)) return;
    if (folder.depth + 1 >= limits_.max_depth)
      add_finding(listing_.rejected,
                  {path, 0, "too_deep",
                   "folders are nested more than " + std::to_string(limits_.max_depth) + " deep"});
    else
      pending_.push_back({std::move(path), folder.depth + 1});
  }

  int root_;
  const Limits& limits_;
  Listing listing_;
  std::vector<Folder> pending_;
  bool stopped_ = false;
};

}  // namespace

Result<Listing> FolderTree::list(const Limits& limits) {
  return Walk(root_.get(), limits).run();
}

Status FolderTree::read(const std::vector<const Entry*>& files, const Limits& limits, Sink& sink) {
  for (const Entry* file : files) {
    ASSAY_TRY(const auto fd, open_beneath(root_.get(), file->path, O_RDONLY));
    struct stat status {};
    if (!fd || ::fstat(fd->get(), &status) != 0 || !S_ISREG(status.st_mode)) {
      sink.refuse(*file, "special_file", "the file changed while it was read");
      continue;
    }
    if (!sink.admit(*file, static_cast<std::uint64_t>(status.st_size))) continue;
    ASSAY_TRY(std::string bytes, read_up_to(fd->get(), limits.max_file_bytes));
    // It may have grown since, and /proc-like files say that they are empty.
    if (sink.admit(*file, bytes.size())) sink.take(*file, std::move(bytes));
  }
  return {};
}

}  // namespace assay::source
