// What the script reads: JSON in <script type="application/json">, which no browser runs. Every
// '<' in it is \u003c, so that nothing in a candidate's code can end the element.
#pragma once

#include <string>

#include "report/html/board.h"

namespace assay::report::html {

/// `json` within an element named `id`.
std::string data_block(const std::string& id, const std::string& json);

/// The run: exercises, and of each row what filters and search look at.
std::string board_json(const Board& board);

/// Everything that a candidate's page shows; parsed when it is opened.
std::string candidate_json(const Board& board, const Row& row);

/// The command line that grades this submission again, quoted for a shell.
std::string command_for(const SubmissionRecord& record);

}  // namespace assay::report::html
