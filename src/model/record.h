// One submission of a batch and what is known of it: the roster's line, the result, lateness, a
// person's decision.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

}  // namespace assay
