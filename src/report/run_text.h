// A run as a team reads it on a terminal: how many of what, who stands where, what each
// lost, and what a person should look at. Everything from outside is shown as text.
#pragma once

#include <string>

#include "model/run.h"
#include "report/page.h"

namespace assay::report {

/// Lines of at most `style.width` columns, what `style.view` may see.
std::string run_to_text(const Run& run, const TextStyle& style);

}  // namespace assay::report
