// The manifest and expect.json: what they mean, and every way in which they are refused.
#include <gmock/gmock.h>

#include <functional>

#include "exercise/manifest.h"
#include "exercise_support.h"

namespace assay::exercise {
namespace {

using nlohmann::json;
using std::chrono_literals::operator""s;
using testing::ElementsAre;
using Patch = std::function<void(json&)>;

Result<Exercise> parse(const json& manifest) {
  return parse_manifest("m.json", manifest.dump());
}

struct Refusal {
  std::string what;  // message behind "m.json", then " | " and the hint
  Patch patch;
};

void expect_refusals(const std::vector<Refusal>& refusals) {
  for (const Refusal& one : refusals) {
    json manifest = full_manifest();
    one.patch(manifest);
    const auto parsed = parse(manifest);
    EXPECT_EQ(refusal(parsed), "m.json" + one.what);
    EXPECT_TRUE(parsed || parsed.error().kind == ErrorKind::kUsage);
  }
}

// Sets what a JSON pointer names.
Patch set(const char* pointer, json value) {
  return [=](json& manifest) { manifest[json::json_pointer(pointer)] = value; };
}

Patch erase(const char* parent, const char* name) {
  return [=](json& manifest) {
    (*parent != '\0' ? manifest[json::json_pointer(parent)] : manifest).erase(name);
  };
}

constexpr const char* kLine = ": must be one line of visible text | say it in a sentence";
constexpr const char* kSlug =
    ": must be at most 64 lower-case letters and digits, with single hyphens between | write it "
    "as \"rate-limiter\"";
constexpr const char* kCall =
    ": is no exported name of a package | write it as \"time.Tick\" or \"net/http.Get\"; methods "
    "cannot be seen";

std::string at(const char* pointer, const char* rest) {
  return std::string(": ") + pointer + rest;
}

TEST(Manifest, IsReadWhole) {
  const auto parsed = parse(full_manifest());
  ASSERT_TRUE(parsed) << refusal(parsed);
  const Exercise& e = *parsed;
  EXPECT_EQ(e.id, "counter");
  EXPECT_EQ(e.title, "A counter");
  EXPECT_EQ(e.summary, "Count things from many goroutines.");
  EXPECT_EQ(e.scenario, "0§10 Races");
  EXPECT_EQ(e.difficulty, 2U);
  EXPECT_EQ(e.minutes, 30U);
  EXPECT_THAT(e.concepts, ElementsAre("mutex", "atomics"));
  EXPECT_EQ(e.go_version, "1.25");
  EXPECT_EQ(e.package, ".");
  EXPECT_EQ(e.kind, SubmissionKind::kCode);
  EXPECT_TRUE(e.show_messages);
  EXPECT_THAT(e.policy.files, ElementsAre("*.go"));
  EXPECT_EQ(e.policy.max_files, 4U);
  EXPECT_EQ(e.policy.max_bytes, 4096U);
  EXPECT_THAT(e.policy.allowed_imports, ElementsAre("sync", "sync/atomic", "time", "math/rand/v2"));
  ASSERT_EQ(e.policy.forbidden_calls.size(), 1U);
  EXPECT_EQ(e.policy.forbidden_calls[0].call, "time.Tick");
  EXPECT_EQ(e.policy.forbidden_calls[0].reason, "It never stops.");
  ASSERT_EQ(e.policy.discouraged_calls.size(), 1U);
  EXPECT_EQ(e.policy.discouraged_calls[0].call, "math/rand/v2.IntN");
}

TEST(Manifest, HasLimitsInItsUnits) {
  const auto parsed = parse(full_manifest());
  ASSERT_TRUE(parsed) << refusal(parsed);
  EXPECT_EQ(parsed->build_limits.wall, 60s);
  EXPECT_EQ(parsed->build_limits.cpu, 70s);
  EXPECT_EQ(parsed->build_limits.memory_bytes, 1024ULL << 20);
  EXPECT_EQ(parsed->run_limits.test, 5s);
  EXPECT_EQ(parsed->run_limits.wall, 50s);
  EXPECT_EQ(parsed->run_limits.cpu, 40s);
  EXPECT_EQ(parsed->run_limits.memory_bytes, 256ULL << 20);
  EXPECT_EQ(parsed->run_limits.processes, 64U);
  EXPECT_EQ(parsed->run_limits.output_bytes, 512ULL << 10);
  EXPECT_EQ(parsed->run_limits.tmp_bytes, 8ULL << 20);
  EXPECT_EQ(parsed->repeats.count, 2U);
  EXPECT_THAT(parsed->repeats.cpu, ElementsAre(1, 4));
  EXPECT_FALSE(parsed->repeats.shuffle);
}

TEST(Manifest, HasCriteriaWithTheirEvidence) {
  const auto parsed = parse(full_manifest());
  ASSERT_TRUE(parsed) << refusal(parsed);
  ASSERT_EQ(parsed->criteria.size(), 4U);
  const Criterion& basics = parsed->criteria[0];
  EXPECT_EQ(basics.id, "basics");
  EXPECT_EQ(basics.title, "It counts");
  EXPECT_EQ(basics.points, 40U);
  EXPECT_EQ(basics.hint, "Add, then look.");
  EXPECT_THAT(basics.evidence.tests, ElementsAre("TestAdd", "TestValue"));
  EXPECT_EQ(basics.evidence.build, BuildKind::kRace);
  EXPECT_TRUE(basics.requires_.empty());
  EXPECT_THAT(basics.ask, ElementsAre(3, 1));
  EXPECT_TRUE(parsed->criteria[1].ask.empty());
  EXPECT_EQ(parsed->criteria[1].evidence.build, BuildKind::kPlain);
  EXPECT_THAT(parsed->criteria[1].requires_, ElementsAre("basics"));
  EXPECT_THAT(parsed->criteria[2].evidence.vet, ElementsAre("copylocks", "lostcancel"));
  EXPECT_THAT(parsed->criteria[3].evidence.must_call, ElementsAre("sync/atomic.AddInt64"));
  EXPECT_THAT(parsed->criteria[3].evidence.must_not_call, ElementsAre("time.Sleep"));
  EXPECT_THAT(parsed->criteria[3].requires_, ElementsAre("basics", "races"));
}

TEST(Manifest, HasDefaultsForWhatIsOptional) {
  const auto parsed = parse(least_manifest());
  ASSERT_TRUE(parsed) << refusal(parsed);
  const Exercise plain;
  EXPECT_EQ(parsed->package, ".");
  EXPECT_THAT(parsed->policy.files, ElementsAre("*.go"));
  EXPECT_EQ(parsed->policy.max_files, plain.policy.max_files);
  EXPECT_EQ(parsed->policy.max_bytes, plain.policy.max_bytes);
  EXPECT_EQ(parsed->run_limits.test, plain.run_limits.test);
  EXPECT_EQ(parsed->run_limits.memory_bytes, plain.run_limits.memory_bytes);
  EXPECT_EQ(parsed->build_limits.memory_bytes, plain.build_limits.memory_bytes);
  EXPECT_THAT(parsed->repeats.cpu, ElementsAre(1, 2, 4));
  EXPECT_EQ(parsed->repeats.count, 1U);
  EXPECT_TRUE(parsed->repeats.shuffle);
  EXPECT_FALSE(parsed->show_messages);
}

TEST(Manifest, KeepsDefaultsWithinPartialLimits) {
  json manifest = full_manifest();
  manifest["limits"] = {{"run", {{"tmp_mib", 3}}}};
  manifest["repeats"] = {{"count", 3}};
  manifest["submission"] = json::object();
  const auto parsed = parse(manifest);
  ASSERT_TRUE(parsed) << refusal(parsed);
  EXPECT_EQ(parsed->run_limits.tmp_bytes, 3ULL << 20);
  EXPECT_EQ(parsed->run_limits.wall, RunLimits{}.wall);
  EXPECT_EQ(parsed->build_limits.wall, BuildLimits{}.wall);
  EXPECT_THAT(parsed->repeats.cpu, ElementsAre(1, 2, 4));
  EXPECT_EQ(parsed->policy.max_files, 64U);
}

TEST(Manifest, NeedsEachOfItsMembers) {
  for (const char* name : {"schema_version", "id", "title", "summary", "scenario", "difficulty",
                           "minutes", "concepts", "go", "policy", "criteria"}) {
    json manifest = full_manifest();
    manifest.erase(name);
    EXPECT_EQ(refusal(parse(manifest)),
              "m.json: lacks the member \"" + std::string(name) + "\" | add it");
  }
}

TEST(Manifest, TakesNoMemberItDoesNotKnow) {
  struct Place {
    const char* pointer;
    const char* shown;
  };
  for (const Place& place :
       {Place{"", ""}, Place{"/submission", ": /submission"}, Place{"/policy", ": /policy"},
        Place{"/policy/forbidden_calls/0", ": /policy/forbidden_calls/0"},
        Place{"/limits", ": /limits"}, Place{"/limits/run", ": /limits/run"},
        Place{"/limits/build", ": /limits/build"}, Place{"/repeats", ": /repeats"},
        Place{"/criteria/2", ": /criteria/2"}}) {
    json manifest = full_manifest();
    manifest[json::json_pointer(place.pointer)]["zzzzzzzz"] = 1;
    EXPECT_EQ(refusal(parse(manifest)), "m.json" + std::string(place.shown) +
                                            ": has an unknown member \"zzzzzzzz\" | remove it");
  }
}

TEST(Manifest, RefusesWrongTypesEverywhere) {
  // Every value of the manifest in turn becomes an object with an unknown member, which no place
  // takes; each refusal points to that place.
  const json flat = full_manifest().flatten();
  for (const auto& [pointer, unused] : flat.items()) {
    json manifest = full_manifest();
    manifest[json::json_pointer(pointer)] = {{"zzzzzzzz", 1}};
    const std::string got = refusal(parse(manifest));
    EXPECT_THAT(got, testing::StartsWith("m.json: " + pointer + ": ")) << got;
  }
}

TEST(Manifest, RefusesAVersionItDoesNotKnow) {
  expect_refusals(
      {{": /schema_version: is a version that this assay does not know | this assay reads version "
        "1",
        set("/schema_version", 2)},
       {": /schema_version: must be a whole number from 1 to 1000000 | ",
        set("/schema_version", 0)},
       {": /schema_version: must be a whole number from 1 to 1000000 | ",
        set("/schema_version", 1.5)}});
}

TEST(Manifest, RefusesIdsThatAreNoSlugs) {
  for (const char* id : {"", "-a", "a-", "a--b", "A", "a_b", "a.b", "../x", "a b", "ä", "a/b"}) {
    json manifest = full_manifest();
    manifest["id"] = id;
    EXPECT_EQ(refusal(parse(manifest)), "m.json: /id" + std::string(kSlug)) << id;
    manifest = full_manifest();
    manifest["criteria"][1]["id"] = id;
    EXPECT_EQ(refusal(parse(manifest)), "m.json: /criteria/1/id" + std::string(kSlug)) << id;
  }
  json manifest = full_manifest();
  manifest["id"] = std::string(64, 'a');
  EXPECT_TRUE(parse(manifest));
  manifest["id"] = std::string(65, 'a');
  EXPECT_FALSE(parse(manifest));
}

TEST(Manifest, RefusesTextThatIsNoVisibleLine) {
  for (const char* pointer : {"/title", "/summary", "/scenario", "/concepts/1", "/criteria/0/title",
                              "/criteria/3/hint", "/policy/forbidden_calls/0/reason"})
    for (const char* text : {"", "two\nlines", "tab\t", "\x1b[31m", "\xE2\x80\xAE", "\x01"})
      expect_refusals({{at(pointer, kLine), set(pointer, text)}});
}

TEST(Manifest, RefusesNumbersOutOfRange) {
  struct Range {
    const char* pointer;
    std::uint64_t least, most;
  };
  for (const auto& [pointer, least, most] :
       {Range{"/difficulty", 1, 5}, Range{"/minutes", 5, 480},
        Range{"/submission/max_files", 1, 1000}, Range{"/submission/max_bytes", 1, 16U << 20},
        Range{"/limits/build/wall_seconds", 1, 3600}, Range{"/limits/build/cpu_seconds", 1, 3600},
        Range{"/limits/build/memory_mib", 256, 65536}, Range{"/limits/run/cpu_seconds", 1, 3600},
        Range{"/limits/run/memory_mib", 32, 65536}, Range{"/limits/run/processes", 16, 4096},
        Range{"/limits/run/output_kib", 16, 65536}, Range{"/limits/run/tmp_mib", 1, 1024},
        Range{"/repeats/count", 1, 1000}, Range{"/repeats/cpu/0", 1, 64},
        Range{"/criteria/3/ask/0", 1, 999}}) {
    const std::string what = std::string(": ") + pointer + ": must be a whole number from " +
                             std::to_string(least) + " to " + std::to_string(most) + " | ";
    expect_refusals({{what, set(pointer, least - 1)},
                     {what, set(pointer, most + 1)},
                     {what, set(pointer, -1)},
                     {what, set(pointer, static_cast<double>(least) + 0.5)},
                     {what, set(pointer, std::to_string(least))}});
    for (const std::uint64_t fits : {least, most}) {
      json manifest = full_manifest();
      if (std::string_view(pointer) == "/repeats/cpu/0") manifest["repeats"]["cpu"] = {2};
      manifest[json::json_pointer(pointer)] = fits;
      EXPECT_TRUE(parse(manifest)) << pointer << " " << fits << refusal(parse(manifest));
    }
  }
}

TEST(Manifest, NeedsGo125) {
  for (const char* go : {"1.24", "1", "2.0", "1.", "", "go1.25", "1.25.1", "1.25rc1", "1.025",
                         "1.1000", "1.99999999999", "1.-25"})
    expect_refusals(
        {{": /go: must be \"1.25\" or newer | hidden tests need testing/synctest, "
          "which came with 1.25",
          set("/go", go)}});
  for (const char* go : {"1.25", "1.26", "1.100"}) {
    json manifest = full_manifest();
    manifest["go"] = go;
    EXPECT_TRUE(parse(manifest)) << go;
  }
}

TEST(Manifest, RefusesPackageFoldersThatGoWouldNotTake) {
  for (const char* folder : {"", "/", "/a", "a/", "a//b", "..", "../a", "a/..", "./a", ".git", "_a",
                             "a/vendor", "testdata", "a-b", "a b", "a\\b", "1a"})
    expect_refusals(
        {{": /package: is no folder for a Go package | write it as \".\", \"ledger\" or "
          "\"internal/ledger\"",
          set("/package", folder)}});
  for (const char* folder : {".", "ledger", "internal/ledger", "a/b/c2"}) {
    json manifest = full_manifest();
    manifest["package"] = folder;
    EXPECT_TRUE(parse(manifest)) << folder;
  }
}

TEST(Manifest, TakesGoFilesForSubmissionsOnly) {
  for (const char* glob : {"", "*", "*.s", "go.mod", "*.go.txt", "*_test.go", "a/*.go", "../x.go",
                           "/x.go", ".go", ".x.go", "_x.go", "[a-z].go", "a\\*.go", "x\n.go"})
    expect_refusals(
        {{": /submission/files/0: is no pattern for Go files of the package folder | "
          "write it as \"*.go\" or \"limiter.go\"",
          set("/submission/files", json::array({glob}))}});
  expect_refusals({{": /submission/files: is empty | name the files, or leave it out",
                    set("/submission/files", json::array())},
                   {": /submission/files/1: stands there twice | remove it",
                    set("/submission/files", {"a.go", "a.go"})},
                   {": /submission/kind: is a kind that this assay does not grade | \"code\" is "
                    "the only one",
                    set("/submission/kind", "tests")}});
}

TEST(Manifest, NeverAllowsImportsThatVoidVerdicts) {
  for (const char* path :
       {"C", "unsafe", "plugin", "testing", "testing/synctest", "testing/internal/testdeps",
        "os/exec", "expvar", "runtime/cgo", "runtime/race", "runtime/pprof", "runtime/trace",
        "runtime/coverage", "net/http/pprof", "net/http/cgi"})
    expect_refusals(
        {{": /policy/allowed_imports/1: is a package that no submission may import | remove it: "
          "after it no verdict could be trusted",
          set("/policy/allowed_imports", {"sync", path})}});
}

TEST(Manifest, AllowsTheStandardLibraryOnly) {
  for (const char* path :
       {"", "github.com/x/y", "assay.test/testkit", "./x", "../x", "/x", "x/", "internal/race",
        "crypto/internal/fips140", "vendor/x", "Sync", "1x", "golang.org/x/sync", "a b", "x\n"})
    expect_refusals(
        {{": /policy/allowed_imports/0: is no package of the standard library | only "
          "the standard library can be imported",
          set("/policy/allowed_imports", json::array({path}))}});
  expect_refusals({{": /policy/allowed_imports/1: stands there twice | remove it",
                    set("/policy/allowed_imports", {"sync", "sync"})}});
}

TEST(Manifest, RefusesCallsThatTheInspectorCannotSee) {
  for (const char* call :
       {"", "Tick", "time.", ".Tick", "time.tick", "(*sync.WaitGroup).Go", "sync.WaitGroup.Go",
        "time.Tick()", "time Tick", "time.1", "a/b", "os.é"})
    expect_refusals(
        {{at("/policy/forbidden_calls/0/call", kCall).c_str(),
          set("/policy/forbidden_calls/0/call", call)},
         {at("/policy/discouraged_calls/0/call", kCall).c_str(),
          set("/policy/discouraged_calls/0/call", call)},
         {at("/criteria/3/must_call/0", kCall).c_str(), set("/criteria/3/must_call/0", call)},
         {at("/criteria/3/must_not_call/0", kCall).c_str(),
          set("/criteria/3/must_not_call/0", call)}});
}

TEST(Manifest, AsksOneToThreeQuestionsOnceEach) {
  constexpr const char* kNumber =
      ": /criteria/0/ask: must name one to three questions | or leave it out";
  expect_refusals(
      {{kNumber, set("/criteria/0/ask", json::array())},
       {kNumber, set("/criteria/0/ask", {1, 2, 3, 4})},
       {": /criteria/0/ask/1: stands there twice | remove it", set("/criteria/0/ask", {2, 2, 1})}});
  json manifest = full_manifest();
  manifest["criteria"][0]["ask"] = {7, 2, 999};
  const auto parsed = parse(manifest);
  ASSERT_TRUE(parsed) << refusal(parsed);
  EXPECT_THAT(parsed->criteria[0].ask, ElementsAre(7, 2, 999));
}

TEST(Manifest, RefusesACallThatCannotBeMade) {
  expect_refusals(
      {{": /criteria/3/must_call/0: needs an import that the policy does not allow | "
        "add \"crypto/hmac\" to /policy/allowed_imports",
        set("/criteria/3/must_call/0", "crypto/hmac.Equal")}});
}

TEST(Manifest, NeedsRepeatsThatRunSomething) {
  expect_refusals({{": /repeats/cpu: is empty | name a GOMAXPROCS, or leave it out",
                    set("/repeats/cpu", json::array())},
                   {": /repeats/cpu/2: stands there twice | raise \"count\" for more runs",
                    set("/repeats/cpu", {1, 2, 1})},
                   {": /repeats/shuffle: must be true or false | ", set("/repeats/shuffle", 1)}});
}

TEST(Manifest, RefusesATestThatOutlastsItsProcess) {
  expect_refusals(
      {{": /limits/run: gives one test more time than the whole process | raise "
        "wall_seconds",
        set("/limits/run/test_seconds", 51)}});
  json manifest = full_manifest();
  manifest["limits"]["run"]["test_seconds"] = 50;
  EXPECT_TRUE(parse(manifest));
}

TEST(Manifest, HasHundredPoints) {
  expect_refusals({{": /criteria: has points that add up to 99 | they must add up to 100",
                    set("/criteria/0/points", 39)},
                   {": /criteria: has points that add up to 101 | they must add up to 100",
                    set("/criteria/0/points", 41)},
                   {": /criteria: has points that add up to 0 | they must add up to 100",
                    set("/criteria", json::array())},
                   {": /criteria/0/points: must be a whole number from 1 to 100 | ",
                    set("/criteria/0/points", 0)},
                   {": /criteria/0/points: must be a whole number from 1 to 100 | ",
                    set("/criteria/0/points", 101)},
                   {": /criteria/0/points: must be a whole number from 1 to 100 | ",
                    set("/criteria/0/points", 40.0)}});
}

TEST(Manifest, HasCriteriaInOrder) {
  expect_refusals(
      {{": /criteria/1/id: is the id of an earlier criterion too | give each its own",
        set("/criteria/1/id", "basics")},
       {": /criteria/1/requires/0: is no earlier criterion | put the prerequisite first",
        set("/criteria/1/requires", {"vet"})},
       {": /criteria/1/requires/0: is no earlier criterion | put the prerequisite first",
        set("/criteria/1/requires", {"races"})},
       {": /criteria/1/requires/1: is no earlier criterion | put the prerequisite first",
        set("/criteria/1/requires", {"basics", "nothing"})}});
}

TEST(Manifest, ScoresATestOnce) {
  expect_refusals({{": /criteria/0/tests/1: stands there twice | remove it",
                    set("/criteria/0/tests", {"TestAdd", "TestAdd"})},
                   {": /criteria/1: names TestAdd, which another criterion names too | a test "
                    "earns the points of one criterion",
                    set("/criteria/1/tests", {"TestAdd"})}});
}

TEST(Manifest, RefusesNamesThatAreNoTests) {
  for (const char* test : {"", "Test", "Testing", "testAdd", "TestMain", "TestAdd/sub",
                           "BenchmarkX", "TestÄ", "TestA B", "TestA|TestB", "^TestA"})
    expect_refusals(
        {{": /criteria/0/tests/1: is no name of a test | a top-level test is called "
          "TestSomething",
          set("/criteria/0/tests/1", test)}});
}

TEST(Manifest, HasOneKindOfEvidencePerCriterion) {
  const char* const one_kind =
      ": /criteria/0: must have exactly one kind of evidence | \"tests\", or \"vet\", or "
      "\"must_call\" with \"must_not_call\"";
  const char* const empty =
      ": /criteria/0: names no evidence: its list is empty | say what earns the points";
  expect_refusals({{one_kind, erase("/criteria/0", "tests")},
                   {one_kind, set("/criteria/0/vet", {"copylocks"})},
                   {one_kind, set("/criteria/0/must_not_call", {"time.Now"})},
                   {empty, set("/criteria/0/tests", json::array())},
                   {": /criteria/2: names no evidence: its list is empty | say what earns the "
                    "points",
                    set("/criteria/2/vet", json::array())},
                   {": /criteria/2: has an unknown member \"build\" | remove it",
                    set("/criteria/2/build", "race")},
                   {": /criteria/0/build: is no kind of build | \"race\" or \"plain\"",
                    set("/criteria/0/build", "fast")}});
}

TEST(Manifest, HandsNoOptionsToGoVet) {
  for (const char* name :
       {"", "vettool=/tmp/x", "-copylocks", "copylocks -x", "all=", "Copylocks", "a.b", "1a"})
    expect_refusals(
        {{": /criteria/2/vet/1: is no analyzer of go vet | `go tool vet help` lists "
          "them",
          set("/criteria/2/vet/1", name)}});
}

json expectation() {
  return {{"$schema", "../../../expect.schema.json"},
          {"schema_version", 1},
          {"summary", "A mistake."},
          {"base", "mutex"},
          {"loses",
           {{{"criterion", "races"}, {"verdict", "race"}},
            {{"criterion", "vet"}, {"verdict", {"failed", "skipped"}}}}}};
}

Result<Expectation> parse_expected(const json& value) {
  return parse_expectation("e.json", value.dump(), *parse(full_manifest()));
}

TEST(Expectations, AreRead) {
  const auto parsed = parse_expected(expectation());
  ASSERT_TRUE(parsed) << refusal(parsed);
  EXPECT_EQ(parsed->summary, "A mistake.");
  EXPECT_EQ(parsed->base, "mutex");
  ASSERT_EQ(parsed->loses.size(), 2U);
  EXPECT_EQ(parsed->loses[0].criterion, "races");
  EXPECT_THAT(parsed->loses[0].verdicts, ElementsAre("race"));
  EXPECT_THAT(parsed->loses[1].verdicts, ElementsAre("failed", "skipped"));
  json without = expectation();
  without.erase("base");
  EXPECT_EQ(parse_expected(without)->base, "");
}

TEST(Expectations, AreRefused) {
  const char* const verdict =
      ": is no verdict that loses points | failed, race, deadlock, leak, panic, ..., skipped: see "
      "exercises/README.md";
  const std::vector<Refusal> refusals = {
      {": lacks the member \"summary\" | add it", erase("", "summary")},
      {": lacks the member \"loses\" | add it", erase("", "loses")},
      {": lacks the member \"schema_version\" | add it", erase("", "schema_version")},
      {": has an unknown member \"lose\" | remove it", set("/lose", 1)},
      {": /loses/0: has an unknown member \"verdicts\" | remove it", set("/loses/0/verdicts", 1)},
      {": /schema_version: is a version that this assay does not know | this assay reads version 1",
       set("/schema_version", 3)},
      {": /base: must be one line of visible text | say it in a sentence", set("/base", "")},
      {": /loses: must be an array | ", set("/loses", json::object())},
      {": /loses: is empty | a mutant must lose something", set("/loses", json::array())},
      {": /loses/1/criterion: is no criterion of counter | use the ids of exercise.json",
       set("/loses/1/criterion", "speed")},
      {": /loses/1/criterion: is lost twice | list the verdicts as one array",
       set("/loses/1/criterion", "races")},
      {": /loses/1/verdict: is empty | name the verdicts that may come of it",
       set("/loses/1/verdict", json::array())},
      {": /loses/1/verdict/1: must be a string | ", set("/loses/1/verdict/1", 5)},
      {": /loses/0/verdict: must be a string | ", set("/loses/0/verdict", json())}};
  for (const Refusal& one : refusals) {
    json value = expectation();
    one.patch(value);
    EXPECT_EQ(refusal(parse_expected(value)), "e.json" + one.what);
  }
  for (const char* name : {"passed", "lost", "", "Race"}) {
    json value = expectation();
    value["loses"][0]["verdict"] = name;
    EXPECT_EQ(refusal(parse_expected(value)), "e.json: /loses/0/verdict" + std::string(verdict));
    value = expectation();
    value["loses"][1]["verdict"][0] = name;
    EXPECT_EQ(refusal(parse_expected(value)), "e.json: /loses/1/verdict/0" + std::string(verdict));
  }
}

}  // namespace
}  // namespace assay::exercise
