// What `assay verify` asks: did a solution that ships with an exercise behave as
// its author says? Pure. An empty answer is a yes; each entry says in one sentence
// what differs.
#pragma once

#include <string>
#include <vector>

#include "model/exercise.h"
#include "model/result.h"

namespace assay::grading {

struct Mismatch {
  std::string what;  ///< "`burst` ended as race, expected failed or panic"
};

/// A reference gets every point.
std::vector<Mismatch> check_reference(const GradeResult& result);

/// The starter compiles and gets less than half of the points.
std::vector<Mismatch> check_starter(const GradeResult& result);

/// A mutant loses exactly the criteria that it names, each with a verdict that it names.
std::vector<Mismatch> check_mutant(const KnownSolution& mutant, const GradeResult& result);

/// What they expect and what came, short enough for a table: "burst: race", "100", "under 50".
std::string expected_of_reference();
std::string expected_of_starter();
std::string expected_of_mutant(const KnownSolution& mutant);
/// "100"; "72: burst race, order skipped"; "build_failed".
std::string summarise(const GradeResult& result);

}  // namespace assay::grading
