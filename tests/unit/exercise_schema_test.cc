// The schemas in exercises/ are for editors, the parser decides: both must say the same
// of every small change to a manifest. The exercises that ship pass both.
#include <gmock/gmock.h>

#include <functional>
#include <set>

#include "base/file.h"
#include "exercise/exercise.h"
#include "exercise/manifest.h"
#include "exercise/questions.h"
#include "exercise_support.h"
#include "json_schema.h"
#include "model/verdict.h"

namespace assay::exercise {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path exercises() {
  return fs::path(ASSAY_SOURCE_DIR) / "exercises";
}

json load(const fs::path& file) {
  return json::parse(read_file(file).value());
}

const json& manifest_schema() {
  static const json schema = load(exercises() / "exercise.schema.json");
  return schema;
}

const json& expect_schema() {
  static const json schema = load(exercises() / "expect.schema.json");
  return schema;
}

// What no schema can say: it relates one place to another.
bool relates_places(const std::string& refused) {
  for (const char* words :
       {"add up to", "earlier criterion", "another criterion names too", "needs an import",
        "more time than the whole process", "is no criterion of", "is lost twice"})
    if (refused.find(words) != std::string::npos) return true;
  return false;
}

std::vector<json> odd_values() {
  std::vector<json> values = {
      json(), true,          false,         -1, 0, 1, 2, 3, 5, 16, 100, 101, 3.5, 1e9, 4096,
      70000,  json::array(), json::object()};
  for (const char* text : {"",
                           " ",
                           "x",
                           "X",
                           "a-b",
                           "-a",
                           "a--b",
                           "a_b",
                           "a.b",
                           "..",
                           ".",
                           "a/b",
                           "/a",
                           "a/",
                           "_x",
                           "1a",
                           "*.go",
                           "a_test.go",
                           "_a.go",
                           "a/b.go",
                           "[a].go",
                           "C",
                           "unsafe",
                           "testing",
                           "testing/fstest",
                           "net/http",
                           "net/http/pprof",
                           "internal/race",
                           "a/internal/b",
                           "vendor/a",
                           "vendor",
                           "testdata",
                           "github.com/x",
                           "time.Now",
                           "time.now",
                           "sync/atomic.AddInt64",
                           "(*sync.Pool).Get",
                           "internal.X",
                           "1.24",
                           "1.25",
                           "1.26",
                           "1.100",
                           "1.025",
                           "1.9",
                           "Test",
                           "TestX",
                           "Test1",
                           "Test_",
                           "Testx",
                           "TestMain",
                           "TestMainX",
                           "race",
                           "plain",
                           "failed",
                           "passed",
                           "skipped",
                           "wall_time",
                           "a\nb",
                           "\xC2\x85",
                           "\xE2\x80\xAE",
                           "0§5 Grüße 🚀",
                           "copylocks",
                           "-copylocks",
                           "code",
                           "tests"})
    values.emplace_back(text);
  values.push_back(std::string(64, 'a'));
  values.push_back(std::string(65, 'a'));
  for (const json& inner : std::vector<json>{"TestX", "sync", "race", 1, "x.go"}) {
    values.push_back(json::array({inner}));
    values.push_back(json::array({inner, inner}));
  }
  return values;
}

// Every place of `document`: leaves, and what holds them.
std::set<std::string> places(const json& document) {
  std::set<std::string> found;
  const json flat = document.flatten();
  for (const auto& [pointer, unused] : flat.items())
    for (json::json_pointer at(pointer); !at.empty(); at = at.parent_pointer())
      found.insert(at.to_string());
  return found;
}

using Judge = std::function<std::string(const json&)>;

struct Count {
  int agreed = 0;
  int accepted = 0;
};

void compare(const json& changed, const json& schema, const Judge& parser, Count& count) {
  const std::string refused = parser(changed);
  const std::string broken = schema::violation(schema, changed);
  const bool agree = refused.empty() ? broken.empty() : !broken.empty() || relates_places(refused);
  EXPECT_TRUE(agree) << "parser: " << refused << "\nschema: " << broken << "\n" << changed.dump();
  count.agreed += agree ? 1 : 0;
  count.accepted += refused.empty() ? 1 : 0;
}

Count compare_all(const json& document, const json& schema, const Judge& parser) {
  Count count;
  for (const std::string& pointer : places(document)) {
    const json::json_pointer at(pointer);
    const bool wants_text = document[at].is_string();
    for (const json& value : odd_values()) {
      // Where no text is wanted one text is like another.
      if (!wants_text && value.is_string() && value != "x") continue;
      json changed = document;
      changed[at] = value;
      compare(changed, schema, parser, count);
    }
    json without = document;
    if (json& parent = without[at.parent_pointer()]; parent.is_object())
      parent.erase(at.back());
    else
      parent.erase(std::stoul(at.back()));
    compare(without, schema, parser, count);
    if (!document[at].is_object()) continue;
    for (const char* name : {"unknown", "tests", "vet", "must_call", "must_not_call", "build"}) {
      json more = document;
      more[at][name] = "x";
      compare(more, schema, parser, count);
      more[at][name] = {"time.Now"};
      compare(more, schema, parser, count);
    }
  }
  return count;
}

std::string parse_refusal(const json& manifest) {
  return refusal(parse_manifest("m.json", manifest.dump()));
}

TEST(Schema, AgreesWithTheParserOnManifests) {
  ASSERT_EQ(parse_refusal(full_manifest()), "");
  ASSERT_EQ(schema::violation(manifest_schema(), full_manifest()), "");
  ASSERT_EQ(schema::violation(manifest_schema(), least_manifest()), "");
  const Count count = compare_all(full_manifest(), manifest_schema(), parse_refusal);
  EXPECT_GT(count.agreed, 2000);
  EXPECT_GT(count.accepted, 100);
}

TEST(Schema, AgreesWithTheParserOnExpectations) {
  const Exercise exercise = parse_manifest("m.json", full_manifest().dump()).value();
  const Judge parser = [&](const json& value) {
    return refusal(parse_expectation("e.json", value.dump(), exercise));
  };
  const json document = json::parse(R"({"$schema": "x", "schema_version": 1, "summary": "A.",
      "base": "mutex", "loses": [{"criterion": "races", "verdict": "race"},
      {"criterion": "vet", "verdict": ["failed", "skipped"]}]})");
  ASSERT_EQ(parser(document), "");
  ASSERT_EQ(schema::violation(expect_schema(), document), "");
  const Count count = compare_all(document, expect_schema(), parser);
  EXPECT_GT(count.agreed, 500);
  EXPECT_GT(count.accepted, 20);
}

