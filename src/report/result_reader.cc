#include <charconv>
#include <limits>

#include "base/json.h"
#include "report/result_json.h"

namespace assay::report {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20;
constexpr std::uint64_t kMost32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kMost64 = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kMostSigned = std::numeric_limits<std::int64_t>::max();

std::uint32_t u32(JsonObject& object, std::string_view name) {
  return static_cast<std::uint32_t>(object.integer(name, 0, kMost32));
}

std::uint64_t u64(JsonObject& object, std::string_view name) {
  return object.integer(name, 0, kMost64);
}

std::int64_t amount(JsonObject& object, std::string_view name) {
  return static_cast<std::int64_t>(object.integer(name, 0, kMostSigned));
}

std::chrono::milliseconds duration(JsonObject& object, std::string_view name) {
  return std::chrono::milliseconds(amount(object, name));
}

// A member whose text is one of the names of an enumeration.
template <class FromName>
auto named(JsonObject& object, std::string_view member, FromName from_name) {
  const JsonValue value = object.member(member);
  const auto found = from_name(value.text());
  if (!found) value.refuse("is no name that is known here");
  return found.value_or(decltype(*found){});
}

template <class Read>
auto list(JsonObject& object, std::string_view name, Read read) {
  std::vector<decltype(read(std::declval<JsonObject&>()))> items;
  for (const JsonValue& value : object.member(name).items()) {
    JsonObject item = value.object();
    items.push_back(read(item));
    item.finish();
  }
  return items;
}

template <class Read>
auto inner(JsonObject& object, std::string_view name, Read read) {
  JsonObject member = object.member(name).object();
  auto value = read(member);
  member.finish();
  return value;
}

Frame read_frame(JsonObject& object) {
  return {object.text("function"), object.text("file"), u32(object, "line"), object.text("source")};
}

Stack read_stack(JsonObject& object) {
  return {object.text("title"), list(object, "frames", read_frame), u32(object, "cut")};
}

RaceReport read_race(JsonObject& object) {
  return {object.text("test"), list(object, "stacks", read_stack)};
}

CrashReport read_crash(JsonObject& object) {
  return {object.text("test"), named(object, "verdict", verdict_from_name), object.text("message"),
          list(object, "stacks", read_stack)};
}

CriterionResult read_criterion(JsonObject& object) {
  CriterionResult result;
  result.id = object.text("id");
  result.title = object.text("title");
  result.points = u32(object, "points");
  result.earned = static_cast<std::uint32_t>(object.integer("earned", 0, result.points));
  result.verdict = named(object, "verdict", verdict_from_name);
  result.reason = object.text("reason");
  result.hint = object.text("hint");
  result.tests = object.texts("tests");
  result.attempts = u32(object, "attempts");
  result.passed = static_cast<std::uint32_t>(object.integer("passed", 0, result.attempts));
  return result;
}

Attempt read_attempt(JsonObject& object) {
  Attempt attempt;
  attempt.build = named(object, "build", build_kind_from_name);
  attempt.cpu = u32(object, "cpu");
  attempt.iteration = u32(object, "iteration");
  attempt.verdict = named(object, "verdict", verdict_from_name);
  attempt.detail = object.text("detail");
  attempt.output = object.text("output");
  attempt.nanoseconds = amount(object, "nanoseconds");
  attempt.races = u64(object, "races");
  return attempt;
}

TestResult read_test(JsonObject& object) {
  return {object.text("test"), named(object, "verdict", verdict_from_name),
          list(object, "attempts", read_attempt)};
}

Diagnostic read_diagnostic(JsonObject& object) {
  Diagnostic diagnostic;
  diagnostic.check = object.text("check");
  diagnostic.file = object.text("file");
  diagnostic.line = u32(object, "line");
  diagnostic.column = u32(object, "column");
  diagnostic.message = object.text("message");
  diagnostic.source = object.text("source");
  return diagnostic;
}

Finding read_finding(JsonObject& object) {
  return {object.text("path"), u32(object, "line"), object.text("rule"), object.text("message")};
}

Usage read_usage(JsonObject& object) {
  return {amount(object, "cpu_ms"), amount(object, "wall_ms"), u64(object, "peak_memory_bytes"),
          u32(object, "processes")};
}

BuildLimits read_build_limits(JsonObject& object) {
  return {duration(object, "wall_ms"), duration(object, "cpu_ms"), u64(object, "memory_bytes")};
}

RunLimits read_run_limits(JsonObject& object) {
  RunLimits limits;
  limits.test = duration(object, "test_ms");
  limits.wall = duration(object, "wall_ms");
  limits.cpu = duration(object, "cpu_ms");
  limits.memory_bytes = u64(object, "memory_bytes");
  limits.processes = u32(object, "processes");
  limits.output_bytes = u64(object, "output_bytes");
  limits.tmp_bytes = u64(object, "tmp_bytes");
  return limits;
}

Repeats read_repeats(JsonObject& object) {
  Repeats repeats;
  repeats.count = u32(object, "count");
  repeats.cpu.clear();
  for (const JsonValue& cpu : object.member("cpu").items())
    repeats.cpu.push_back(static_cast<std::uint32_t>(cpu.integer(0, kMost32)));
  repeats.shuffle = object.member("shuffle").boolean();
  return repeats;
}

std::uint64_t read_seed(JsonObject& object) {
  const JsonValue value = object.member("seed");
  const std::string text = value.text();
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed, 16);
  if (error != std::errc() || end != text.data() + text.size() || text.size() != 16)
    value.refuse("must be 16 hexadecimal digits");
  return seed;
}

