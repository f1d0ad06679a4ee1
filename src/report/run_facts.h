// What follows from a run's results and is in no single one of them: who stands where,
// how each criterion did, who handed in the same. Pure; every report about a run takes
// its numbers from here, so that no two of them disagree.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/run.h"
#include "report/view.h"

namespace assay::report {

/// `record` as `view` may see it. For a candidate: its result through for_candidate(), and without
/// what people wrote for each other: the roster's other columns, and why and by whom a score was
/// decided.
SubmissionRecord seen_by(View view, SubmissionRecord record);

/// The record without its code, which is large and which most documents do not need, in `view`.
SubmissionRecord shown(const SubmissionRecord& record, View view);

/// A candidate's place. Equal totals share a place; the next place counts those before it
/// (1, 2, 2, 4). Without a total there is none.
struct Standing {
  CandidateTotal candidate;
  std::uint32_t rank = 0;  ///< from 1; 0: none
  bool tied = false;

  [[nodiscard]] std::string text() const;  ///< "3", "3=", ""
};

/// Best first; those without a total last; equals in the roster's order.
std::vector<Standing> leaderboard(const Run& run);

struct Counts {
  std::size_t pending = 0;
  std::size_t gave_up = 0;                    ///< infrastructure errors to the last try
  std::map<Outcome, std::size_t> by_outcome;  ///< of those that are done
};
Counts counts_of(const Run& run);

/// How a criterion did over the graded submissions of its exercise.
struct CriterionFacts {
  std::string exercise;
  std::string id;
  std::string title;
  std::uint32_t points = 0;
  std::vector<std::string> questions;
  std::size_t graded = 0;  ///< submissions that have a verdict of it
  std::size_t met = 0;
  std::size_t flaky = 0;  ///< of those, with runs that passed and runs that did not
};

/// In the order of the run's exercises and their criteria; then those that only results name.
std::vector<CriterionFacts> criterion_facts(const Run& run);

/// Submissions of one tree to one exercise by more than one candidate: indices, in their order.
struct IdenticalSubmissions {
  std::string exercise;
  std::string tree;
  std::vector<std::size_t> submissions;
};
std::vector<IdenticalSubmissions> identical_submissions(const Run& run);

/// How many of its equals a report names beside a submission; the others are counted. Ten thousand
/// equals that name each other would be gigabytes.
inline constexpr std::size_t kMostEqualsNamed = 30;

/// The card of `exercise`; null if the run has none.
const ExerciseCard* card_of(const Run& run, const std::string& exercise);

/// How `record` stands, in a word: the outcome's name, "pending", or "infrastructure_error" for
/// what was given up.
std::string_view standing_word(const SubmissionRecord& record);

/// Whether the score that counts is another than the machine's.
bool is_adjusted(const SubmissionRecord& record);

/// The machine's score, if there is one.
std::optional<std::uint32_t> raw_score(const SubmissionRecord& record);

/// Out of how many: its result's, else its exercise's.
std::uint32_t max_score_of(const Run& run, const SubmissionRecord& record);

/// Why there is no score, in a sentence; "" where there is one.
std::string why_no_score(const SubmissionRecord& record);

}  // namespace assay::report
