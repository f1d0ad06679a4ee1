// One result as a person reads it on a terminal: the score first, then what was
// lost and why, then where to look, then what it ran on.
//
// Everything that came from the submission is shown as text and never interpreted:
// no escape sequence, no control character, no line that a CI obeys.
#pragma once

#include <string>

#include "model/result.h"
#include "report/page.h"

namespace assay::report {

/// Lines of at most `style.width` columns. Shows what `style.view` may see.
std::string to_text(const GradeResult& result, const TextStyle& style);

}  // namespace assay::report
