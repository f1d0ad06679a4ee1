// From evidence to criteria to a score. Pure.
//
// Points are all or nothing for each criterion, and only positive evidence earns
// them: a test without a record, vet findings without a vet run, calls without an
// inspection are `incomplete`, never a pass. A criterion whose prerequisite was
// not met is `skipped`, whatever its own evidence says.
#pragma once

#include <cstdint>
#include <vector>

#include "model/exercise.h"
#include "model/inspection.h"
#include "model/result.h"

namespace assay::grading {

/// What was found out about a submission that was built.
struct EvidenceBag {
  std::vector<TestResult> tests;
  std::vector<Diagnostic> diagnostics;  ///< vet's have the check "vet:<analyzer>"
  Inspection inspection;                ///< of the candidate's files only
  bool vetted = false;                  ///< go vet ran to its end, over all of those files
};

/// One result for each criterion, in the exercise's order. `requires_` names earlier criteria
/// (src/exercise sees to that); a name that is no earlier criterion counts as not met.
std::vector<CriterionResult> judge(const Exercise& exercise, const EvidenceBag& evidence);

/// Of a submission that never ran (rejected, or not built): no criterion is met, none has a reason
/// of its own.
std::vector<CriterionResult> judge_unrun(const Exercise& exercise);

/// 0 to 100: the points earned of the points there are, rounded down. 0 if there are none.
std::uint32_t score(const std::vector<CriterionResult>& criteria);

}  // namespace assay::grading
