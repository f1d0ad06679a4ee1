// The two tables of the first view, as static HTML: who stands where, and who meets what. Cells say
// in data-v how they sort, and in data-csv what a download holds, where that is not their text.
#pragma once

#include <string>

#include "report/html/board.h"
#include "report/html/out.h"

namespace assay::report::html {

void leaderboard(const Board& board, Out& out);
void matrix(const Board& board, Out& out);

/// A verdict as the page draws it: letter, shape, and the words for a screen reader.
std::string verdict_glyph(Verdict verdict, const std::string& title);

/// The verdicts that occur on the board, each with its glyph and word.
std::string verdict_legend(const Board& board);

}  // namespace assay::report::html
