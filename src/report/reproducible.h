// A result without what differs between two runs of the same submission on the same
// machine, so that reports of the two can be compared byte by byte.
//
// Left out: when it ran and for how long, what it used, and in what Go said of a crash
// or a race the addresses, the numbers of goroutines and the times that tests took.
// What remains is what was decided, and from what.
#pragma once

#include <string>
#include <string_view>

#include "model/result.h"

namespace assay::report {

/// "Write at 0x00c0001 by goroutine 8" as "Write at 0x? by goroutine ?", "(0.03s)" as "(?s)".
std::string without_run_noise(std::string_view text);

/// `result` without its times, durations, resources and the noise in its texts.
GradeResult reproducible(GradeResult result);

/// The same where `wanted`, else as it is.
inline GradeResult reproducible_if(bool wanted, GradeResult result) {
  return wanted ? reproducible(std::move(result)) : result;
}

}  // namespace assay::report
