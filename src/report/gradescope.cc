#include "report/gradescope.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/run_facts.h"

namespace assay::report {
namespace {

using Json = nlohmann::ordered_json;

Json write(const PlatformCase& each, std::size_t number, bool has_score,
           std::string_view visibility) {
  std::string output = each.message;
  if (!each.output.empty()) output += (output.empty() ? "" : "\n\n") + each.output;
  Json made = Json::object();
  if (has_score) {
    made["score"] = each.earned;
    made["max_score"] = each.points;
  }
  made["status"] = each.status == PlatformCase::Status::kPass ? "passed" : "failed";
  made["name"] = each.name;
  made["number"] = std::to_string(number);
  made["output"] = output;
  made["tags"] = Json::array({printable_line(each.id)});
  made["visibility"] = visibility;
  return made;
}

Json extra(const GradeResult& result) {
  return {{"exercise", printable_line(result.exercise)},
          {"exercise_digest", printable_line(result.exercise_digest)},
          {"inputs_digest", printable_line(result.inputs_digest)},
          {"commit", printable_line(result.commit)},
          {"outcome", name(result.outcome)},
          {"assay_version", printable_line(result.environment.assay_version)}};
}

std::string summary(const SubmissionRecord& record) {
  const GradeResult& result = *record.result;
  std::string text =
      printable_line(result.exercise_title.empty() ? result.exercise : result.exercise_title);
  if (const std::string why = explain_score(record); !why.empty()) text += "\n" + why;
  if (result.outcome == Outcome::kInfrastructureError)
    text += "\nNot graded because of a fault on our side; no score was given.";
  return text;
}

}  // namespace

std::string to_gradescope(const SubmissionRecord& whole, View view) {
  const SubmissionRecord record = shown(whole, view);
  const GradeResult& result = *record.result;
  const std::string_view visibility = view == View::kCandidate ? "visible" : "hidden";
  const auto score = counted_score(record);
  Json document = Json::object();
  if (score) document["score"] = *score;
  if (result.duration_ms > 0)
    document["execution_time"] = static_cast<double>(result.duration_ms) / 1000;
  document["output"] = summary(record);
  document["output_format"] = "text";
  document["test_output_format"] = "text";
  document["test_name_format"] = "text";
  document["visibility"] = visibility;
  document["stdout_visibility"] = "hidden";
  document["extra_data"] = extra(result);
  Json tests = Json::array();
  for (const PlatformCase& each : platform_cases(result))
    tests.push_back(write(each, tests.size() + 1, score.has_value(), visibility));
  document["tests"] = std::move(tests);
  if (score)
    document["leaderboard"] =
        Json::array({{{"name", "Score"}, {"value", *score}, {"order", "desc"}}});
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::report
