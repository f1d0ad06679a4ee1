// A run as CSV, for spreadsheets and scripts: a row for each submission, and the long
// form, a row for each criterion of each submission.
#pragma once

#include <string>

#include "model/run.h"
#include "report/outline.h"
#include "report/view.h"

namespace assay::report {

/// candidate, exercise, rank, total, status, final_score, max_score, score, adjusted_score,
/// decided_score, ... and then the roster's other columns (reviewer's view), as they are called
/// there; one that is called like one of ours gets a number behind its name. Of a run that
/// is_reproducible() all columns stay, and those of what differs between two runs are empty.
Status write_csv(const Run& run, View view, const Sink& sink);
std::string run_to_csv(const Run& run, View view = View::kReviewer);

/// candidate, exercise, status, criterion, title, points, earned, verdict, runs, passed_runs,
/// flaky, reason. A submission without verdicts has one row, whose criterion is empty.
std::string run_to_long_csv(const Run& run, View view = View::kReviewer);

}  // namespace assay::report
