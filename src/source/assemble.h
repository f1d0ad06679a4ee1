// Tree → the files and findings of a Snapshot.
#pragma once

#include "source/tree.h"

namespace assay::source {

/// How many findings and names a Snapshot keeps a list; hostile trees have millions.
inline constexpr std::size_t kMaxFindings = 200;
inline constexpr std::size_t kMaxOthers = 1000;

/// Adds `finding` unless the list is full; the last place says that there are more.
void add_finding(std::vector<Finding>& list, Finding finding);

/// Lists `tree`, checks names, asks `select`, reads what is wanted, and fills files, rejected,
/// dropped and others of `snapshot`. Where snapshot.tree is empty it becomes a SHA-256 over names,
/// bytes and findings.
Status assemble(Tree& tree, const Select& select, const Limits& limits, Snapshot& snapshot);

}  // namespace assay::source
