#include "report/run_facts.h"

#include <algorithm>
#include <utility>

namespace assay::report {
namespace {

// A record's fields but for the code.
SubmissionRecord without_code(const SubmissionRecord& record) {
  SubmissionRecord copy;
  copy.entry = record.entry;
  copy.exercise = record.exercise;
  copy.progress = record.progress;
  copy.tries = record.tries;
  copy.result = record.result;
  copy.finished_at = record.finished_at;
  copy.reused = record.reused;
  copy.late = record.late;
  copy.adjusted = record.adjusted;
  copy.decision = record.decision;
  return copy;
}

CriterionFacts facts_of(const std::string& exercise, const CriterionCard& card) {
  return {exercise, card.id, card.title, card.points, card.questions, 0, 0, 0};
}

bool is_graded(const SubmissionRecord& record) {
  return record.progress == Progress::kDone && record.result &&
         record.result->outcome == Outcome::kGraded;
}

}  // namespace

SubmissionRecord seen_by(View view, SubmissionRecord record) {
  if (view == View::kReviewer) return record;
  if (record.result) record.result = for_candidate(*std::move(record.result));
  record.entry.extra.clear();
  if (record.decision) {
    record.decision->reason.clear();
    record.decision->author.clear();
  }
  return record;
}

SubmissionRecord shown(const SubmissionRecord& whole, View view) {
  return seen_by(view, without_code(whole));
}

std::string Standing::text() const {
  return rank == 0 ? "" : std::to_string(rank) + (tied ? "=" : "");
}

std::vector<Standing> leaderboard(const Run& run) {
  std::vector<Standing> board;
  for (CandidateTotal& total : totals_of(run)) board.push_back({std::move(total), 0, false});
  std::stable_sort(board.begin(), board.end(), [](const Standing& a, const Standing& b) {
    return a.candidate.total > b.candidate.total;  // nothing is less than 0
  });
  for (std::size_t i = 0; i < board.size() && board[i].candidate.total; ++i) {
    const bool same = i > 0 && board[i - 1].candidate.total == board[i].candidate.total;
    board[i].rank = same ? board[i - 1].rank : static_cast<std::uint32_t>(i + 1);
    board[i].tied = same;
    if (same) board[i - 1].tied = true;
  }
  return board;
}

Counts counts_of(const Run& run) {
  Counts counts;
  for (const SubmissionRecord& record : run.submissions) {
    if (record.progress == Progress::kGaveUp)
      ++counts.gave_up;
    else if (record.progress == Progress::kPending || !record.result)
      ++counts.pending;
    else
      ++counts.by_outcome[record.result->outcome];
  }
  return counts;
}

std::vector<CriterionFacts> criterion_facts(const Run& run) {
  std::vector<CriterionFacts> all;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  const auto place = [&](const std::string& exercise, const CriterionCard& card) {
    const auto [at, is_new] = places.emplace(std::pair{exercise, card.id}, all.size());
    if (is_new) all.push_back(facts_of(exercise, card));
    return at->second;
  };
  for (const ExerciseCard& exercise : run.exercises)
    for (const CriterionCard& card : exercise.criteria) place(exercise.id, card);
  for (const SubmissionRecord& record : run.submissions) {
    if (!is_graded(record)) continue;
    for (const CriterionResult& each : record.result->criteria) {
      CriterionFacts& facts = all[place(record.exercise, {each.id, each.title, each.points, {}})];
      ++facts.graded;
      facts.met += each.verdict == Verdict::kPassed ? 1 : 0;
      facts.flaky += is_flaky(*record.result, each) ? 1 : 0;
    }
  }
  return all;
}

std::vector<IdenticalSubmissions> identical_submissions(const Run& run) {
  std::vector<IdenticalSubmissions> groups;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (std::size_t i = 0; i < run.submissions.size(); ++i) {
    const SubmissionRecord& record = run.submissions[i];
    if (!record.result || record.result->tree.empty()) continue;
    if (record.result->outcome == Outcome::kNoSubmission) continue;  // empty trees are all equal
    const auto [at, is_new] =
        places.emplace(std::pair{record.exercise, record.result->tree}, groups.size());
    if (is_new) groups.push_back({record.exercise, record.result->tree, {}});
    groups[at->second].submissions.push_back(i);
  }
  std::erase_if(groups, [&](const IdenticalSubmissions& group) {
    return std::all_of(group.submissions.begin(), group.submissions.end(), [&](std::size_t i) {
      return run.submissions[i].entry.candidate ==
             run.submissions[group.submissions.front()].entry.candidate;
    });
  });
  return groups;
}

const ExerciseCard* card_of(const Run& run, const std::string& exercise) {
  for (const ExerciseCard& card : run.exercises)
    if (card.id == exercise) return &card;
  return nullptr;
}

std::string_view standing_word(const SubmissionRecord& record) {
  if (record.progress == Progress::kGaveUp) return name(Outcome::kInfrastructureError);
  if (record.progress == Progress::kPending || !record.result) return "pending";
  return name(record.result->outcome);
}

std::optional<std::uint32_t> raw_score(const SubmissionRecord& record) {
  return is_graded(record) ? record.result->score : std::nullopt;
}

bool is_adjusted(const SubmissionRecord& record) {
  return final_score(record) != raw_score(record);
}

std::uint32_t max_score_of(const Run& run, const SubmissionRecord& record) {
  if (record.result) return record.result->max_score;
  const ExerciseCard* card = card_of(run, record.exercise);
  return card == nullptr ? 100 : card->max_score;
}

std::string why_no_score(const SubmissionRecord& record) {
  if (is_graded(record) && record.result->score) return "";
  if (!record.result || record.progress == Progress::kPending) return "not graded yet";
  const GradeResult& result = *record.result;
  switch (result.outcome) {
    case Outcome::kRejected:
      return result.rejected.empty() ? "rejected" : "rejected: " + result.rejected.front().message;
    case Outcome::kBuildFailed:
      return "does not build";
    case Outcome::kNoSubmission:
    case Outcome::kInfrastructureError:
    case Outcome::kGraded:
      return result.error.empty() ? "no score" : result.error;
  }
  return result.error;
}

}  // namespace assay::report
