// A submission's record in as few bytes as it takes: as an outline a quarter of what the value
// takes. See model/submission_list.h, which is what to use.
#pragma once

#include <string>

#include "model/record.h"

namespace assay {

struct PackedRecord {
  std::string bytes;  ///< everything else
  /// GradeResult::criteria: equal lists are one (model/shared_list.h), as they were.
  SharedList<CriterionResult> criteria;
};

PackedRecord pack(const SubmissionRecord& record);
/// Equal to what pack() was given.
SubmissionRecord unpack(const PackedRecord& packed);

}  // namespace assay
