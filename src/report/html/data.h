// What the script reads, each in an element of its own (report/html/data_block.h).
#pragma once

#include <string>

#include "report/html/board.h"
#include "report/html/out.h"

namespace assay::report::html {

/// The run: exercises, and of each row what filters and search look at.
void board_data(const Board& board, Out& out);

/// Everything that a candidate's page shows; parsed when it is opened. `whole` are the row's
/// submissions.
void candidate_data(const Board& board, const Row& row, const std::vector<SubmissionRecord>& whole,
                    Out& out);

/// The command line that grades this submission again, quoted for a shell.
std::string command_for(const SubmissionRecord& record);

}  // namespace assay::report::html
