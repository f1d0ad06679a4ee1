#include "app/regrade_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "app/run_documents.h"
#include "report/display.h"

namespace assay::app {
namespace {

using Json = nlohmann::ordered_json;

std::string shown(const GradeResult& result) {
  return result.score ? std::to_string(*result.score) : std::string(name(result.outcome));
}

std::set<std::string> met(const GradeResult& result) {
  std::set<std::string> ids;
  for (const CriterionResult& criterion : result.criteria)
    if (criterion.verdict == Verdict::kPassed) ids.insert(criterion.id);
  return ids;
}

Difference compare(const SubmissionRecord& before, const GradeResult& after) {
  Difference difference;
  difference.candidate = before.entry.candidate;
  difference.exercise = before.exercise;
  difference.before = shown(*before.result);
  difference.after = shown(after);
  difference.gain = static_cast<std::int64_t>(after.score.value_or(0)) -
                    static_cast<std::int64_t>(before.result->score.value_or(0));
  const auto had = met(*before.result);
  const auto has = met(after);
  std::set_difference(has.begin(), has.end(), had.begin(), had.end(),
                      std::back_inserter(difference.won));
  std::set_difference(had.begin(), had.end(), has.begin(), has.end(),
                      std::back_inserter(difference.lost));
  return difference;
}

std::string list(const std::string& lead, const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? lead : ", ") + word;
  return text;
}

}  // namespace

Result<Comparison> compare_generations(const store::RunStore& store, std::uint32_t generation) {
  Comparison comparison;
  ASSAY_CHECK(store.for_each_in(generation, [&](const store::StoredSubmission& stored) -> Status {
    if (!stored.current) return {};
    ASSAY_TRY(const SubmissionRecord after, record_of(stored));
    ASSAY_TRY(const store::StoredSubmission current, store.find(stored.task.id));
    ASSAY_TRY(const SubmissionRecord before, record_of(current));
    if (stored.current->gave_up) {
      ++comparison.failed;
      return {};
    }
    Difference difference = compare(before, *after.result);
    if (difference.before == difference.after && difference.won.empty() && difference.lost.empty())
      ++comparison.same;
    else
      comparison.differences.push_back(std::move(difference));
    return {};
  }));
  std::stable_sort(comparison.differences.begin(), comparison.differences.end(),
                   [](const Difference& a, const Difference& b) { return a.gain < b.gain; });
  return comparison;
}

std::string to_text(const store::Regrade& regrade, const Comparison& comparison) {
  std::string text =
      fmt::format("Regrade {}: {}\n\n", regrade.generation, report::tame(regrade.reason));
  std::size_t gain = 0;
  std::size_t lose = 0;
  for (const Difference& each : comparison.differences) {
    gain += each.gain > 0 ? 1 : 0;
    lose += each.gain < 0 ? 1 : 0;
    text += fmt::format("  {:>+4}  {} ({}): {} -> {}{}{}\n", each.gain,
                        report::tame(each.candidate), each.exercise, each.before, each.after,
                        list("; now met: ", each.won), list("; now lost: ", each.lost));
  }
  text +=
      fmt::format("{}{} gain, {} lose, {} change without a change of score, {} stay as they are",
                  comparison.differences.empty() ? "" : "\n", gain, lose,
                  comparison.differences.size() - gain - lose, comparison.same);
  if (comparison.failed != 0) text += fmt::format(", {} could not be graded", comparison.failed);
  return text + ".\n";
}

std::string to_json(const store::Regrade& regrade, const Comparison& comparison) {
  Json rows = Json::array();
  for (const Difference& each : comparison.differences)
    rows.push_back({{"candidate", each.candidate},
                    {"exercise", each.exercise},
                    {"before", each.before},
                    {"after", each.after},
                    {"gain", each.gain},
                    {"now_met", each.won},
                    {"now_lost", each.lost}});
  const Json json = {{"schema_version", 1},      {"regrade", regrade.generation},
                     {"reason", regrade.reason}, {"differences", rows},
                     {"same", comparison.same},  {"could_not_be_graded", comparison.failed}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::app