Environment read_environment(JsonObject& object) {
  return {object.text("assay_version"), object.text("go_version"), object.text("kernel"),
          object.text("isolation"),     object.text("cgroup"),     read_seed(object)};
}

void read_exercise(JsonObject& top, GradeResult& result) {
  JsonObject object = top.member("exercise").object();
  result.exercise = object.text("id");
  result.exercise_title = object.text("title");
  result.exercise_digest = object.text("digest");
  result.show_messages = object.member("show_messages").boolean();
  object.finish();
}

void read_origin(JsonObject& object, GradeResult& result) {
  result.submission = {};
  result.submission.source = object.text("source");
  if (const JsonValue ref = object.member("asked_ref"); !ref.is_null())
    result.submission.ref = ref.text();
  if (const JsonValue at = object.member("asked_time"); !at.is_null())
    result.submission.at = at.signed_integer();
  result.submission.subdir = object.text("subdir");
  result.origin = object.text("origin");
  result.ref = object.text("ref");
  result.commit = object.text("commit");
  result.tree = object.text("tree");
  result.commit_time = object.member("commit_time").signed_integer();
  result.author = object.text("author");
}

void read_submission(JsonObject& top, GradeResult& result) {
  JsonObject object = top.member("submission").object();
  read_origin(object, result);
  result.files = object.texts("files");
  object.finish();
}

void read_score(JsonObject& top, GradeResult& result) {
  result.max_score = u32(top, "max_score");
  const JsonValue score = top.member("score");
  if (score.is_null()) return;
  result.score = static_cast<std::uint32_t>(score.integer(0, result.max_score));
  if (result.outcome != Outcome::kGraded) score.refuse("must be null where nothing was graded");
}

void read_evidence(JsonObject& top, GradeResult& result) {
  result.criteria = list(top, "criteria", read_criterion);
  result.tests = list(top, "tests", read_test);
  result.races = list(top, "races", read_race);
  result.crashes = list(top, "crashes", read_crash);
  result.diagnostics = list(top, "diagnostics", read_diagnostic);
  result.rejected = list(top, "rejected", read_finding);
  result.dropped = list(top, "dropped", read_finding);
}

void read_circumstances(JsonObject& top, GradeResult& result) {
  JsonObject usage = top.member("usage").object();
  result.build_usage = inner(usage, "build", read_usage);
  result.run_usage = inner(usage, "run", read_usage);
  usage.finish();
  JsonObject limits = top.member("limits").object();
  result.build_limits = inner(limits, "build", read_build_limits);
  result.run_limits = inner(limits, "run", read_run_limits);
  limits.finish();
  result.repeats = inner(top, "repeats", read_repeats);
  result.environment = inner(top, "environment", read_environment);
  result.started_at = top.member("started_at").signed_integer();
  result.duration_ms = amount(top, "duration_ms");
}

}  // namespace

Result<ReadResult> from_json(const std::string& file, std::string_view bytes) {
  JsonDocument document(file, bytes, kMostBytes);
  JsonObject top = document.object();
  top.integer("schema_version", 1, 1);
  ReadResult read;
  read.view = named(top, "view", view_from_name);
  read.result.outcome = named(top, "outcome", outcome_from_name);
  read.result.error = top.text("error");
  read.result.inputs_digest = top.text("inputs_digest");
  read_score(top, read.result);
  read_exercise(top, read.result);
  read_submission(top, read.result);
  read_evidence(top, read.result);
  read_circumstances(top, read.result);
  top.finish();
  ASSAY_CHECK(document.status());
  return read;
}

Result<GradeResult> common_from_json(const std::string& file, std::string_view bytes) {
  ASSAY_TRY(ReadResult read, from_json(file, bytes));
  return std::move(read.result);
}

Status add_own(const std::string& file, std::string_view bytes, GradeResult& result) {
  JsonDocument document(file, bytes, kMostBytes);
  JsonObject top = document.object();
  JsonObject origin = top.member("submission").object();
  read_origin(origin, result);
  origin.finish();
  result.dropped = list(top, "dropped", read_finding);
  result.started_at = top.member("started_at").signed_integer();
  top.finish();
  return document.status();
}

}  // namespace assay::report
