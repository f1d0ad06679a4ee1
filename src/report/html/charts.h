// Charts as inline SVG that are read without script: each bar has a <title>, each series a pattern
// beside its colour. Colours come from the stylesheet, by class.
#pragma once

#include <string>

#include "report/html/board.h"

namespace assay::report::html {

/// Candidates by bands of ten points; a bar names its band in data-band.
std::string distribution_chart(const Board& board);

/// Finished submissions by outcome over the time of the run; "" where times say nothing.
std::string timeline_chart(const Board& board);

}  // namespace assay::report::html
