#include "exercise/manifest.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "exercise/names.h"
#include "model/verdict.h"

namespace assay::exercise {
namespace {

constexpr std::uint64_t kSchemaVersion = 1;
constexpr std::uint64_t kMiB = 1ULL << 20;
constexpr std::uint64_t kMaxQuestion = 999;
constexpr std::size_t kMaxAsked = 3;

using Check = bool (*)(std::string_view);

// The text of `value`, which must be as `check` wants it.
std::string checked(const JsonValue& value, Check check, std::string_view what, std::string hint) {
  std::string text = value.text();
  if (!check(text)) value.refuse(what, std::move(hint));
  return text;
}

// An array of such texts, none of them twice.
std::vector<std::string> checked_list(const JsonValue& list, Check check, std::string_view what,
                                      const std::string& hint) {
  std::vector<std::string> texts;
  std::set<std::string> seen;
  for (const JsonValue& item : list.items()) {
    texts.push_back(checked(item, check, what, hint));
    if (!seen.insert(texts.back()).second) item.refuse("stands there twice", "remove it");
  }
  return texts;
}

std::string slug(JsonObject& object, std::string_view name) {
  return checked(object.member(name), is_slug,
                 "must be at most 64 lower-case letters and digits, with single hyphens between",
                 "write it as \"rate-limiter\"");
}

bool is_line(std::string_view text) {
  return !text.empty() && printable_line(text) == text;
}

std::string line(const JsonValue& value) {
  return checked(value, is_line, "must be one line of visible text", "say it in a sentence");
}

std::vector<std::string> calls(const JsonValue& list) {
  return checked_list(list, is_qualified_name, "is no exported name of a package",
                      "write it as \"time.Tick\" or \"net/http.Get\"; methods cannot be seen");
}

std::vector<CallRule> call_rules(JsonObject& policy, std::string_view name) {
  std::vector<CallRule> rules;
  const auto list = policy.optional(name);
  if (!list) return rules;
  for (const JsonValue& item : list->items()) {
    JsonObject object = item.object();
    std::string call =
        checked(object.member("call"), is_qualified_name, "is no exported name of a package",
                "write it as \"time.Tick\" or \"net/http.Get\"; methods cannot be "
                "seen");
    rules.push_back({std::move(call), line(object.member("reason"))});
    object.finish();
  }
  return rules;
}

void read_submission(JsonObject& top, Exercise& exercise) {
  const auto value = top.optional("submission");
  if (!value) return;
  JsonObject submission = value->object();
  if (const auto kind = submission.optional("kind"); kind && kind->text() != "code")
    kind->refuse("is a kind that this assay does not grade", "\"code\" is the only one");
  if (const auto files = submission.optional("files")) {
    exercise.policy.files =
        checked_list(*files, is_submission_glob, "is no pattern for Go files of the package folder",
                     "write it as \"*.go\" or \"limiter.go\"");
    if (exercise.policy.files.empty()) files->refuse("is empty", "name the files, or leave it out");
  }
  exercise.policy.max_files =
      static_cast<std::uint32_t>(submission.integer_or("max_files", 1, 1000, 64));
  exercise.policy.max_bytes = submission.integer_or("max_bytes", 1, 16 * kMiB, kMiB);
  submission.finish();
}

void read_imports(const JsonValue& list, Policy& policy) {
  for (const JsonValue& item : list.items()) {
    if (is_never_importable(item.text()))
      item.refuse("is a package that no submission may import",
                  "remove it: after it no verdict could be trusted");
  }
  policy.allowed_imports =
      checked_list(list, is_standard_import, "is no package of the standard library",
                   "only the standard library can be imported");
}

void read_policy(JsonObject& top, Policy& policy) {
  JsonObject object = top.member("policy").object();
  read_imports(object.member("allowed_imports"), policy);
  policy.forbidden_calls = call_rules(object, "forbidden_calls");
  policy.discouraged_calls = call_rules(object, "discouraged_calls");
  object.finish();
}

std::chrono::milliseconds seconds(JsonObject& object, std::string_view name,
                                  std::chrono::milliseconds fallback) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(fallback).count();
  return std::chrono::seconds(object.integer_or(name, 1, 3600, static_cast<std::uint64_t>(whole)));
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
  limits.output_bytes = run.integer_or("output_kib", 16, 65536, limits.output_bytes / 1024) * 1024;
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
    std::set<std::uint64_t> seen;
    repeats.cpu.clear();
    for (const JsonValue& item : cpu->items()) {
      repeats.cpu.push_back(static_cast<std::uint32_t>(item.integer(1, 64)));
      if (!seen.insert(repeats.cpu.back()).second)
        item.refuse("stands there twice", "raise \"count\" for more runs");
    }
    if (repeats.cpu.empty()) cpu->refuse("is empty", "name a GOMAXPROCS, or leave it out");
  }
  object.finish();
}

