#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/html/data.h"
#include "report/html/data_block.h"
#include "report/html/evidence_json.h"
#include "report/html/marks.h"
#include "report/units.h"

namespace assay::report::html {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::int64_t milliseconds(std::int64_t seconds) {
  return std::clamp<std::int64_t>(seconds, 0, INT64_MAX / 1000) * 1000;
}

Json usage_json(const std::string& what, const Usage& usage) {
  return {
      {"what", what},
      {"cpu", format_duration(usage.cpu_ms)},
      {"wall", format_duration(usage.wall_ms)},
      // Only a control group measures it, which the weaker levels do without.
      {"memory", usage.peak_memory_bytes > 0 ? format_bytes(usage.peak_memory_bytes) : "not known"},
      {"processes", usage.processes}};
}

Json resources_json(const GradeResult& result) {
  Json all = Json::array();
  if (result.build_usage.processes > 0) all.push_back(usage_json("build", result.build_usage));
  if (result.run_usage.processes > 0) all.push_back(usage_json("tests", result.run_usage));
  return all;
}

std::string limits_text(const GradeResult& result) {
  const RunLimits& limits = result.run_limits;
  return fmt::format("A test may take {}; a process of tests {}, {} of CPU, {} and {}.",
                     format_duration(limits.test.count()), format_duration(limits.wall.count()),
                     format_duration(limits.cpu.count()), format_bytes(limits.memory_bytes),
                     format_count(limits.processes, "thread"));
}

// [[label, value], ...]
Json environment_json(const GradeResult& result) {
  const Environment& machine = result.environment;
  Json facts = Json::array();
  const auto add = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) facts.push_back({label, printable_line(value)});
  };
  add("assay", machine.assay_version);
  add("Go", machine.go_version);
  add("kernel", machine.kernel);
  add("isolation", machine.cgroup.empty() ? machine.isolation
                                          : machine.isolation + ", cgroup " + machine.cgroup);
  if (result.outcome == Outcome::kGraded) add("seed", fmt::format("{:016x}", machine.seed));
  add("exercise digest", result.exercise_digest.substr(0, 16));
  add("inputs digest", result.inputs_digest.substr(0, 16));
  if (result.started_at != 0)
    add("graded", format_time(result.started_at) + ", took " + format_duration(result.duration_ms));
  return facts;
}

Json late_json(const SubmissionRecord& record) {
  if (!record.late) return nullptr;
  return {{"seconds", record.late->seconds},
          {"by", format_duration(milliseconds(record.late->seconds))},
          {"days", record.late->days},
          {"percent", record.late->percent}};
}

Json decision_json(const SubmissionRecord& record) {
  if (!record.decision) return nullptr;
  return {{"score", record.decision->score},
          {"reason", printable(record.decision->reason)},
          {"author", printable_line(record.decision->author)},
          {"at", record.decision->at == 0 ? "" : format_time(record.decision->at)}};
}

// How far before the deadline, or after it, the commit says it was made.
Json times_json(const Run& run, const SubmissionRecord& record) {
  Json times = Json::object();
  const std::int64_t commit = record.result ? record.result->commit_time : 0;
  const auto deadline = deadline_of(run, record);
  times["commit"] = commit == 0 ? "" : format_time(commit);
  times["deadline"] = deadline ? format_time(*deadline) : "";
  times["extension"] =
      record.entry.extension > 0 ? format_duration(milliseconds(record.entry.extension)) : "";
  if (commit == 0 || !deadline) return times;
  // Both may be any 64-bit number: the commit's is the candidate's to choose.
  const double apart = static_cast<double>(commit) - static_cast<double>(*deadline);
  if (apart > 1e12 || apart < -1e12) return times;
  times["apart"] = static_cast<std::int64_t>(apart);
  times["words"] = format_duration(milliseconds(static_cast<std::int64_t>(std::abs(apart)))) +
                   (apart > 0 ? " after" : " before");
  return times;
}

Json source_json(const SubmissionRecord& record) {
  const SubmissionRef& asked = record.entry.submission;
  Json facts = {{"source", printable_line(asked.source)}, {"subdir", printable_line(asked.subdir)}};
  if (!record.result) return facts;
  facts["origin"] = printable_line(record.result->origin);
  facts["ref"] = printable_line(record.result->ref);
  facts["commit"] = printable_line(record.result->commit);
  facts["tree"] = printable_line(record.result->tree);
  facts["author"] = printable_line(record.result->author);
  return facts;
}

void add_result(Json& item, const GradeResult& result) {
  item["error"] = printable(result.error);
  item["max"] = result.max_score;
  if (result.outcome == Outcome::kGraded) item["criteria"] = criteria_json(result);
  item["races"] = races_json(result);
  item["crashes"] = crashes_json(result);
  item["tests"] = tests_json(result);
  item["diagnostics"] = diagnostics_json(result);
  item["rejected"] = findings_json(result.rejected);
  item["dropped"] = findings_json(result.dropped);
  item["resources"] = resources_json(result);
  item["limits"] = result.run_usage.processes > 0 ? limits_text(result) : "";
  item["environment"] = environment_json(result);
}

Json submission_json(const Board& board, const Row& row, const SubmissionRecord& record) {
  const Run& run = *board.run;
  Json item = {{"exercise", printable_line(record.exercise)},
               {"state", state_of(record)},
               {"words", words_for(state_of(record))},
               {"score", or_null(machine_score(record))},
               {"adjusted", or_null(record.adjusted)},
               {"final", or_null(final_score(record))},
               {"late", late_json(record)},
               {"decision", decision_json(record)},
               {"times", times_json(run, record)},
               {"source", source_json(record)},
               {"code", code_json(record.code)}};
  if (record.result) add_result(item, *record.result);
  if (board.view == View::kCandidate) return item;
  item["command"] = command_for(record);
  const Equals equals = identical_to(board, row, record);
  item["identical"] = equals.rows;
  item["identical_count"] = equals.count;
  item["reused"] = record.reused;
  item["tries"] = record.tries;
  Json extra = Json::array();
  for (const auto& [column, value] : record.entry.extra)
    extra.push_back({printable_line(column), printable_line(value)});
  item["extra"] = std::move(extra);
  return item;
}

}  // namespace

void candidate_data(const Board& board, const Row& row, const std::vector<SubmissionRecord>& whole,
                    Out& out) {
  Json submissions = Json::array();
  for (const SubmissionRecord& record : whole)
    submissions.push_back(submission_json(board, row, record));
  const Json document = {{"submissions", std::move(submissions)}};
  begin_data(fmt::format("c-{}", row.key()), out);
  out << as_data(document);
  end_data(out);
}

}  // namespace assay::report::html
