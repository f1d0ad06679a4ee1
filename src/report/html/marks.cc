#include "report/html/marks.h"

#include <array>

namespace assay::report::html {
namespace {

// In the order of the verdicts.
constexpr std::array<Mark, 17> kMarks = {{{'P', "met", "passed"},
                                          {'F', "wrong", "failed"},
                                          {'R', "race", "race"},
                                          {'D', "race", "deadlock"},
                                          {'L', "race", "leak"},
                                          {'X', "wrong", "panic"},
                                          {'Z', "wrong", "fatal error"},
                                          {'E', "wrong", "exited"},
                                          {'C', "limit", "CPU time"},
                                          {'W', "limit", "wall time"},
                                          {'M', "limit", "memory"},
                                          {'O', "limit", "output"},
                                          {'N', "limit", "processes"},
                                          {'B', "limit", "forbidden"},
                                          {'I', "void", "incomplete"},
                                          {'T', "void", "tampered"},
                                          {'S', "skip", "skipped"}}};
static_assert(kMarks.size() == static_cast<std::size_t>(Verdict::kSkipped) + 1);

}  // namespace

Mark mark_of(Verdict verdict) {
  return kMarks[static_cast<std::size_t>(verdict)];
}

std::string_view state_of(const SubmissionRecord& record) {
  if (record.progress == Progress::kGaveUp) return name(Outcome::kInfrastructureError);
  if (record.progress == Progress::kPending || !record.result) return "pending";
  return name(record.result->outcome);
}

std::string_view words_for(std::string_view state) {
  if (state == "graded") return "graded";
  if (state == "rejected") return "rejected";
  if (state == "build_failed") return "does not build";
  if (state == "no_submission") return "no submission";
  if (state == "infrastructure_error") return "not graded (ours)";
  return "pending";
}

}  // namespace assay::report::html
