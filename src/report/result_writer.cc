#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/result_json.h"

namespace assay::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kOutputHead = 48 << 10;
constexpr std::size_t kOutputTail = 16 << 10;

std::string cut_middle(const std::string& output) {
  if (output.size() <= kOutputHead + kOutputTail) return printable(output);
  const std::size_t cut = output.size() - kOutputHead - kOutputTail;
  return printable(std::string_view(output).substr(0, kOutputHead)) +
         fmt::format("\n[{} bytes left out here]\n", cut) +
         printable(std::string_view(output).substr(output.size() - kOutputTail));
}

std::int64_t not_negative(std::int64_t number) {
  return std::max<std::int64_t>(number, 0);
}

template <class Items, class Write>
Json array(const Items& items, Write write) {
  Json array = Json::array();
  for (const auto& item : items) array.push_back(write(item));
  return array;
}

Json texts(const std::vector<std::string>& items) {
  return array(items, [](const std::string& item) { return printable(item); });
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json write(const Frame& frame) {
  return {{"function", printable(frame.function)},
          {"file", printable(frame.file)},
          {"line", frame.line},
          {"source", printable(frame.source)}};
}

Json write(const Stack& stack) {
  return {{"title", printable(stack.title)},
          {"frames", array(stack.frames, [](const Frame& frame) { return write(frame); })},
          {"cut", stack.cut}};
}

Json write(const std::vector<Stack>& stacks) {
  return array(stacks, [](const Stack& stack) { return write(stack); });
}

Json write(const RaceReport& race) {
  return {{"test", printable(race.test)}, {"stacks", write(race.stacks)}};
}

Json write(const CrashReport& crash) {
  return {{"test", printable(crash.test)},
          {"verdict", name(crash.verdict)},
          {"message", printable(crash.message)},
          {"stacks", write(crash.stacks)}};
}

Json write(const CriterionResult& criterion) {
  return {{"id", printable(criterion.id)},      {"title", printable(criterion.title)},
          {"points", criterion.points},         {"earned", criterion.earned},
          {"verdict", name(criterion.verdict)}, {"reason", printable(criterion.reason)},
          {"hint", printable(criterion.hint)},  {"tests", texts(criterion.tests)},
          {"attempts", criterion.attempts},     {"passed", criterion.passed}};
}

Json write(const Attempt& attempt) {
  return {{"build", name(attempt.build)},
          {"cpu", attempt.cpu},
          {"iteration", attempt.iteration},
          {"verdict", name(attempt.verdict)},
          {"detail", printable(attempt.detail)},
          {"output", cut_middle(attempt.output)},
          {"nanoseconds", not_negative(attempt.nanoseconds)},
          {"races", attempt.races}};
}

Json write(const TestResult& test) {
  return {{"test", printable(test.test)},
          {"verdict", name(test.verdict)},
          {"attempts", array(test.attempts, [](const Attempt& each) { return write(each); })}};
}

Json write(const Diagnostic& diagnostic) {
  return {{"check", printable(diagnostic.check)},
          {"file", printable(diagnostic.file)},
          {"line", diagnostic.line},
          {"column", diagnostic.column},
          {"message", printable(diagnostic.message)},
          {"source", printable(diagnostic.source)}};
}

Json write(const Finding& finding) {
  return {{"path", printable(finding.path)},
          {"line", finding.line},
          {"rule", printable(finding.rule)},
          {"message", printable(finding.message)}};
}

Json write(const Usage& usage) {
  return {{"cpu_ms", not_negative(usage.cpu_ms)},
          {"wall_ms", not_negative(usage.wall_ms)},
          {"peak_memory_bytes", usage.peak_memory_bytes},
          {"processes", usage.processes}};
}

Json write(const BuildLimits& limits) {
  return {{"wall_ms", not_negative(limits.wall.count())},
          {"cpu_ms", not_negative(limits.cpu.count())},
          {"memory_bytes", limits.memory_bytes}};
}

Json write(const RunLimits& limits) {
  return {{"test_ms", not_negative(limits.test.count())},
          {"wall_ms", not_negative(limits.wall.count())},
          {"cpu_ms", not_negative(limits.cpu.count())},
          {"memory_bytes", limits.memory_bytes},
          {"processes", limits.processes},
          {"output_bytes", limits.output_bytes},
          {"tmp_bytes", limits.tmp_bytes}};
}

Json write(const Repeats& repeats) {
  return {{"count", repeats.count}, {"cpu", repeats.cpu}, {"shuffle", repeats.shuffle}};
}

// The seed as text: a JSON number of 64 bits loses its end in many readers.
Json write(const Environment& environment) {
  return {{"assay_version", printable(environment.assay_version)},
          {"go_version", printable(environment.go_version)},
          {"kernel", printable(environment.kernel)},
          {"isolation", printable(environment.isolation)},
          {"cgroup", printable(environment.cgroup)},
          {"seed", fmt::format("{:016x}", environment.seed)}};
}

Json write_exercise(const GradeResult& result) {
  return {{"id", printable(result.exercise)},
          {"title", printable(result.exercise_title)},
          {"digest", printable(result.exercise_digest)},
          {"show_messages", result.show_messages}};
}

Json write_origin(const GradeResult& result) {
  const SubmissionRef& asked = result.submission;
  return {{"source", printable(without_credentials(asked.source))},
          {"asked_ref", asked.ref ? Json(printable(*asked.ref)) : Json(nullptr)},
          {"asked_time", or_null(asked.at)},
          {"subdir", printable(asked.subdir)},
          {"origin", printable(without_credentials(result.origin))},
          {"ref", printable(result.ref)},
          {"commit", printable(result.commit)},
          {"tree", printable(result.tree)},
          {"commit_time", result.commit_time},
          {"author", printable(result.author)}};
}

Json write_submission(const GradeResult& result) {
  Json submission = write_origin(result);
  submission["files"] = texts(result.files);
  return submission;
}

template <class Item>
Json write_all(const std::vector<Item>& items) {
  return array(items, [](const Item& item) { return write(item); });
}

Json write_result(const GradeResult& result, View view) {
  const bool graded = result.outcome == Outcome::kGraded;
  return {{"schema_version", 1},
          {"view", name(view)},
          {"outcome", name(result.outcome)},
          {"error", printable(result.error)},
          {"score", graded ? or_null(result.score) : Json(nullptr)},
          {"max_score", result.max_score},
          {"exercise", write_exercise(result)},
          {"submission", write_submission(result)},
          {"inputs_digest", printable(result.inputs_digest)},
          {"criteria", write_all(result.criteria.items())},
          {"tests", write_all(result.tests)},
          {"races", write_all(result.races)},
          {"crashes", write_all(result.crashes)},
          {"diagnostics", write_all(result.diagnostics)},
          {"rejected", write_all(result.rejected)},
          {"dropped", write_all(result.dropped)},
          {"usage", {{"build", write(result.build_usage)}, {"run", write(result.run_usage)}}},
          {"limits", {{"build", write(result.build_limits)}, {"run", write(result.run_limits)}}},
          {"repeats", write(result.repeats)},
          {"environment", write(result.environment)},
          {"started_at", result.started_at},
          {"duration_ms", not_negative(result.duration_ms)}};
}

std::string dump(const Json& document, int indent = -1) {
  return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const GradeResult& result, View view) {
  return dump(write_result(seen_by(view, result), view), 2) + "\n";
}

std::string common_to_json(const GradeResult& result) {
  GradeResult common = result;
  attribute(common, {});
  return dump(write_result(common, View::kReviewer));
}

std::string own_to_json(const GradeResult& result) {
  return dump({{"submission", write_origin(result)},
               {"dropped", write_all(result.dropped)},
               {"started_at", result.started_at}});
}

}  // namespace assay::report
