#include "report/run_json.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/pieces.h"
#include "report/reproducible.h"
#include "report/result_json.h"
#include "report/run_facts.h"

namespace assay::report {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::string_view name_of(Progress progress) {
  switch (progress) {
    case Progress::kPending:
      return "pending";
    case Progress::kDone:
      return "done";
    case Progress::kGaveUp:
      return "gave_up";
  }
  return "pending";
}

Json write_assessment(const std::optional<Assessment>& assessment) {
  if (!assessment) return nullptr;
  Json parts = Json::array();
  for (const AssessmentPart& part : assessment->parts)
    parts.push_back({{"exercise", printable(part.exercise)}, {"weight", part.weight}});
  return {{"id", printable(assessment->id)},
          {"title", printable(assessment->title)},
          {"minutes", assessment->minutes},
          {"parts", std::move(parts)}};
}

Json write_criteria(const std::vector<CriterionFacts>& facts, const std::string& exercise,
                    View view) {
  Json criteria = Json::array();
  for (const CriterionFacts& each : facts) {
    if (each.exercise != exercise) continue;
    Json questions = Json::array();
    if (view == View::kReviewer)
      for (const std::string& question : each.questions) questions.push_back(printable(question));
    criteria.push_back({{"id", printable(each.id)},
                        {"title", printable(each.title)},
                        {"points", each.points},
                        {"graded", each.graded},
                        {"met", each.met},
                        {"flaky", each.flaky},
                        {"questions", std::move(questions)}});
  }
  return criteria;
}

Json write_exercises(const Run& run, View view) {
  const std::vector<CriterionFacts> facts = criterion_facts(run);
  Json exercises = Json::array();
  for (const ExerciseCard& card : run.exercises)
    exercises.push_back({{"id", printable(card.id)},
                         {"title", printable(card.title)},
                         {"digest", printable(card.digest)},
                         {"weight", card.weight},
                         {"max_score", card.max_score},
                         {"criteria", write_criteria(facts, card.id, view)}});
  return exercises;
}

Json write_counts(const Run& run) {
  const Counts counts = counts_of(run);
  Json written = {{"submissions", run.submissions.size()},
                  {"pending", counts.pending},
                  {"gave_up", counts.gave_up}};
  for (const Outcome outcome : {Outcome::kGraded, Outcome::kRejected, Outcome::kBuildFailed,
                                Outcome::kNoSubmission, Outcome::kInfrastructureError}) {
    const auto at = counts.by_outcome.find(outcome);
    written[std::string(name(outcome))] = at == counts.by_outcome.end() ? 0 : at->second;
  }
  return written;
}

Json write_candidates(const Run& run) {
  Json candidates = Json::array();
  for (const Standing& standing : leaderboard(run))
    candidates.push_back({{"candidate", printable(standing.candidate.candidate)},
                          {"rank", standing.rank == 0 ? Json(nullptr) : Json(standing.rank)},
                          {"tied", standing.tied},
                          {"total", or_null(standing.candidate.total)},
                          {"submissions", standing.candidate.submissions}});
  return candidates;
}

Json write_identical(const Run& run, View view) {
  Json groups = Json::array();
  if (view == View::kCandidate) return groups;
  for (const IdenticalSubmissions& group : identical_submissions(run))
    groups.push_back({{"exercise", printable(group.exercise)},
                      {"tree", printable(group.tree)},
                      {"submissions", group.submissions}});
  return groups;
}

Json write_entry(const RosterEntry& entry) {
  Json extra = Json::array();
  for (const auto& [name, value] : entry.extra)
    extra.push_back({{"name", printable(name)}, {"value", printable(value)}});
  const SubmissionRef& asked = entry.submission;
  return {{"source", printable(without_credentials(asked.source))},
          {"ref", asked.ref ? Json(printable(*asked.ref)) : Json(nullptr)},
          {"at", or_null(asked.at)},
          {"subdir", printable(asked.subdir)},
          {"deadline", or_null(entry.deadline)},
          {"extension", entry.extension},
          {"extra", std::move(extra)}};
}

Json write_late(const std::optional<Lateness>& late) {
  if (!late) return nullptr;
  return {{"seconds", late->seconds}, {"days", late->days}, {"percent", late->percent}};
}

Json write_decision(const std::optional<Decision>& decision) {
  if (!decision) return nullptr;
  return {{"score", decision->score},
          {"reason", printable(decision->reason)},
          {"author", printable(decision->author)},
          {"at", decision->at}};
}

Json write_submission(const SubmissionRecord& whole, View view) {
  const SubmissionRecord record = shown(whole, view);
  return {{"candidate", printable(record.entry.candidate)},
          {"exercise", printable(record.exercise)},
          {"entry", write_entry(record.entry)},
          {"progress", name_of(record.progress)},
          {"tries", record.tries},
          {"finished_at", record.finished_at},
          {"reused", record.reused},
          {"score", or_null(raw_score(record))},
          {"late", write_late(record.late)},
          {"adjusted_score", or_null(record.adjusted)},
          {"decision", write_decision(record.decision)},
          {"final_score", or_null(final_score(record))},
          {"result", record.result ? Json::parse(to_json(*record.result, view)) : Json(nullptr)}};
}

// Everything but the submissions.
Json write_head(const Run& run, View view) {
  return {{"schema_version", 1},
          {"view", name(view)},
          {"reproducible", is_reproducible(run)},
          {"id", printable(run.id)},
          {"title", printable(run.title)},
          {"created_at", run.created_at},
          {"assessment", write_assessment(run.assessment)},
          {"late_policy",
           {{"deadline", or_null(run.late.deadline)},
            {"grace_seconds", run.late.grace},
            {"percent_per_day", run.late.percent_per_day},
            {"max_percent", run.late.max_percent}}},
          {"exercises", write_exercises(run, view)},
          {"counts", write_counts(run)},
          {"candidates", write_candidates(run)},
          {"identical", write_identical(run, view)},
          {"submissions", Json::array()}};
}

std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

// `json` as it stands in a list of the document: each line further in. No line ends within a text.
std::string dump_in_list(const Json& json) {
  const std::string lines = dump(json);
  std::string text;
  for (const std::string_view line : split(lines, '\n')) (text += "\n    ") += line;
  return text;
}

}  // namespace

Status write_json(const Run& outlines, const WholeSubmission& whole, View view, const Sink& sink) {
  constexpr std::string_view kNoSubmissions = "[]\n}";
  std::string head = dump(write_head(outlines, view));
  if (outlines.submissions.empty()) return sink(head + "\n");
  head.resize(head.size() - kNoSubmissions.size());
  ASSAY_CHECK(sink(head + "["));
  const auto begin = [&](std::size_t i) -> Result<Piece> {
    ASSAY_TRY(MakeSubmission packed, whole(i));
    return [i, view, packed = std::move(packed)]() -> Result<std::string> {
      ASSAY_TRY(const SubmissionRecord record, packed());
      return (i == 0 ? "" : ",") + dump_in_list(write_submission(record, view));
    };
  };
  ASSAY_CHECK(write_pieces(outlines.submissions.size(), begin, sink));
  return sink("\n  ]\n}\n");
}

std::string run_to_json(const Run& run, View view) {
  std::string document;
  // In memory nothing can fail.
  (void)write_json(outlines(run), whole_in(run), view, into(document));
  return document;
}

}  // namespace assay::report
