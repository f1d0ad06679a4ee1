// A plain folder. It is read through descriptors, one component at a time, and no
// link in it is followed.
#pragma once

#include "base/fd.h"
#include "source/tree.h"

namespace assay::source {

class FolderTree : public Tree {
 public:
  explicit FolderTree(Fd root) : root_(std::move(root)) {}

  Result<Listing> list(const Limits& limits) override;
  Status read(const std::vector<const Entry*>& files, const Limits& limits, Sink& sink) override;

 private:
  Fd root_;
};

}  // namespace assay::source
