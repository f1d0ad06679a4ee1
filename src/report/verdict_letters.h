// A letter for each verdict, where there is room for no more than that.
#pragma once

#include <set>
#include <string>

#include "model/verdict.h"
#include "report/display.h"

namespace assay::report {

/// "✓", "R", "-": one column wide.
std::string_view letter(Verdict verdict);
Tone tone_of(Verdict verdict);

/// "✓ passed, R race": of those in `used`, in the order of the enumeration.
std::string legend(const std::set<Verdict>& used);

}  // namespace assay::report
