#include "exercise/manifest.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "model/verdict.h"

namespace assay::exercise {
namespace {

constexpr std::uint64_t kSchemaVersion = 1;
constexpr std::uint64_t kMiB = 1ULL << 20;

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_test_name(std::string_view text) {
  return text.size() > 4 && text.starts_with("Test") && is_identifier(text) &&
         !(text[4] >= 'a' && text[4] <= 'z') && text != "TestMain";
}

std::string slug(JsonObject& object, std::string_view name) {
  const JsonValue value = object.member(name);
  std::string text = value.text();
  if (!text.empty() && !is_slug(text))
    value.refuse("must be lower-case letters, digits and single '-' between them");
  return text;
}

std::string sentence(JsonObject& object, std::string_view name) {
  const JsonValue value = object.member(name);
  std::string text = value.text();
  if (text.empty()) value.refuse("must not be empty");
  return text;
}

// "1.25" and up; what hidden tests need (testing/synctest) came with 1.25.
std::string go_version(JsonObject& top) {
  const JsonValue value = top.member("go");
  std::string text = value.text();
  unsigned minor = 0;
  const char* const end = text.data() + text.size();
  const bool formed = text.starts_with("1.") &&
                      std::from_chars(text.data() + 2, end, minor).ptr == end;
  if (!formed || minor < 25) value.refuse("must be \"1.25\" or newer", "hidden tests need 1.25");
  return text;
}

std::string package_folder(JsonObject& top) {
  std::string text = top.text_or("package", ".");
  if (text == ".") return text;
  for (const std::string_view part : split(text, '/'))
    if (part.empty() || part.starts_with(".") || !is_identifier(part))
      top.refuse("has a \"package\" that is no plain folder name",
                 "write it as \"ledger\" or \"internal/ledger\"");
  return text;
}

std::vector<CallRule> call_rules(JsonObject& policy, std::string_view name) {
  std::vector<CallRule> rules;
  const auto list = policy.optional(name);
  if (!list) return rules;
  for (const JsonValue& item : list->items()) {
    JsonObject object = item.object();
    CallRule rule{sentence(object, "call"), sentence(object, "reason")};
    if (rule.call.find('.') == std::string::npos)
      item.refuse("names no package", "write it as \"time.Tick\" or \"net/http.Get\"");
    object.finish();
    rules.push_back(std::move(rule));
  }
  return rules;
}

void read_submission(JsonObject& top, Exercise& exercise) {
  const auto value = top.optional("submission");
  if (!value) return;
  JsonObject submission = value->object();
  if (const std::string kind = submission.text_or("kind", "code"); kind == "tests")
    exercise.kind = SubmissionKind::kTests;
  else if (kind != "code")
    submission.refuse("has an unknown \"kind\"", "\"code\" or \"tests\"");
  exercise.policy.files = submission.texts_or("files", exercise.policy.files);
  if (exercise.policy.files.empty()) submission.refuse("names no files");
  exercise.policy.max_files =
      static_cast<std::uint32_t>(submission.integer_or("max_files", 1, 1000, 64));
  exercise.policy.max_bytes = submission.integer_or("max_bytes", 1, 16 * kMiB, kMiB);
  submission.finish();
}

void read_policy(JsonObject& top, Policy& policy) {
  const std::set<std::string, std::less<>> never = {"C", "unsafe", "plugin", "runtime/cgo"};
  JsonObject object = top.member("policy").object();
  policy.allowed_imports = object.texts("allowed_imports");
  for (const std::string& path : policy.allowed_imports)
    if (never.contains(path) || path == "testing" || path.starts_with("testing/"))
      object.refuse("allows the import of \"" + printable_line(path) + "\"",
                    "no submission may import it: a verdict could not be trusted");
  policy.forbidden_calls = call_rules(object, "forbidden_calls");
  policy.discouraged_calls = call_rules(object, "discouraged_calls");
  object.finish();
}

std::chrono::milliseconds seconds(JsonObject& object, std::string_view name,
                                  std::chrono::milliseconds fallback) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(fallback).count();
  return std::chrono::seconds(
      object.integer_or(name, 1, 3600, static_cast<std::uint64_t>(whole)));
}

void read_build_limits(JsonObject build, BuildLimits& limits) {
  limits.wall = seconds(build, "wall_seconds", limits.wall);
  limits.cpu = seconds(build, "cpu_seconds", limits.cpu);
  limits.memory_bytes =
      build.integer_or("memory_mib", 256, 65536, limits.memory_bytes / kMiB) * kMiB;
  build.finish();
}

void read_run_limits(JsonObject run, RunLimits& limits) {
  limits.test = seconds(run, "test_seconds", limits.test);
  limits.wall = seconds(run, "wall_seconds", limits.wall);
  limits.cpu = seconds(run, "cpu_seconds", limits.cpu);
  limits.memory_bytes = run.integer_or("memory_mib", 32, 65536, limits.memory_bytes / kMiB) * kMiB;
  limits.processes =
      static_cast<std::uint32_t>(run.integer_or("processes", 16, 4096, limits.processes));
  limits.output_bytes =
      run.integer_or("output_kib", 16, 65536, limits.output_bytes / 1024) * 1024;
  limits.tmp_bytes = run.integer_or("tmp_mib", 1, 1024, limits.tmp_bytes / kMiB) * kMiB;
  if (limits.test > limits.wall)
    run.refuse("gives one test more time than the whole process", "raise wall_seconds");
  run.finish();
}

void read_limits(JsonObject& top, Exercise& exercise) {
  const auto value = top.optional("limits");
  if (!value) return;
  JsonObject limits = value->object();
  if (const auto build = limits.optional("build"))
    read_build_limits(build->object(), exercise.build_limits);
  if (const auto run = limits.optional("run")) read_run_limits(run->object(), exercise.run_limits);
  limits.finish();
}

void read_repeats(JsonObject& top, Repeats& repeats) {
  const auto value = top.optional("repeats");
  if (!value) return;
  JsonObject object = value->object();
  repeats.count = static_cast<std::uint32_t>(object.integer_or("count", 1, 1000, repeats.count));
  repeats.shuffle = object.boolean_or("shuffle", repeats.shuffle);
  if (const auto cpu = object.optional("cpu")) {
    repeats.cpu.clear();
    for (const JsonValue& item : cpu->items())
      repeats.cpu.push_back(static_cast<std::uint32_t>(item.integer(1, 64)));
    if (repeats.cpu.empty()) cpu->refuse("must name at least one GOMAXPROCS");
  }
  object.finish();
}

void read_tests(JsonObject& object, Evidence& evidence) {
  evidence.tests = object.texts("tests");
  for (const std::string& test : evidence.tests)
    if (!is_test_name(test))
      object.refuse("names the test \"" + printable_line(test) + "\"",
                    "a top-level test is called TestSomething");
  const std::string build = object.text_or("build", "race");
  if (build == "plain") evidence.build = BuildKind::kPlain;
  else if (build != "race") object.refuse("has an unknown \"build\"", "\"race\" or \"plain\"");
}

void read_evidence(JsonObject& object, Evidence& evidence) {
  const bool tests = object.has("tests");
  const bool vet = object.has("vet");
  const bool calls = object.has("must_call") || object.has("must_not_call");
  if (static_cast<int>(tests) + static_cast<int>(vet) + static_cast<int>(calls) != 1) {
    object.refuse("must have exactly one kind of evidence",
                  "\"tests\", or \"vet\", or \"must_call\" with \"must_not_call\"");
    return;
  }
  if (tests) read_tests(object, evidence);
  if (vet) evidence.vet = object.texts("vet");
  if (calls) {
    evidence.must_call = object.texts_or("must_call", {});
    evidence.must_not_call = object.texts_or("must_not_call", {});
  }
  if (evidence.tests.empty() && evidence.vet.empty() && evidence.must_call.empty() &&
      evidence.must_not_call.empty())
    object.refuse("names no evidence: its list is empty");
}

Criterion read_criterion(const JsonValue& item, const std::set<std::string>& earlier) {
  JsonObject object = item.object();
  Criterion criterion;
  criterion.id = slug(object, "id");
  if (earlier.contains(criterion.id)) item.refuse("has an id that stands there twice");
  criterion.title = sentence(object, "title");
  criterion.points = static_cast<std::uint32_t>(object.integer("points", 1, 100));
  criterion.hint = sentence(object, "hint");
  read_evidence(object, criterion.evidence);
  criterion.requires_ = object.texts_or("requires", {});
  for (const std::string& id : criterion.requires_)
    if (!earlier.contains(id))
      item.refuse("requires \"" + printable_line(id) + "\", which is no earlier criterion",
                  "put the prerequisite first");
  object.finish();
  return criterion;
}

void read_criteria(JsonObject& top, Exercise& exercise) {
  const JsonValue list = top.member("criteria");
  std::set<std::string> ids;
  std::set<std::string> tests;
  std::uint32_t points = 0;
  for (const JsonValue& item : list.items()) {
    Criterion criterion = read_criterion(item, ids);
    for (const std::string& test : criterion.evidence.tests)
      if (!tests.insert(test).second)
        item.refuse("names " + test + ", which another criterion names too",
                    "a test earns the points of one criterion");
    ids.insert(criterion.id);
    points += criterion.points;
    exercise.criteria.push_back(std::move(criterion));
  }
  if (points != 100)
    list.refuse("has points that add up to " + std::to_string(points), "they must add up to 100");
}

void read_schema_version(JsonObject& top) {
  const JsonValue value = top.member("schema_version");
  if (value.integer(1, 1'000'000) != kSchemaVersion)
    value.refuse("is a version that this assay does not know", "this assay reads version 1");
}

}  // namespace

