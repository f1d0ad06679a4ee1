// A batch: what was asked for, and what came of each submission. Every report about
// many submissions is made of these values (src/report), the store keeps them
// (src/store), and src/grading/late.h computes what follows from a deadline.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/assessment.h"
#include "model/record.h"
#include "model/submission_list.h"

namespace assay {

/// What handing in late costs. Without a deadline nothing is late.
struct LatePolicy {
  std::optional<std::int64_t> deadline;  ///< Unix time
  std::int64_t grace = 0;                ///< seconds after the deadline that cost nothing
  std::uint32_t percent_per_day = 0;     ///< of the score, for each day that has begun
  std::uint32_t max_percent = 100;       ///< never more than this
};

/// What a report needs to know about an exercise when the exercise itself may have changed or gone.
struct CriterionCard {
  std::string id;
  std::string title;
  std::uint32_t points = 0;
  std::vector<std::string> questions;  ///< to ask when it was lost; for interviewers only; Markdown
};
struct ExerciseCard {
  std::string id;
  std::string title;
  std::string digest;        ///< of what can change a verdict or a score
  std::string run_digest;    ///< of what can change the verdict of a test
  std::uint32_t weight = 1;  ///< in the assessment
  std::uint32_t max_score = 100;
  std::vector<CriterionCard> criteria;
};

/// A batch as a whole, in the roster's order.
struct Run {
  std::string id;     ///< 16 hexadecimal digits
  std::string title;  ///< of the exercise or assessment
  std::int64_t created_at = 0;
  std::optional<Assessment> assessment;
  std::vector<ExerciseCard> exercises;  ///< every one that a record names
  LatePolicy late;
  SubmissionList submissions;
};

/// A candidate's part in a run: which of its submissions are theirs.
struct CandidateTotal {
  std::string candidate;
  std::vector<std::size_t> submissions;  ///< indices into Run::submissions, in their order
  /// Of an assessment the weighted mean, rounded down, where what has no score of the candidate's
  /// making counts 0; without one the mean over their submissions. Nothing while one is pending or
  /// could not be graded for a reason of ours.
  std::optional<std::uint32_t> total;
};

/// In the order in which candidates first appear in the roster.
std::vector<CandidateTotal> totals_of(const Run& run);

}  // namespace assay
