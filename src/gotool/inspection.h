// Reads what the inspector (src/gotool/inspect) printed.
//
// The inspector is ours, but it has read hostile files, so its document is checked
// like any other: size, types, ranges, members, and that it reports on exactly the
// files that it was asked about, in that order. A document that is not right is our
// failure, never the candidate's, and gives no Inspection: a file that was passed
// over could hold anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/inspection.h"

namespace assay::gotool {

/// What the inspector's standard output may hold at most, in bytes.
inline constexpr std::size_t kMaxInspectionBytes = std::size_t{48} << 20;

/// What to write to the inspector's standard input for these files. An error if a name cannot be
/// said in a line.
Result<std::string> inspection_list(const std::vector<std::string>& files);

/// `json` is the whole standard output of an inspector that exited with 0, `files` what it was
/// given.
///
/// A file with parse errors may have imports, directives and uses that are not listed, since they
/// come after the error or exceed a cap. Such a file must not be built on the strength of its
/// inspection.
Result<Inspection> parse_inspection(std::string_view json, const std::vector<std::string>& files);

}  // namespace assay::gotool
