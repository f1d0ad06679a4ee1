// A Git repository on this machine, read as data: where its objects lie and which
// references it has. Nothing outside its own folder is read, and its `config`,
// hooks and attributes not at all. So it does not matter who owns it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace assay::source {

class GitFolder {
 public:
  /// The repository at `named`: a work tree with `.git` in it, a linked work tree whose main
  /// repository knows it, a `.git` folder or a bare repository. Nothing if it is a plain folder.
  /// kUsage if it reaches outside of itself (alternates, links, gitdir or commondir files) or uses
  /// a format that cannot be read; kNotFound if there is no such folder.
  static Result<std::optional<GitFolder>> find(const std::filesystem::path& named);

  [[nodiscard]] const std::filesystem::path& objects() const { return objects_; }
  /// "ref: refs/heads/main", or an object id in hexadecimal.
  [[nodiscard]] const std::string& head() const { return head_; }
  /// Full names and what they hold, in the form of head().
  [[nodiscard]] const std::map<std::string, std::string>& refs() const { return refs_; }
  /// Whether its history was cut off when it was cloned.
  [[nodiscard]] bool shallow() const { return shallow_; }

 private:
  static Result<GitFolder> open(const std::filesystem::path& own,
                                const std::filesystem::path& common);
  Status read_refs(int common);

  std::filesystem::path objects_;
  std::string head_;
  std::map<std::string, std::string> refs_;
  bool shallow_ = false;
};

}  // namespace assay::source
