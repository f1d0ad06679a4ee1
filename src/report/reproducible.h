// A run without what differs between two runs of the same submissions on the same
// machine, so that every report of the two can be compared byte by byte. Nothing but this
// file knows what that is; reports are written of what these functions give back.
//
// What stays is what was asked for, what was graded and what was decided: commits and
// trees, outcomes, scores, the verdict of every criterion, hints, findings about the code,
// limits. What goes is when and how it came about: times, durations, resources, tries,
// and the evidence of this one run. Of that nothing is sure to be alike. Who of two
// goroutines comes first is chance, and with it which of the tests of a criterion sees a
// mistake, in how many of the repeats a race shows up, which of several races is found, where
// the others stand when one panics, and what was written until then.
#pragma once

#include <string>
#include <string_view>

#include "model/run.h"

namespace assay::report {

/// "Write at 0x00c0001 by goroutine 8" as "Write at 0x? by goroutine ?", "(0.03s)" as "(?s)".
std::string without_run_noise(std::string_view text);

/// Members keep their places: numbers become 0, texts and lists become empty, and a fault of ours
/// is a fixed sentence.
GradeResult reproducible(GradeResult result);
SubmissionRecord reproducible(SubmissionRecord record);
Run reproducible(Run run);

/// Whether `run` comes from reproducible(). Any other has an id.
bool is_reproducible(const Run& run);

}  // namespace assay::report
