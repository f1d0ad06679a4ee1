// Runs as a batch makes them, for the tests of every report about many submissions.
#pragma once

#include "model/run.h"

namespace assay::report {

/// Six candidates and one exercise: full marks twice from one tree, races and crashes and lateness,
/// a build that fails, a rejection overruled by a person, and a fault of ours.
Run six_candidates();

/// An assessment of two exercises; one submission is still pending, two totals are equal.
Run two_exercises();

/// Every string of it tries something.
Run hostile_run();

/// The same submissions graded another time: what `reproducible` must hide differs.
Run at_another_time(Run run);

}  // namespace assay::report
