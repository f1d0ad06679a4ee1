// Gradescope's results.json for one submission.
//
// All texts are declared to be plain text: by default Gradescope renders the output of a
// submission as HTML. A document in the reviewer's view is hidden from students as a
// whole, because it holds what the hidden tests said.
#pragma once

#include <string>

#include "report/platform_case.h"

namespace assay::report {

/// Ends in a newline. `score` is the one that counts, after lateness and a person's decision, and 0
/// for what does not build, is missing or was rejected. A submission that we could not grade has no
/// score anywhere. Needs a result in `record`.
std::string to_gradescope(const SubmissionRecord& record, View view);

}  // namespace assay::report
