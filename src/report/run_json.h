// run.json: a run as one document, of which whatever wants to count or sort can be made.
// Its shape is run.schema.json beside this file; version 1. Each submission's `result` is
// its result.json (result.schema.json) in the same view.
#pragma once

#include <string>

#include "model/run.h"
#include "report/outline.h"
#include "report/view.h"

namespace assay::report {

/// Ends in a newline. Of a run that is_reproducible() every member is there, and says so. A
/// candidate's document holds no questions for interviewers, none of the roster's other columns,
/// not who handed in the same, and no reasons that people gave each other.
Status write_json(const Run& outlines, const WholeSubmission& whole, View view, const Sink& sink);
std::string run_to_json(const Run& run, View view = View::kReviewer);

}  // namespace assay::report
