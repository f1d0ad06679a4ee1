// roster.schema.json is for editors, the parser decides: both must say the same of every small
// change to a roster or a lock. Whatever write_lock() writes passes both.
#include <gmock/gmock.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "base/file.h"
#include "json_schema.h"
#include "roster_support.h"

namespace assay::roster {
namespace {

using Json = nlohmann::json;

const Json& roster_schema() {
  static const Json schema = Json::parse(read_file(ASSAY_ROSTER_SCHEMA).value());
  return schema;
}

std::string broken_rule(const Json& document) {
  return schema::violation(roster_schema(), document);
}

std::string parser_refusal(const Json& document) {
  return refusal(json(document.dump()));
}

// What no schema can say.
bool takes_more_than_a_schema(const std::string& refused) {
  for (const char* words : {"is no date", "is before 1970", "is there already", "says the same as",
                            "is longer than ten years", "more than 200 bytes"})
    if (refused.find(words) != std::string::npos) return true;
  return false;
}

const Json& sample_lock() {
  static const Json lock = Json::parse(R"({
      "$schema": "roster.schema.json", "schema_version": 1, "taken_at": 1772388060,
      "submissions": [
        {"candidate": "Ada", "repository": "https://example.org/ada", "ref": "main", "subdir": "go",
         "exercise": "pool", "deadline": "2026-03-01T18:00:00Z", "extension": "1d12h",
         "commit": "c0ffee", "tree": "beef", "commit_time": 1772380000, "cohort": "spring",
         "extra": [{"name": "a", "value": "b"}, {"name": "a", "value": ""}]},
        {"candidate": "Bob", "repository": "git@example.org:b", "at": "2026-03-01 18:00 +02:00",
         "error": "gone"},
        {"candidate": "Eve", "repository": "eve.zip", "ref": "v1"}]})");
  return lock;
}

std::vector<Json> odd_values() {
  std::vector<Json> values = {Json(),
                              true,
                              false,
                              -1,
                              0,
                              1,
                              2,
                              3.5,
                              Json::array(),
                              Json::object(),
                              Json::array({1}),
                              Json{{"name", "x"}}};
  for (const char* text : {"",
                           " ",
                           "x",
                           " x ",
                           "-x",
                           " -x",
                           "/x",
                           "..",
                           "a/..",
                           "../a",
                           "a..b",
                           "a/../b",
                           "x/",
                           "~",
                           "0",
                           "2",
                           "2d",
                           "12h 5m",
                           "5m12h",
                           "1D",
                           "d",
                           "-1d",
                           "1d1d",
                           "99999d",
                           "2026-03-01",
                           "2026-02-30",
                           "2026-3-1",
                           "2026-03-01T18:00",
                           "2026-03-01T18:00:00.5Z",
                           "2026-03-01 18:00:00 Z",
                           "1969-12-31T00:00:00Z",
                           "2026-03-01T",
                           "a\nb",
                           "a\tb",
                           "\x1b[2J",
                           "\xC2\x85",
                           "\xE2\x80\x8B",
                           "\xE2\x80\xAE",
                           "a\xE2\x80\x8D"
                           "b",
                           "\xE2\x80\x8D",
                           "u:p@h",
                           "u:p@h/x",
                           "https://u:p@h/x",
                           "https://u@h/x:y@z",
                           "git@h:x/y",
                           "ssh://git@h:22/x",
                           "a/b:c@d",
                           "https://h/?u:p@x",
                           "h:22/x@y",
                           "\xC3\xA9",
                           "\xF0\x9F\x9A\x80"})
    values.emplace_back(text);
  for (const std::size_t size : {200U, 201U, 1024U, 1025U, 4096U, 4097U})
    values.emplace_back(std::string(size, 'a'));
  return values;
}

// Every place of `document`: leaves, and what holds them.
std::set<std::string> places(const Json& document) {
  std::set<std::string> found;
  const Json flat = document.flatten();
  for (const auto& [pointer, unused] : flat.items())
    for (Json::json_pointer at(pointer); !at.empty(); at = at.parent_pointer())
      found.insert(at.to_string());
  return found;
}

class Agreement {
 public:
  void compare(const Json& document) {
    const std::string refused = parser_refusal(document);
    const std::string broken = broken_rule(document);
    const bool agree =
        refused.empty() ? broken.empty() : !broken.empty() || takes_more_than_a_schema(refused);
    EXPECT_TRUE(agree) << "parser: " << refused << "\nschema: " << broken << "\n"
                       << document.dump();
    agreed += agree ? 1 : 0;
    accepted += refused.empty() ? 1 : 0;
  }

  int agreed = 0;
  int accepted = 0;
};

TEST(RosterSchema, AgreesWithTheParserOnEveryChange) {
  ASSERT_EQ(parser_refusal(sample_lock()), "");
  ASSERT_EQ(broken_rule(sample_lock()), "");
  Agreement agreement;
  for (const std::string& pointer : places(sample_lock())) {
    const Json::json_pointer at(pointer);
    for (const Json& value : odd_values()) {
      Json changed = sample_lock();
      changed[at] = value;
      agreement.compare(changed);
    }
    Json without = sample_lock();
    if (Json& parent = without[at.parent_pointer()]; parent.is_object())
      parent.erase(at.back());
    else
      parent.erase(std::stoul(at.back()));
    agreement.compare(without);
  }
  EXPECT_GT(agreement.agreed, 2000);
  EXPECT_GT(agreement.accepted, 500);
}

TEST(RosterSchema, AgreesWithTheParserOnEveryAddition) {
  Agreement agreement;
  const Json entries = sample_lock()["submissions"];
  ASSERT_EQ(broken_rule(entries), "") << "a list is a roster as well";
  for (std::size_t i = 0; i < entries.size(); ++i)
    for (const char* name : {"ref", "at", "commit", "commit_time", "tree", "error", "subdir",
                             "exercise", "deadline", "extension", "extra", "other"})
      for (const Json& value : odd_values()) {
        Json more = entries;
        more[i][name] = value;
        agreement.compare(more);
      }
  EXPECT_GT(agreement.agreed, 1500);
  EXPECT_GT(agreement.accepted, 500);
}

TEST(RosterSchema, RefusesWhatIsNoRoster) {
  for (const char* text : {"[]", "{}", "1", "null", R"({"schema_version": 1})", "[[]]", "[null]",
                           R"({"schema_version": 1, "submissions": [], "more": 1})"}) {
    EXPECT_NE(broken_rule(Json::parse(text)), "") << text;
    EXPECT_NE(parser_refusal(Json::parse(text)), "") << text;
  }
}

TEST(RosterSchema, HoldsForEveryLock) {
  const Roster roster = json(sample_lock().dump()).value();
  for (const bool with_commits : {false, true}) {
    std::vector<LockedEntry> locked;
    for (const RosterEntry& entry : roster.entries) {
      locked.push_back({entry, "", std::string(64, 'e'), -5, ""});
      if (with_commits) locked.back().commit = std::string(40, 'c');
      locked.push_back({entry, "", "", 0, "no\nanswer \xFF"});
      locked.back().entry.candidate += " again";
    }
    const std::string lock = write_lock(locked, -1);
    EXPECT_EQ(broken_rule(Json::parse(lock)), "") << lock;
    EXPECT_EQ(refusal(json(lock)), "");
  }
  const Json golden = Json::parse(read_file(ASSAY_GOLDEN_FOLDER "/roster_lock.json").value());
  EXPECT_EQ(broken_rule(golden), "");
}

}  // namespace
}  // namespace assay::roster
