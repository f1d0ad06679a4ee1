#include "report/exercism.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/run_facts.h"

namespace assay::report {
namespace {

using Json = nlohmann::ordered_json;

// What Exercism takes, in characters.
constexpr std::size_t kMostOutput = 500;
constexpr std::size_t kMostExercismMessage = 65'535;
constexpr std::string_view kCut = "\nOutput was truncated. Please limit to 500 chars";

// The first `most` bytes, which are no more characters than that, without half a character.
std::string first(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

Json write(const PlatformCase& each) {
  Json made = {{"name", each.name}, {"status", name(each.status)}};
  made["message"] =
      each.message.empty() ? Json(nullptr) : Json(first(each.message, kMostExercismMessage));
  if (!each.output.empty())
    made["output"] = each.output.size() <= kMostOutput
                         ? each.output
                         : first(each.output, kMostOutput - kCut.size()) + std::string(kCut);
  return made;
}

}  // namespace

std::string to_exercism(const SubmissionRecord& whole, View view) {
  const SubmissionRecord record = shown(whole, view);
  const std::vector<PlatformCase> cases = platform_cases(*record.result);
  const bool ran = record.result->outcome == Outcome::kGraded && record.result->score.has_value();
  const bool passed = std::all_of(cases.begin(), cases.end(), [](const PlatformCase& each) {
    return each.status == PlatformCase::Status::kPass;
  });
  Json tests = Json::array();
  if (ran)
    for (const PlatformCase& each : cases) tests.push_back(write(each));
  const Json document = {
      {"version", 3},
      {"status", !ran     ? "error"
                 : passed ? "pass"
                          : "fail"},
      {"message", ran ? Json(nullptr) : Json(first(cases.front().message, kMostExercismMessage))},
      {"tests", std::move(tests)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace assay::report
