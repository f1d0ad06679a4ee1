#include "source/new_repository.h"

#include <git2.h>

#include <memory>

#include "base/file.h"
#include "base/text.h"
#include "source/git_odb.h"
#include "source/names.h"

namespace assay::source {
namespace {

namespace fs = std::filesystem;

template <class T, void (*kFree)(T*)>
struct Freed {
  void operator()(T* value) const { kFree(value); }
};
using Repository = std::unique_ptr<git_repository, Freed<git_repository, git_repository_free>>;
using Index = std::unique_ptr<git_index, Freed<git_index, git_index_free>>;
using Tree = std::unique_ptr<git_tree, Freed<git_tree, git_tree_free>>;
using Signature = std::unique_ptr<git_signature, Freed<git_signature, git_signature_free>>;

tl::unexpected<Error> git_failed(const std::string& what, const fs::path& folder) {
  return fail(what + " in " + printable_line(folder.string()) + ": " + libgit2_message());
}

Status make_empty(const fs::path& folder) {
  std::error_code ec;
  if (fs::exists(folder, ec) && !fs::is_directory(folder, ec))
    return fail(ErrorKind::kUsage, printable_line(folder.string()) + " is there and is no folder",
                "name another");
  if (fs::exists(folder, ec) && !fs::is_empty(folder, ec))
    return fail(ErrorKind::kUsage,
                "the folder " + printable_line(folder.string()) + " is not empty",
                "name one that is not there yet");
  fs::create_directories(folder, ec);
  if (ec) return fail("make " + printable_line(folder.string()) + ": " + ec.message());
  return {};
}

Status write_files(const fs::path& folder, const FileSet& files) {
  for (const auto& [name, bytes] : files) {
    if (const auto problem = check_path(name))
      return fail(ErrorKind::kUsage,
                  in_quotes(name) + " cannot be a file of a repository: " + problem->message);
    std::error_code ec;
    fs::create_directories((folder / name).parent_path(), ec);
    if (ec) return fail("make the folder of " + (folder / name).string() + ": " + ec.message());
    ASSAY_CHECK(write_file_atomically(folder / name, bytes));
  }
  return {};
}

Result<Repository> init(const fs::path& folder) {
  git_repository_init_options options;
  git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
  options.flags = GIT_REPOSITORY_INIT_NO_REINIT | GIT_REPOSITORY_INIT_MKDIR;
  options.initial_head = "main";
  git_repository* made = nullptr;
  if (git_repository_init_ext(&made, folder.c_str(), &options) != 0)
    return git_failed("make a repository", folder);
  return Repository(made);
}

Result<git_oid> write_tree(git_repository* repository, const FileSet& files,
                           const fs::path& folder) {
  git_index* opened = nullptr;
  if (git_repository_index(&opened, repository) != 0) return git_failed("open the index", folder);
  const Index index(opened);
  for (const auto& [name, bytes] : files)
    if (git_index_add_bypath(index.get(), name.c_str()) != 0)
      return git_failed("add " + in_quotes(name), folder);
  git_oid tree{};
  if (git_index_write(index.get()) != 0 || git_index_write_tree(&tree, index.get()) != 0)
    return git_failed("write the index", folder);
  return tree;
}

}  // namespace

Result<std::string> make_repository(const fs::path& folder, const FileSet& files,
                                    const std::string& message) {
  ASSAY_CHECK(start_libgit2());
  ASSAY_CHECK(make_empty(folder));
  ASSAY_CHECK(write_files(folder, files));
  ASSAY_TRY(const Repository repository, init(folder));
  ASSAY_TRY(const git_oid id, write_tree(repository.get(), files, folder));
  git_tree* found = nullptr;
  if (git_tree_lookup(&found, repository.get(), &id) != 0)
    return git_failed("read the tree", folder);
  const Tree tree(found);
  git_signature* now = nullptr;
  if (git_signature_now(&now, "assay", "assay@localhost") != 0)
    return git_failed("sign the commit", folder);
  const Signature author(now);
  git_oid commit{};
  if (git_commit_create(&commit, repository.get(), "HEAD", author.get(), author.get(), nullptr,
                        message.c_str(), tree.get(), 0, nullptr) != 0)
    return git_failed("commit", folder);
  char hex[GIT_OID_HEXSZ + 1] = {};
  git_oid_tostr(hex, sizeof hex, &commit);
  return std::string(hex);
}

}  // namespace assay::source
