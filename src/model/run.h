// A batch: what was asked for, and what came of each submission. Every report about
// many submissions is made of these values (src/report), the store keeps them
// (src/store), and src/grading/late.h computes what follows from a deadline.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/assessment.h"
#include "model/result.h"

namespace assay {

/// One line of a roster: whose submission, and where it is. All text is hostile.
struct RosterEntry {
  std::string candidate;
  SubmissionRef submission;
  std::string exercise;                  ///< "": what the run grades
  std::optional<std::int64_t> deadline;  ///< Unix time; instead of the run's
  std::int64_t extension = 0;            ///< seconds that this candidate has beyond the deadline
  /// Other columns, in the roster's order: carried along into reports.
  std::vector<std::pair<std::string, std::string>> extra;
};

/// What handing in late costs. Without a deadline nothing is late.
struct LatePolicy {
  std::optional<std::int64_t> deadline;  ///< Unix time
  std::int64_t grace = 0;                ///< seconds after the deadline that cost nothing
  std::uint32_t percent_per_day = 0;     ///< of the score, for each day that has begun
  std::uint32_t max_percent = 100;       ///< never more than this
};

/// How late a submission was, by the time that its commit claims.
struct Lateness {
  std::int64_t seconds = 0;  ///< after the deadline with its extension; 0: in time
  std::uint32_t days = 0;    ///< that are charged
  std::uint32_t percent = 0;
};

/// A person's decision, beside the machine's score and never instead of it.
struct Decision {
  std::uint32_t score = 0;
  std::string reason;
  std::string author;
  std::int64_t at = 0;  ///< Unix time
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

enum class Progress {
  kPending,  ///< not graded yet
  kDone,     ///< has a result that counts: a score, or why there is none
  kGaveUp,   ///< infrastructure errors to the last try; `result` has the last of them; no score
};

/// One submission of one candidate to one exercise, and what is known of it.
struct SubmissionRecord {
  RosterEntry entry;
  std::string exercise;  ///< never ""
  Progress progress = Progress::kPending;
  std::uint32_t tries = 0;
  std::optional<GradeResult> result;
  FileSet code;                  ///< the candidate's files as they were graded, hostile bytes
  std::int64_t finished_at = 0;  ///< Unix time
  bool reused = false;           ///< the same tree had been graded before, whoever's it was
  std::optional<Lateness> late;  ///< if there is a deadline and a commit's time
  std::optional<std::uint32_t> adjusted;  ///< the score after `late`
  std::optional<Decision> decision;       ///< the last one
};

/// The score that counts: the person's, or else the adjusted one, or else the machine's.
std::optional<std::uint32_t> final_score(const SubmissionRecord& record);

/// A batch as a whole, in the roster's order.
struct Run {
  std::string id;     ///< 16 hexadecimal digits
  std::string title;  ///< of the exercise or assessment
  std::int64_t created_at = 0;
  std::optional<Assessment> assessment;
  std::vector<ExerciseCard> exercises;  ///< every one that a record names
  LatePolicy late;
  std::vector<SubmissionRecord> submissions;
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
