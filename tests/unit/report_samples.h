// Results as grading makes them, for the tests of every report.
#pragma once

#include <string>
#include <vector>

#include "model/result.h"

namespace assay::report {

GradeResult all_passed();
GradeResult mixed();  ///< race, deadlock, panic, a skipped criterion, vet, advice, left-out files
GradeResult build_failed();  ///< the compiler's words about own and hidden files
GradeResult rejected();
GradeResult no_submission();
GradeResult infrastructure_error();
GradeResult hostile();  ///< every string tries something

struct Sample {
  std::string name;
  GradeResult result;
};
std::vector<Sample> samples();

}  // namespace assay::report
