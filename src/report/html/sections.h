// Static parts of the page beside the tables and the charts.
#pragma once

#include <string>

#include "report/html/board.h"

namespace assay::report::html {

/// Title, what was asked for, and the run in numbers.
std::string masthead(const Board& board);

/// How each exercise did: pass rate and discrimination of every criterion. For reviewers.
std::string exercise_section(const Board& board);

/// A candidate's criteria and hints, for readers without script. `whole` are the row's submissions.
std::string plain_candidate(const Board& board, const Row& row,
                            const std::vector<SubmissionRecord>& whole);

}  // namespace assay::report::html