void read_tests(JsonObject& object, Evidence& evidence) {
  evidence.tests = checked_list(object.member("tests"), is_test_name, "is no name of a test",
                                "a top-level test is called TestSomething");
  const auto build = object.optional("build");
  if (!build) return;
  const auto kind = build_kind_from_name(build->text());
  if (!kind) build->refuse("is no kind of build", "\"race\" or \"plain\"");
  evidence.build = kind.value_or(BuildKind::kRace);
}

void read_calls(JsonObject& object, const Policy& policy, Evidence& evidence) {
  if (const auto list = object.optional("must_call")) {
    evidence.must_call = calls(*list);
    for (const JsonValue& item : list->items()) {
      const std::string package{package_of(item.text())};
      const auto& allowed = policy.allowed_imports;
      if (std::find(allowed.begin(), allowed.end(), package) == allowed.end())
        item.refuse("needs an import that the policy does not allow",
                    "add \"" + package + "\" to /policy/allowed_imports");
    }
  }
  if (const auto list = object.optional("must_not_call")) evidence.must_not_call = calls(*list);
}

void read_evidence(JsonObject& object, const Policy& policy, Evidence& evidence) {
  const bool tests = object.has("tests");
  const bool vet = object.has("vet");
  const bool uses = object.has("must_call") || object.has("must_not_call");
  if (static_cast<int>(tests) + static_cast<int>(vet) + static_cast<int>(uses) != 1) {
    object.refuse("must have exactly one kind of evidence",
                  "\"tests\", or \"vet\", or \"must_call\" with \"must_not_call\"");
    return;
  }
  if (tests) read_tests(object, evidence);
  if (vet)
    evidence.vet = checked_list(object.member("vet"), is_analyzer_name, "is no analyzer of go vet",
                                "`go tool vet help` lists them");
  if (uses) read_calls(object, policy, evidence);
  if (evidence.tests.empty() && evidence.vet.empty() && evidence.must_call.empty() &&
      evidence.must_not_call.empty())
    object.refuse("names no evidence: its list is empty", "say what earns the points");
}

// Whether interviewer.md has these questions is questions.h's to check.
std::vector<std::uint32_t> read_ask(const JsonValue& list) {
  std::vector<std::uint32_t> numbers;
  for (const JsonValue& item : list.items()) {
    const auto number = static_cast<std::uint32_t>(item.integer(1, kMaxQuestion));
    if (std::find(numbers.begin(), numbers.end(), number) != numbers.end())
      item.refuse("stands there twice", "remove it");
    numbers.push_back(number);
  }
  if (numbers.empty() || numbers.size() > kMaxAsked)
    list.refuse("must name one to three questions", "or leave it out");
  return numbers;
}

