// What could tell a reader of a blind review who a candidate is: names, addresses, repositories.
// The page replaces these wherever text is shown while it is anonymous.
#pragma once

#include <string>
#include <vector>

#include "report/html/board.h"

namespace assay::report::html {

/// For each row of the board, printable texts that identify its candidate, longest first: the
/// name and its words, the author's name and address, the source, and those components of it that
/// no other candidate's source has.
std::vector<std::vector<std::string>> identities(const Board& board);

}  // namespace assay::report::html