TEST(Schema, KnowsEveryVerdictThatLosesPoints) {
  std::set<std::string> known;
  for (const json& one : expect_schema()["$defs"]["verdict"]["enum"]) known.insert(one);
  std::set<std::string> expected;
  for (int i = 0; i <= static_cast<int>(Verdict::kSkipped); ++i)
    if (static_cast<Verdict>(i) != Verdict::kPassed)
      expected.emplace(name(static_cast<Verdict>(i)));
  EXPECT_EQ(known, expected);
}

// Puts the schema's defaults wherever `value` has none.
void add_defaults(const json& schema, json& value) {
  if (!schema.contains("properties")) return;
  for (const auto& [name, part] : schema["properties"].items()) {
    if (part.contains("default") && !value.contains(name)) value[name] = part["default"];
    if (part.value("type", "") == "object" && name != "policy") add_defaults(part, value[name]);
  }
}

TEST(Schema, StatesTheDefaultsOfTheParser) {
  json explicit_ = least_manifest();
  add_defaults(manifest_schema(), explicit_);
  ASSERT_EQ(parse_refusal(explicit_), "");
  ASSERT_TRUE(explicit_["limits"]["run"].contains("tmp_mib"));
  const Exercise a = parse_manifest("m.json", explicit_.dump()).value();
  const Exercise b = parse_manifest("m.json", least_manifest().dump()).value();
  const auto values = [](const Exercise& e) {
    return std::tuple(e.package, e.show_messages, e.policy.files, e.policy.max_files,
                      e.policy.max_bytes, e.build_limits.wall, e.build_limits.cpu,
                      e.build_limits.memory_bytes, e.run_limits.test, e.run_limits.wall,
                      e.run_limits.cpu, e.run_limits.memory_bytes);
  };
  EXPECT_EQ(values(a), values(b));
  EXPECT_EQ(a.run_limits.processes, b.run_limits.processes);
  EXPECT_EQ(a.run_limits.output_bytes, b.run_limits.output_bytes);
  EXPECT_EQ(a.run_limits.tmp_bytes, b.run_limits.tmp_bytes);
  EXPECT_EQ(a.repeats.count, b.repeats.count);
  EXPECT_EQ(a.repeats.cpu, b.repeats.cpu);
  EXPECT_EQ(a.repeats.shuffle, b.repeats.shuffle);
}

// What a batch report shows an interviewer about a lost criterion: never nothing.
TEST(ShippedExercises, SayWhatToAskAboutEachCriterion) {
  const auto catalogue = find_all({exercises()});
  ASSERT_TRUE(catalogue) << refusal(catalogue);
  for (const auto& [id, folder] : catalogue->folders) {
    const auto exercise = read(folder);
    ASSERT_TRUE(exercise) << refusal(exercise);
    for (const Criterion& criterion : exercise->criteria) {
      const auto questions = questions_of(*exercise, criterion);
      ASSERT_TRUE(questions) << refusal(questions);
      EXPECT_FALSE(questions->empty()) << id << " " << criterion.id;
      for (const std::string& text : *questions)
        EXPECT_THAT(text, testing::MatchesRegex("\\*.+\\* .+")) << id << " " << criterion.id;
    }
  }
}

TEST(ShippedExercises, AreAccepted) {
  const auto catalogue = find_all({exercises()});
  ASSERT_TRUE(catalogue) << refusal(catalogue);
  EXPECT_FALSE(catalogue->folders.empty());
  for (const auto& [id, folder] : catalogue->folders) {
    const auto exercise = read(folder);
    ASSERT_TRUE(exercise) << refusal(exercise);
    EXPECT_EQ(refusal(read_known_solutions(*exercise)), "") << id;
    EXPECT_EQ(schema::violation(manifest_schema(), load(folder / "exercise.json")), "") << id;
    for (const auto& mutant : fs::directory_iterator(folder / "mutants"))
      EXPECT_EQ(schema::violation(expect_schema(), load(mutant.path() / "expect.json")), "")
          << mutant.path();
  }
}

}  // namespace
}  // namespace assay::exercise
