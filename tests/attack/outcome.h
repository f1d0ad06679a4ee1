// Whether what came of an attack is what must come of it. Every check names what it
// found; all of them are made, so that one run tells everything.
#pragma once

#include <string>
#include <vector>

#include "attack/attack.h"
#include "attack/stage.h"

namespace assay::attack {

/// What is not as expected, one sentence each; empty if all is well.
std::vector<std::string> differences(const Graded& graded, const Expectation& expect,
                                     const std::vector<Strike>& strikes);

/// What no report may ever hold, whoever reads it: bytes that a terminal, a CI or an XML parser
/// would obey. One sentence each.
std::vector<std::string> dangers(const Graded& graded);

}  // namespace assay::attack
