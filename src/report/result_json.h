// result.json: the truth about one submission, of which every other report is
// made. Its shape is result.schema.json beside this file; version 1.
//
// What came from outside is written as printable text, so that the document is
// valid UTF-8 whatever a candidate wrote, and `jq -r` prints nothing that a
// terminal obeys. Reading is strict and gives back what was written.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/result.h"
#include "report/view.h"

namespace assay::report {

/// The document as `view` may see it, ending in a newline. Captured output of more than 64 KiB
/// loses its middle. Only a graded result has a score.
std::string to_json(const GradeResult& result, View view);

struct ReadResult {
  View view = View::kCandidate;  ///< whose document it was
  GradeResult result;
};

/// Reads a document of at most 256 MiB. An error names `file`, the JSON pointer and what is wrong:
/// unknown, missing and repeated members, wrong types, unknown names, numbers out of range.
Result<ReadResult> from_json(const std::string& file, std::string_view bytes);

/// A result as two documents, the reviewer's view of it: what equal submissions have in common, so
/// that it can be kept once, and what is this one's own (attribute() in model/result.h).
std::string common_to_json(const GradeResult& result);
std::string own_to_json(const GradeResult& result);

/// The result that these two were made of. Errors as from_json() has them.
Result<GradeResult> common_from_json(const std::string& file, std::string_view bytes);
Status add_own(const std::string& file, std::string_view bytes, GradeResult& result);

}  // namespace assay::report
