// The two tables of the first view, as static HTML: who stands where, and who meets what. Cells say
// in data-v how they sort, and in data-csv what a download holds, where that is not their text.
#pragma once

#include <string>

#include "report/html/board.h"

namespace assay::report::html {

std::string leaderboard(const Board& board);
std::string matrix(const Board& board);

/// A verdict as the page draws it: letter, shape, and the words for a screen reader.
std::string verdict_glyph(Verdict verdict, const std::string& title);

/// The verdicts that occur on the board, each with its glyph and word.
std::string verdict_legend(const Board& board);

}  // namespace assay::report::html
