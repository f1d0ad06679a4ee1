#include "model/run.h"

#include <map>

namespace assay {
namespace {

std::uint32_t weight_of(const Run& run, const std::string& exercise) {
  if (run.assessment)
    for (const AssessmentPart& part : run.assessment->parts)
      if (part.exercise == exercise) return part.weight;
  return 1;
}

// What a submission counts towards a total: nothing yet, or for a reason of ours; else its score,
// and 0 where the candidate's own doing left none.
std::optional<std::uint32_t> counted(const SubmissionRecord& record) {
  if (const auto score = final_score(record)) return score;
  if (record.progress != Progress::kDone || !record.result) return std::nullopt;
  if (record.result->outcome == Outcome::kInfrastructureError) return std::nullopt;
  return 0;
}

std::optional<std::uint32_t> total_of(const Run& run, const std::vector<std::size_t>& indices) {
  std::uint64_t sum = 0;
  std::uint64_t weights = 0;
  for (const std::size_t index : indices) {
    const SubmissionRecord& record = run.submissions[index];
    const auto score = counted(record);
    if (!score) return std::nullopt;
    const std::uint32_t weight = weight_of(run, record.exercise);
    sum += std::uint64_t{*score} * weight;
    weights += weight;
  }
  if (weights == 0) return std::nullopt;
  return static_cast<std::uint32_t>(sum / weights);
}

}  // namespace

std::vector<CandidateTotal> totals_of(const Run& run) {
  std::vector<CandidateTotal> totals;
  std::map<std::string, std::size_t, std::less<>> places;
  for (std::size_t i = 0; i < run.submissions.size(); ++i) {
    const std::string& candidate = run.submissions[i].entry.candidate;
    const auto [place, added] = places.emplace(candidate, totals.size());
    if (added) totals.push_back({candidate, {}, {}});
    totals[place->second].submissions.push_back(i);
  }
  for (CandidateTotal& total : totals) total.total = total_of(run, total.submissions);
  return totals;
}

}  // namespace assay
