// What a Snapshot must hold whatever its source was.
#pragma once

#include <cstdlib>

#include "source/assemble.h"
#include "source/wire.h"

namespace assay::source {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Small limits, so that a fuzzer gets to both sides of each.
inline Limits small_limits() {
  Limits limits;
  limits.max_files = 64;
  limits.max_file_bytes = 4096;
  limits.max_total_bytes = 8192;
  limits.max_unpacked_bytes = 1 << 20;
  return limits;
}

/// Assembles `tree` with every file wanted. The decoder of the wire checks the promises, so what is
/// assembled must pass it.
inline void check_assembly(Tree& tree) {
  const Limits limits = small_limits();
  const Select all = [](const std::vector<Entry>& entries) -> Result<std::vector<Choice>> {
    return std::vector<Choice>(entries.size(), Choice::kWanted);
  };
  Snapshot snapshot;
  if (!assemble(tree, all, limits, snapshot)) return;
  const auto again = decode_snapshot(encode(snapshot), limits);
  require(again.has_value());
  require(again->files == snapshot.files);
}

}  // namespace assay::source
