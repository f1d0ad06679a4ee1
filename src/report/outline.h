// A submission as tables show it: everything about it that a report about many says in
// one line, and nothing of what only the submission's own page shows. A run of ten
// thousand fits into memory as outlines; the whole of each is read when it is its turn.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/run.h"

namespace assay::report {

/// `record` of `run` without code, evidence, hints, messages and limits, and without titles that
/// the run's exercises have. What run_to_text(), run_to_csv() and the tables and charts of
/// write_html() make of it is what they make of `record`. The flags of flaky and tampered tests
/// stay, by those tests alone.
SubmissionRecord outline(SubmissionRecord record, const Run& run);
/// Every submission's outline.
Run outlines(const Run& run);

/// Makes the value of what was read of a submission. On any thread, at most once.
using MakeSubmission = std::function<Result<SubmissionRecord>()>;
/// Reads the whole of a submission whose outline is `Run::submissions[index]`. On one thread.
using WholeSubmission = std::function<Result<MakeSubmission>(std::size_t index)>;
/// Where all of them are in memory. `run` must outlive it.
WholeSubmission whole_in(const Run& run);

/// Takes a document piece by piece.
using Sink = std::function<Status(std::string_view piece)>;
/// Appends to `text`, which must outlive it, and never fails.
Sink into(std::string& text);

}  // namespace assay::report
