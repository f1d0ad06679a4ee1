// A tree of a Git repository, walked in the object database. There is no checkout.
#pragma once

#include "source/git_odb.h"
#include "source/tree.h"

namespace assay::source {

class GitTree : public Tree {
 public:
  /// `root` is a tree; `odb` outlives this.
  GitTree(const Odb& odb, ObjectId root) : odb_(odb), root_(root) {}

  Result<Listing> list(const Limits& limits) override;
  Status read(const std::vector<const Entry*>& files, const Limits& limits, Sink& sink) override;

 private:
  const Odb& odb_;
  ObjectId root_;
};

/// The tree of the folder `subdir` ("" is the root) below the tree `root`. kNotFound if there is
/// none, with near names.
Result<ObjectId> find_subtree(const Odb& odb, ObjectId root, const std::string& subdir,
                              const Limits& limits);

}  // namespace assay::source
