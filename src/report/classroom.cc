#include "report/classroom.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/display.h"
#include "report/run_facts.h"

namespace assay::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostClassroomMessage = 4 << 10;

std::string for_the_log(std::string_view hostile) {
  std::string text;
  for (std::string& line : tame_lines(hostile.substr(0, kMostClassroomMessage)))
    text += (text.empty() ? "" : "\n") + disarm_start(std::move(line));
  return text;
}

Json test(const std::string& name, std::string_view status, std::int64_t score,
          const std::string& message, std::int64_t milliseconds) {
  return {{"name", disarm_start(tame(name))},
          {"status", status},
          {"score", score},
          {"message", for_the_log(message)},
          {"test_code", ""},
          {"filename", ""},
          {"line_no", 0},
          {"duration", milliseconds}};
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = (group << 8) | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      text += i <= count ? kDigits[(group >> (18 - 6 * i)) & 63] : '=';
  }
  return text;
}

std::string to_classroom_json(const SubmissionRecord& whole, View view) {
  const SubmissionRecord record = shown(whole, view);
  const GradeResult& result = *record.result;
  Json tests = Json::array();
  std::int64_t sum = 0;
  bool passed = true;
  for (const PlatformCase& each : platform_cases(result)) {
    tests.push_back(
        test(each.name, name(each.status), each.earned, each.message, each.milliseconds));
    sum += each.earned;
    passed = passed && each.status == PlatformCase::Status::kPass;
  }
  const auto score = counted_score(record);
  if (score && *score != sum)
    tests.push_back(test("Adjusted score", *score < sum ? "fail" : "pass",
                         std::int64_t{*score} - sum, explain_score(record), 0));
  const bool ran = result.outcome == Outcome::kGraded && result.score.has_value();
  const Json document = {{"version", 1},
                         {"status", !ran     ? "error"
                                    : passed ? "pass"
                                             : "fail"},
                         {"max_score", score ? result.max_score : 0},  // 0: nothing is reported
                         {"tests", std::move(tests)}};
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_classroom(const SubmissionRecord& record, View view) {
  return base64(to_classroom_json(record, view));
}

}  // namespace assay::report
