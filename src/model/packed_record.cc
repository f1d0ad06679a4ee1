// Each struct is taken apart by a structured binding, which does not compile any more when the
// struct has another member: none can be forgotten here.
#include "model/packed_record.h"

#include "model/packing.h"

namespace assay {

// `fields` has to be found from within the templates of packing.h, so it cannot be in an anonymous
// namespace; static keeps it in this file.

static void fields(auto& pack, Is<SubmissionRef> auto& ref) {
  auto& [source, name, at, subdir] = ref;
  pack(source, name, at, subdir);
}

static void fields(auto& pack, Is<RosterEntry> auto& entry) {
  auto& [candidate, submission, exercise, deadline, extension, extra] = entry;
  pack(candidate, submission, exercise, deadline, extension, extra);
}

static void fields(auto& pack, Is<Lateness> auto& late) {
  auto& [seconds, days, percent] = late;
  pack(seconds, days, percent);
}

static void fields(auto& pack, Is<Decision> auto& decision) {
  auto& [score, reason, author, at] = decision;
  pack(score, reason, author, at);
}

static void fields(auto& pack, Is<Frame> auto& frame) {
  auto& [function, file, line, source] = frame;
  pack(function, file, line, source);
}

static void fields(auto& pack, Is<Stack> auto& stack) {
  auto& [title, frames, cut] = stack;
  pack(title, frames, cut);
}

static void fields(auto& pack, Is<RaceReport> auto& race) {
  auto& [test, stacks] = race;
  pack(test, stacks);
}

static void fields(auto& pack, Is<CrashReport> auto& crash) {
  auto& [test, verdict, message, stacks] = crash;
  pack(test, verdict, message, stacks);
}

static void fields(auto& pack, Is<Attempt> auto& attempt) {
  auto& [build, cpu, iteration, verdict, detail, output, nanoseconds, races] = attempt;
  pack(build, cpu, iteration, verdict, detail, output, nanoseconds, races);
}

static void fields(auto& pack, Is<TestResult> auto& test) {
  auto& [name, verdict, attempts] = test;
  pack(name, verdict, attempts);
}

static void fields(auto& pack, Is<Diagnostic> auto& diagnostic) {
  auto& [file, line, column, message, check, source] = diagnostic;
  pack(file, line, column, message, check, source);
}

static void fields(auto& pack, Is<Finding> auto& finding) {
  auto& [path, line, rule, message] = finding;
  pack(path, line, rule, message);
}

static void fields(auto& pack, Is<Usage> auto& usage) {
  auto& [cpu_ms, wall_ms, peak_memory_bytes, processes] = usage;
  pack(cpu_ms, wall_ms, peak_memory_bytes, processes);
}

static void fields(auto& pack, Is<BuildLimits> auto& limits) {
  auto& [wall, cpu, memory_bytes] = limits;
  pack(wall, cpu, memory_bytes);
}

static void fields(auto& pack, Is<RunLimits> auto& limits) {
  auto& [test, wall, cpu, memory_bytes, processes, output_bytes, tmp_bytes] = limits;
  pack(test, wall, cpu, memory_bytes, processes, output_bytes, tmp_bytes);
}

static void fields(auto& pack, Is<Repeats> auto& repeats) {
  auto& [count, cpu, shuffle] = repeats;
  pack(count, cpu, shuffle);
}

static void fields(auto& pack, Is<Environment> auto& environment) {
  auto& [assay_version, go_version, kernel, isolation, cgroup, seed] = environment;
  pack(assay_version, go_version, kernel, isolation, cgroup, seed);
}

static void fields(auto& pack, Is<GradeResult> auto& result) {
  auto& [outcome, error, exercise, exercise_title, exercise_digest, inputs_digest, submission,
         origin, commit, tree, ref, commit_time, author, score, max_score, criteria, tests, races,
         crashes, diagnostics, rejected, dropped, files, show_messages, build_usage, run_usage,
         build_limits, run_limits, repeats, environment, started_at, duration_ms] = result;
  static_cast<void>(criteria);  // lie beside, shared
  pack(outcome, error, exercise, exercise_title, exercise_digest, inputs_digest, submission);
  pack(origin, commit, tree, ref, commit_time, author, score, max_score);
  pack(tests, races, crashes, diagnostics, rejected, dropped, files, show_messages);
  pack(build_usage, run_usage, build_limits, run_limits, repeats, environment);
  pack(started_at, duration_ms);
}

static void fields(auto& pack, Is<SubmissionRecord> auto& record) {
  auto& [entry, exercise, progress, tries, result, code, finished_at, reused, late, adjusted,
         decision] = record;
  pack(entry, exercise, progress, tries, result, code, finished_at, reused);
  pack(late, adjusted, decision);
}

PackedRecord pack(const SubmissionRecord& record) {
  Packer packer;
  packer(record);
  // A copy has no room to spare; what was grown has.
  return {packer.bytes(), record.result ? record.result->criteria : SharedList<CriterionResult>{}};
}

SubmissionRecord unpack(const PackedRecord& packed) {
  SubmissionRecord record;
  Unpacker unpacker(packed.bytes);
  unpacker(record);
  if (record.result) record.result->criteria = packed.criteria;
  return record;
}

}  // namespace assay
