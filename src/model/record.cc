#include "model/record.h"

namespace assay {

std::optional<std::uint32_t> final_score(const SubmissionRecord& record) {
  if (record.decision) return record.decision->score;
  if (record.adjusted) return record.adjusted;
  if (!record.result || record.progress != Progress::kDone) return std::nullopt;
  return record.result->score;
}

}  // namespace assay