Result<Exercise> parse_manifest(std::string_view file, std::string_view bytes) {
  JsonDocument document{std::string(file), bytes};
  JsonObject top = document.object();
  Exercise exercise;
  top.optional("$schema");
  read_schema_version(top);
  exercise.id = slug(top, "id");
  exercise.title = sentence(top, "title");
  exercise.summary = sentence(top, "summary");
  exercise.scenario = sentence(top, "scenario");
  exercise.difficulty = static_cast<std::uint32_t>(top.integer("difficulty", 1, 5));
  exercise.minutes = static_cast<std::uint32_t>(top.integer("minutes", 5, 480));
  exercise.concepts = top.texts("concepts");
  exercise.go_version = go_version(top);
  exercise.package = package_folder(top);
  exercise.show_messages = top.boolean_or("show_messages", false);
  read_submission(top, exercise);
  read_policy(top, exercise.policy);
  read_limits(top, exercise);
  read_repeats(top, exercise.repeats);
  read_criteria(top, exercise);
  top.finish();
  ASSAY_CHECK(document.status());
  return exercise;
}

namespace {

std::vector<std::string> verdicts(const JsonValue& value) {
  std::vector<std::string> names;
  if (value.is_array())
    for (const JsonValue& item : value.items()) names.push_back(item.text());
  else
    names.push_back(value.text());
  for (const std::string& one : names)
    if (const auto verdict = verdict_from_name(one); !verdict || verdict == Verdict::kPassed)
      value.refuse("names no verdict that loses points",
                   "failed, race, deadlock, leak, panic, ..., skipped: see exercises/README.md");
  return names;
}

}  // namespace

Result<Expectation> parse_expectation(std::string_view file, std::string_view bytes,
                                      const Exercise& exercise) {
  JsonDocument document{std::string(file), bytes};
  JsonObject top = document.object();
  Expectation expectation;
  top.optional("$schema");
  read_schema_version(top);
  expectation.summary = sentence(top, "summary");
  expectation.base = top.text_or("base", "");
  const JsonValue list = top.member("loses");
  std::set<std::string> seen;
  for (const JsonValue& item : list.items()) {
    JsonObject object = item.object();
    ExpectedLoss loss{object.text("criterion"), verdicts(object.member("verdict"))};
    const bool known = std::any_of(exercise.criteria.begin(), exercise.criteria.end(),
                                   [&](const Criterion& c) { return c.id == loss.criterion; });
    if (!known)
      item.refuse("names no criterion of " + exercise.id, "use the ids of exercise.json");
    if (!seen.insert(loss.criterion).second) item.refuse("names a criterion twice");
    object.finish();
    expectation.loses.push_back(std::move(loss));
  }
  if (expectation.loses.empty()) list.refuse("is empty", "a mutant must lose something");
  top.finish();
  ASSAY_CHECK(document.status());
  return expectation;
}

}  // namespace assay::exercise