Criterion read_criterion(const JsonValue& item, const Policy& policy,
                         const std::set<std::string>& earlier) {
  JsonObject object = item.object();
  Criterion criterion;
  const JsonValue id = object.member("id");
  criterion.id = slug(object, "id");
  if (earlier.contains(criterion.id))
    id.refuse("is the id of an earlier criterion too", "give each its own");
  criterion.title = line(object.member("title"));
  criterion.points = static_cast<std::uint32_t>(object.integer("points", 1, 100));
  criterion.hint = line(object.member("hint"));
  read_evidence(object, policy, criterion.evidence);
  if (const auto required = object.optional("requires"))
    for (const JsonValue& one : required->items()) {
      criterion.requires_.push_back(one.text());
      if (!earlier.contains(criterion.requires_.back()))
        one.refuse("is no earlier criterion", "put the prerequisite first");
    }
  if (const auto ask = object.optional("ask")) criterion.ask = read_ask(*ask);
  object.finish();
  return criterion;
}

void read_criteria(JsonObject& top, Exercise& exercise) {
  const JsonValue list = top.member("criteria");
  std::set<std::string> ids;
  std::set<std::string> tests;
  std::uint32_t points = 0;
  for (const JsonValue& item : list.items()) {
    Criterion criterion = read_criterion(item, exercise.policy, ids);
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
  top.text_or("$schema", "");  // for editors
  read_schema_version(top);
  exercise.id = slug(top, "id");
  exercise.title = line(top.member("title"));
  exercise.summary = line(top.member("summary"));
  exercise.scenario = line(top.member("scenario"));
  exercise.difficulty = static_cast<std::uint32_t>(top.integer("difficulty", 1, 5));
  exercise.minutes = static_cast<std::uint32_t>(top.integer("minutes", 5, 480));
  for (const JsonValue& subject : top.member("concepts").items())
    exercise.concepts.push_back(line(subject));
  exercise.go_version = checked(top.member("go"), is_go_version, "must be \"1.25\" or newer",
                                "hidden tests need testing/synctest, which came with 1.25");
  if (const auto package = top.optional("package"))
    exercise.package = checked(*package, is_package_folder, "is no folder for a Go package",
                               "write it as \".\", \"ledger\" or \"internal/ledger\"");
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

std::string losing_verdict(const JsonValue& value) {
  return checked(
      value,
      [](std::string_view text) {
        const auto verdict = verdict_from_name(text);
        return verdict && *verdict != Verdict::kPassed;
      },
      "is no verdict that loses points",
      "failed, race, deadlock, leak, panic, ..., skipped: see exercises/README.md");
}

std::vector<std::string> losing_verdicts(const JsonValue& value) {
  if (!value.is_array()) return {losing_verdict(value)};
  std::vector<std::string> names;
  for (const JsonValue& item : value.items()) names.push_back(losing_verdict(item));
  if (names.empty()) value.refuse("is empty", "name the verdicts that may come of it");
  return names;
}

ExpectedLoss read_loss(const JsonValue& item, const Exercise& exercise,
                       std::set<std::string>& seen) {
  JsonObject object = item.object();
  const JsonValue criterion = object.member("criterion");
  ExpectedLoss loss{criterion.text(), losing_verdicts(object.member("verdict"))};
  const bool known = std::any_of(exercise.criteria.begin(), exercise.criteria.end(),
                                 [&](const Criterion& c) { return c.id == loss.criterion; });
  if (!known) criterion.refuse("is no criterion of " + exercise.id, "use the ids of exercise.json");
  if (!seen.insert(loss.criterion).second)
    criterion.refuse("is lost twice", "list the verdicts as one array");
  object.finish();
  return loss;
}

}  // namespace

Result<Expectation> parse_expectation(std::string_view file, std::string_view bytes,
                                      const Exercise& exercise) {
  JsonDocument document{std::string(file), bytes};
  JsonObject top = document.object();
  Expectation expectation;
  top.text_or("$schema", "");  // for editors
  read_schema_version(top);
  expectation.summary = line(top.member("summary"));
  if (const auto base = top.optional("base")) expectation.base = line(*base);
  const JsonValue list = top.member("loses");
  std::set<std::string> seen;
  for (const JsonValue& item : list.items())
    expectation.loses.push_back(read_loss(item, exercise, seen));
  if (expectation.loses.empty()) list.refuse("is empty", "a mutant must lose something");
  top.finish();
  ASSAY_CHECK(document.status());
  return expectation;
}

}  // namespace assay::exercise
