#include "report/assessment_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/result_json.h"
#include "report/table.h"
#include "report/text_report.h"
#include "report/units.h"

namespace assay::report {
namespace {

using Json = nlohmann::ordered_json;

// Why a part counts nothing, for the table; "" where it has a score.
std::string reason(const GradeResult& result) {
  switch (result.outcome) {
    case Outcome::kGraded:
      return "";
    case Outcome::kRejected:
      return result.rejected.empty() ? "rejected" : "rejected: " + result.rejected.front().message;
    case Outcome::kBuildFailed:
      return "it does not build";
    case Outcome::kNoSubmission:
    case Outcome::kInfrastructureError:
      return result.error;
  }
  return result.error;
}

bool is_ours(const GradeResult& result) {
  return result.outcome == Outcome::kInfrastructureError;
}

std::uint32_t counted(const GradeResult& result) {
  return result.outcome == Outcome::kGraded ? result.score.value_or(0) : 0;
}

std::string total_line(const AssessmentResult& result) {
  const auto total = total_of(result);
  return total ? std::to_string(*total) + " of 100 points in all"
               : "No total: an exercise could not be graded";
}

Json write_part(const AssessmentPart& part, const GradeResult& result, View view) {
  const bool graded = result.outcome == Outcome::kGraded;
  return {{"exercise", printable(part.exercise)},
          {"weight", part.weight},
          {"score", graded && result.score ? Json(*result.score) : Json(nullptr)},
          {"counts", is_ours(result) ? Json(nullptr) : Json(counted(result))},
          {"reason", printable(reason(result))},
          {"result", Json::parse(to_json(result, view))}};
}

}  // namespace

std::optional<std::uint32_t> total_of(const AssessmentResult& result) {
  std::uint64_t points = 0;
  std::uint64_t weights = 0;
  for (std::size_t i = 0; i < result.results.size(); ++i) {
    if (is_ours(result.results[i])) return std::nullopt;
    points += std::uint64_t{result.assessment.parts[i].weight} * counted(result.results[i]);
    weights += result.assessment.parts[i].weight;
  }
  if (weights == 0) return std::nullopt;
  return static_cast<std::uint32_t>(points / weights);
}

std::string assessment_to_text(const AssessmentResult& result, const TextStyle& style) {
  std::string text;
  Table table({{"exercise"},
               {"weight", Align::kRight},
               {"points", Align::kRight},
               {"", Align::kLeft, Fit::kWrap}});
  for (std::size_t i = 0; i < result.results.size(); ++i) {
    const GradeResult& each = result.results[i];
    text += to_text(each, style) + "\n";
    table.add({{tame(result.assessment.parts[i].exercise)},
               {std::to_string(result.assessment.parts[i].weight)},
               {is_ours(each) ? "-" : std::to_string(counted(each))},
               {tame(reason(each)), Tone::kWarn}});
  }
  Page page(style);
  page.heading(tame(result.assessment.title));
  page.gap();
  page.block(table.text(page.width(), style.color));
  page.gap();
  page.paragraph(0, total_line(result), total_of(result) ? Tone::kBold : Tone::kWarn);
  return text + page.text();
}

std::string assessment_to_json(const AssessmentResult& result, View view) {
  Json exercises = Json::array();
  for (std::size_t i = 0; i < result.results.size(); ++i)
    exercises.push_back(write_part(result.assessment.parts[i], result.results[i], view));
  const auto total = total_of(result);
  const Json document = {{"schema_version", 1},
                         {"view", name(view)},
                         {"assessment",
                          {{"id", printable(result.assessment.id)},
                           {"title", printable(result.assessment.title)},
                           {"minutes", result.assessment.minutes}}},
                         {"total", total ? Json(*total) : Json(nullptr)},
                         {"max_total", 100},
                         {"exercises", exercises}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::report
