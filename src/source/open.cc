#include "source/open.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.h"
#include "source/archive_tree.h"
#include "source/assemble.h"
#include "source/beneath.h"
#include "source/folder_tree.h"
#include "source/git_folder.h"
#include "source/git_resolve.h"
#include "source/git_tree.h"
#include "source/locator.h"
#include "source/names.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

Status refuse_history(const SubmissionRef& ref, std::string_view what) {
  if (!ref.ref && !ref.at) return {};
  return fail(ErrorKind::kUsage,
              std::string(what) + " has no history, so it has no " +
                  (ref.ref ? "branch, tag or commit to choose" : "commit of a date"),
              "name a Git repository");
}

Result<Snapshot> read_git(const GitFolder& folder, const SubmissionRef& ref,
                          const std::string& subdir, const Limits& limits, const Select& select) {
  ASSAY_TRY(const Odb odb, Odb::open(folder.objects()));
  ASSAY_TRY(const Resolved found, resolve(folder, odb, ref, limits));
  ASSAY_TRY(const ObjectId root, find_subtree(odb, found.commit.tree, subdir, limits));
  Snapshot snapshot;
  snapshot.kind = "git";
  snapshot.commit = found.id.hex();
  snapshot.tree = root.hex();
  snapshot.ref = found.ref;
  snapshot.commit_time = found.commit.time;
  snapshot.author = found.commit.author;
  GitTree tree(odb, root);
  ASSAY_CHECK(assemble(tree, select, limits, snapshot));
  return snapshot;
}

Result<Snapshot> read_folder(const fs::path& path, const std::string& subdir, const Limits& limits,
                             const Select& select) {
  Fd root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root)
    return fail_errno("open the folder " + in_quotes(path.string()), errno,
                      "check that you may read it");
  if (!subdir.empty()) {
    ASSAY_TRY(auto below, open_beneath(root.get(), subdir, O_RDONLY | O_DIRECTORY));
    if (!below)
      return fail(ErrorKind::kNotFound,
                  "there is no folder " + in_quotes(subdir) + " in " + in_quotes(path.string()));
    root = *std::move(below);
  }
  Snapshot snapshot;
  snapshot.kind = "folder";
  FolderTree tree(std::move(root));
  ASSAY_CHECK(assemble(tree, select, limits, snapshot));
  return snapshot;
}

Result<Snapshot> read_archive(const fs::path& path, const std::string& subdir, const Limits& limits,
                              const Select& select) {
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0)
    return fail_errno("open " + in_quotes(path.string()), errno, "check that you may read it");
  char first[512];
  const ssize_t got = S_ISREG(status.st_mode) ? ::pread(file.get(), first, sizeof first, 0) : 0;
  const auto format = detect_archive({first, static_cast<std::size_t>(std::max<ssize_t>(0, got))});
  if (!format)
    return fail(ErrorKind::kUsage, in_quotes(path.string()) + " is neither a folder nor an archive",
                "a source is a repository, a folder, a zip or a tar (plain, gzip, xz or zstd)");
  Snapshot snapshot;
  snapshot.kind = "archive";
  if (static_cast<std::uint64_t>(status.st_size) > limits.max_bytes) {
    add_finding(snapshot.rejected,
                {"", 0, "source_too_large",
                 "the archive has more than " + std::to_string(limits.max_bytes) + " bytes"});
    return snapshot;
  }
  ArchiveTree tree(std::move(file), *format, subdir);
  ASSAY_CHECK(assemble(tree, select, limits, snapshot));
  return snapshot;
}

}  // namespace

Result<Snapshot> read_local(const fs::path& path, const SubmissionRef& ref, const Limits& limits,
                            const Select& select) {
  ASSAY_TRY(const std::string subdir, parse_subdir(ref.subdir));
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return fail(ErrorKind::kNotFound, "there is no file or folder " + in_quotes(path.string()),
                  "check the spelling, or give a URL");
    return fail_errno("open " + in_quotes(path.string()), errno, "check that you may read it");
  }
  if (!S_ISDIR(status.st_mode)) {
    ASSAY_CHECK(refuse_history(ref, "the archive " + in_quotes(path.string())));
    return read_archive(path, subdir, limits, select);
  }
  ASSAY_TRY(const auto repository, GitFolder::find(path));
  if (repository) return read_git(*repository, ref, subdir, limits, select);
  ASSAY_CHECK(refuse_history(ref, "the folder " + in_quotes(path.string())));
  return read_folder(path, subdir, limits, select);
}

}  // namespace assay::source
