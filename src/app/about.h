// Which assay this is, and what it works with: `assay --version`.
#pragma once

#include <string>
#include <string_view>

namespace assay::app {

/// "0.1.0".
extern const std::string_view kVersion;
/// The commit that it was made from, 40 digits and perhaps "-dirty"; "unknown" outside of Git.
extern const std::string_view kCommit;

/// "assay 0.1.0" and, a line each, the commit, libgit2, the Go that would be used and the strongest
/// isolation at which a program really ran just now. What cannot be found out is said in its line.
/// There is no newline at the end.
std::string version_text();

}  // namespace assay::app
