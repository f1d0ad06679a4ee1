// A source on this machine → Snapshot, in this process. take_snapshot() runs it in
// the child; tests and fuzzers call it directly.
#pragma once

#include <filesystem>

#include "source/tree.h"

namespace assay::source {

/// `path` is a repository, a folder or an archive; `ref` tells which commit and which folder in it
/// (its `source` is not looked at). Fills everything but origin.
Result<Snapshot> read_local(const std::filesystem::path& path, const SubmissionRef& ref,
                            const Limits& limits, const Select& select);

}  // namespace assay::source
