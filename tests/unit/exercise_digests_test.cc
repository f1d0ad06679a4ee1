// What changes an exercise's two digests, and what must not.
#include "exercise/digests.h"

#include <gmock/gmock.h>

#include <set>

#include "exercise/exercise.h"
#include "exercise_support.h"

namespace assay::exercise {
namespace {

using nlohmann::json;

struct Both {
  std::string score;
  std::string run;
};

class Digests : public testing::Test {
 protected:
  [[nodiscard]] Both now() const {
    const auto exercise = read(exercise_.path());
    EXPECT_TRUE(exercise) << refusal(exercise);
    return exercise ? Both{exercise->digest, exercise->run_digest} : Both{};
  }
  [[nodiscard]] Both with(const json& manifest) const {
    exercise_.write_json("exercise.json", manifest);
    return now();
  }
  // With the member at `pointer` of the manifest changed to `value`.
  [[nodiscard]] Both with(const char* pointer, const json& value) const {
    json manifest = full_manifest();
    json& place = manifest[json::json_pointer(pointer)];
    EXPECT_NE(place, value) << pointer;
    place = value;
    return with(manifest);
  }

  ExerciseFolder exercise_;
  const Both before_ = now();
};

TEST_F(Digests, OfWhatIsRunChangeBoth) {
  std::set<std::string> scores = {before_.score};
  std::set<std::string> runs = {before_.run};
  const auto expect_new = [&](const Both& got, const std::string& what) {
    EXPECT_TRUE(scores.insert(got.score).second) << what;
    EXPECT_TRUE(runs.insert(got.run).second) << what;
  };
  const json rule = {{"call", "time.After"}, {"reason", "It never stops."}};
  for (const auto& [pointer, value] : std::vector<std::pair<const char*, json>>{
           {"/submission/files", {"counter.go", "more.go"}},
           {"/submission/max_files", 5},
           {"/submission/max_bytes", 4097},
           {"/policy/allowed_imports", {"sync", "sync/atomic", "time"}},
           {"/policy/forbidden_calls", json::array()},
           {"/policy/forbidden_calls/0", rule},
           {"/limits/build/wall_seconds", 61},
           {"/limits/build/cpu_seconds", 71},
           {"/limits/build/memory_mib", 1025},
           {"/limits/run/test_seconds", 6},
           {"/limits/run/wall_seconds", 51},
           {"/limits/run/cpu_seconds", 41},
           {"/limits/run/memory_mib", 257},
           {"/limits/run/processes", 65},
           {"/limits/run/output_kib", 513},
           {"/limits/run/tmp_mib", 9},
           {"/repeats/count", 3},
           {"/repeats/cpu", {1, 2}},
           {"/repeats/cpu", {1, 2, 4}},
           {"/repeats/shuffle", true},
           {"/criteria/0/build", "plain"},
           {"/criteria/1/build", "race"},
           {"/criteria/2/vet", {"copylocks"}},
           {"/criteria/3/must_call", {"sync/atomic.AddInt32"}},
           {"/criteria/3/must_call", {"sync/atomic.AddInt32", "sync/atomic.AddInt64"}},
           {"/criteria/3/must_not_call", {"time.Now"}}})
    expect_new(with(pointer, value), std::string(pointer) + " " + value.dump());
}

TEST_F(Digests, OfFilesThatAreBuiltChangeBoth) {
  std::set<std::string> scores = {before_.score};
  std::set<std::string> runs = {before_.run};
  const auto expect_new = [&](std::string_view name, std::string_view bytes) {
    exercise_.write(name, bytes);
    const Both got = now();
    EXPECT_TRUE(scores.insert(got.score).second) << name;
    EXPECT_TRUE(runs.insert(got.run).second) << name;
  };
  expect_new("hidden/add_test.go",
             "package counter_test\n\nfunc TestAdd(t *testing.T) { t.Fail() }\n\n"
             "func TestValue(t *testing.T) {}\n");
  expect_new("hidden/testdata/input_test.go", "other");
  expect_new("hidden/new.txt", "");
  expect_new("starter/go.mod", "module counter\n\ngo 1.25.1\n");
  expect_new("starter/internal/clock/clock.go", "package clock\n");
  expect_new("starter/internal/clock/clock.go", "package clock // another\n");
  exercise_.remove("hidden/new.txt");
  expect_new("starter/new.txt", "");  // moved from one to the other
  // A submission's folder is found by names, those of files that it replaces too.
  expect_new("starter/more.go", "package counter\n");
  exercise_.remove("starter/more.go");
  exercise_.write_json("exercise.json", [] {
    json manifest = full_manifest();
    manifest["submission"]["files"] = {"counter.go"};
    return manifest;
  }());
  expect_new("starter/more.go", "package counter // no longer the candidate's\n");
  expect_new("starter/more.go", "package counter // and so it counts\n");
}

TEST_F(Digests, OfWhatIsScoredChangeOne) {
  std::set<std::string> scores = {before_.score};
  const auto expect_scored = [&](const json& manifest, const std::string& what) {
    const Both got = with(manifest);
    EXPECT_TRUE(scores.insert(got.score).second) << what;
    EXPECT_EQ(got.run, before_.run) << what;
  };
  json manifest = full_manifest();
  manifest["criteria"][0]["points"] = 39;
  manifest["criteria"][1]["points"] = 31;
  expect_scored(manifest, "points");

  manifest = full_manifest();
  manifest["criteria"][2]["id"] = "go-vet";
  expect_scored(manifest, "id");

  manifest = full_manifest();
  manifest["criteria"][1].erase("requires");
  expect_scored(manifest, "requires");

  manifest = full_manifest();
  std::swap(manifest["criteria"][2], manifest["criteria"][3]);
  expect_scored(manifest, "order");

  manifest = full_manifest();
  manifest["show_messages"] = false;
  expect_scored(manifest, "show_messages");

  // The same tests in the same builds, but for other criteria.
  manifest = full_manifest();
  manifest["criteria"][0]["tests"] = {"TestAdd"};
  json half = manifest["criteria"][0];
  half["id"] = "value";
  half["tests"] = {"TestValue"};
  manifest["criteria"][0]["points"] = 20;
  half["points"] = 20;
  manifest["criteria"].push_back(half);
  expect_scored(manifest, "split");

  manifest["criteria"][0]["tests"] = {"TestValue"};
  manifest["criteria"][4]["tests"] = {"TestAdd"};
  expect_scored(manifest, "swapped");

  manifest = full_manifest();
  manifest["criteria"][2]["vet"] = {"copylocks"};
  json other = manifest["criteria"][2];
  other["id"] = "cancel";
  other["vet"] = {"lostcancel"};
  manifest["criteria"][2]["points"] = 10;
  other["points"] = 10;
  manifest["criteria"].push_back(other);
  expect_scored(manifest, "vet split");
}

TEST_F(Digests, OfWhatIsOnlyReadChangeNone) {
  const auto expect_same = [&](const Both& got, const std::string& what) {
    EXPECT_EQ(got.score, before_.score) << what;
    EXPECT_EQ(got.run, before_.run) << what;
  };
  for (const auto& [pointer, value] : std::vector<std::pair<const char*, json>>{
           {"/title", "Another"},
           {"/summary", "Other."},
           {"/scenario", "elsewhere"},
           {"/difficulty", 3},
           {"/minutes", 31},
           {"/concepts", {"mutex"}},
           {"/policy/forbidden_calls/0/reason", "Because."},
           {"/policy/discouraged_calls", json::array()},
           {"/policy/allowed_imports", {"time", "sync", "math/rand/v2", "sync/atomic"}},
           {"/criteria/0/title", "Counts"},
           {"/criteria/0/hint", "Look."},
           {"/criteria/0/ask", {2}},
           {"/criteria/0/tests", {"TestValue", "TestAdd"}},
           {"/criteria/2/vet", {"lostcancel", "copylocks"}}})
    expect_same(with(pointer, value), pointer);
  json manifest = full_manifest();
  manifest["criteria"][0].erase("ask");
  expect_same(with(manifest), "ask");
  exercise_.write("exercise.json", full_manifest().dump(3));
  expect_same(now(), "white space");
  for (const auto& [name, bytes] : std::vector<std::pair<const char*, const char*>>{
           {"README.md", "x"},
           {"interviewer.md", "## Questions\n1. a\n2. b\n3. c\n"},
           {"solutions/mutex/counter.go", "package counter // new"},
           {"starter/counter.go", "package counter // the candidate writes it anew"},
           {"starter/counter_test.go", "package counter // never built\n"}}) {
    exercise_.write(name, bytes);
    expect_same(now(), name);
  }
}

// Fields that lie side by side do not run into one another, and neither do lists.
TEST(Digest, KeepsFieldsApart) {
  const auto variants = [] {
    std::vector<Exercise> made(8);
    made[0].starter = {{"a", "bc"}};
    made[1].starter = {{"ab", "c"}};
    made[2].hidden = {{"a", "bc"}};
    made[3].starter = {{"a", ""}, {"b", ""}};
    made[4].starter = {{"a", ""}};
    made[4].hidden = {{"b", ""}};
    made[5].policy.allowed_imports = {"sync"};
    made[6].policy.forbidden_calls = {{"sync", ""}};
    made[7].policy.files = {"*.go", "sync"};
    return made;
  }();
  std::set<std::string> runs;
  for (const Exercise& one : variants) EXPECT_TRUE(runs.insert(run_digest_of(one)).second);

  std::vector<Exercise> scored(7);
  for (Exercise& one : scored) one.criteria.resize(2);
  scored[0].criteria[0].evidence.tests = {"TestA", "TestB"};
  scored[1].criteria[1].evidence.tests = {"TestA", "TestB"};
  scored[2].criteria[0].evidence.tests = {"TestA"};
  scored[2].criteria[1].evidence.tests = {"TestB"};
  scored[3].criteria[0].requires_ = {"TestA", "TestB"};
  scored[4].criteria[0].evidence.must_call = {"TestA", "TestB"};
  scored[5].criteria[0].evidence.must_not_call = {"TestA", "TestB"};
  scored[6].criteria[0].evidence.vet = {"TestA", "TestB"};
  std::set<std::string> scores;
  for (Exercise& one : scored) {
    one.run_digest = "same";
    EXPECT_TRUE(scores.insert(digest_of(one)).second);
  }
}

}  // namespace
}  // namespace assay::exercise
