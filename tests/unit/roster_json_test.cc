// Rosters in JSON, and locks: what is written reads back, whatever the entries hold.
#include <gmock/gmock.h>

#include <random>

#include "golden.h"
#include "roster_support.h"

namespace assay::roster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(JsonRoster, TakesEveryMember) {
  EXPECT_THAT(entries(json(R"([{"candidate": "Ada", "repository": "x", "ref": "main",
                                "subdir": "go", "exercise": "pool", "extension": "36h",
                                "deadline": "2026-03-01T18:00:00Z"},
                               {"candidate": "Bob", "repository": "https://example.org/b",
                                "at": "2026-03-01T18:00Z"}])")),
              ElementsAre("Ada | /base/x | ref=main | subdir=go | exercise=pool | "
                          "deadline=2026-03-01T18:00:00Z | extension=1d12h",
                          "Bob | https://example.org/b | at=2026-03-01T18:00:00Z"));
}

TEST(JsonRoster, KnowsTheNamesThatColumnsHave) {
  EXPECT_THAT(entries(json(R"([{"github_username": "ada", "student_repository_url": "/r",
                                "roster_identifier": "", "points_awarded": 74}])")),
              ElementsAre("ada | /r | [points_awarded]=74"));
}

TEST(JsonRoster, CarriesScalarsAlong) {
  EXPECT_THAT(entries(json(R"([{"candidate": "a", "repo": "/a", "z": "text", "y": 12, "x": -1.5,
                                "w": true, "v": "", "u": null, "ref": null, "extra": "e"}])")),
              ElementsAre("a | /a | [extra]=e | [v]= | [w]=true | [x]=-1.5 | [y]=12 | [z]=text"));
}

TEST(JsonRoster, RefusesWrongTypesWithTheirPointers) {
  EXPECT_EQ(refusal(json(R"([{"candidate": 12, "repository": ["/a"], "ref": 1, "at": {},
                              "deadline": 1772388000, "extension": 2, "note/s~": [1],
                              "Git/Hub Username": false},
                             7, {"candidate": "b", "repository": "/b", "more": {"x": 1}}])")),
            "r.json cannot be used, for 12 reasons:\n"
            "  r.json: /0/Git~1Hub Username: must be a string\n"
            "  r.json: /0/at: must be a string\n"
            "  r.json: /0/candidate: must be a string\n"
            "  r.json: /0/deadline: must be a string\n"
            "  r.json: /0/extension: must be a string\n"
            "  r.json: /0/note~1s~0: must be a string, a number, true or false\n"
            "  r.json: /0/ref: must be a string\n"
            "  r.json: /0/repository: must be a string\n"
            "  r.json: /0: the candidate has no name\n"
            "  r.json: /0: the candidate has no repository\n"
            "  and 2 more");
  EXPECT_EQ(refusal(json(R"([{"candidate": "b", "repository": "/b", "a/b~c": {}}])")),
            "r.json: /0/a~1b~0c: must be a string, a number, true or false");
}

TEST(JsonRoster, NamesThePlaceOfABadValue) {
  EXPECT_EQ(refusal(json(R"([{"candidate": "b", "repository": "/b", "due": "soon"}])")),
            "r.json: /0/due: \"soon\" is no date");
  EXPECT_EQ(refusal(json(R"({"schema_version": 1, "submissions": [
                              {"candidate": "b", "repository": "/b", "git/url": "-x"},
                              {"candidate": "b\u001b", "repository": "/b"}]})")),
            "r.json: /submissions/1: the candidate has a name with a character that cannot be "
            "shown: \"b\\x1b\"");
  EXPECT_EQ(refusal(json(R"([{"candidate": "b", "git/url": "-x"}])")),
            "r.json: /0/git~1url: begins with a hyphen: \"-x\"");
}

TEST(JsonRoster, RefusesWhatIsThereTwice) {
  EXPECT_THAT(refusal(json(R"([{"candidate": "a", "candidate": "b", "repository": "/b"}])")),
              HasSubstr("/0/candidate: stands there twice"));
  EXPECT_EQ(refusal(json(R"([{"candidate": "a", "repo": "/a", "Repo": "/b"}])")),
            "r.json: /0/repo: says the same as \"Repo\"");
  EXPECT_EQ(
      refusal(json(R"([{"candidate": "a", "repo": "/a"}, {"candidate": "a", "repo": "/b"}])")),
      "r.json: /1: the candidate \"a\" is there already, at r.json: /0");
}

TEST(JsonRoster, RefusesWhatIsNoRoster) {
  EXPECT_THAT(refusal(json("")), HasSubstr("r.json: is not well-formed JSON"));
  EXPECT_THAT(refusal(json("[{]")), HasSubstr("is not well-formed JSON"));
  EXPECT_EQ(refusal(json("12")), "r.json: must be an array");
  EXPECT_EQ(refusal(json("[]")), "r.json: names no candidate");
  EXPECT_THAT(refusal(json(R"({"submissions": []})")),
              HasSubstr("lacks the member \"schema_version\""));
  EXPECT_THAT(refusal(json(R"({"schema_version": 2, "submissions": []})")),
              HasSubstr("/schema_version: must be"));
  EXPECT_THAT(refusal(json(R"({"schema_version": 1, "taken_at": "now", "submissions": []})")),
              HasSubstr("/taken_at: must be a whole number"));
  EXPECT_THAT(refusal(json(R"({"schema_version": 1, "submission": []})")),
              HasSubstr("lacks the member \"submissions\""));
  EXPECT_THAT(refusal(json(R"({"schema_version": 1, "submissions": [], "x": 1})")),
              HasSubstr("unknown member \"x\""));
}

TEST(Lock, MakesTheCommitTheRef) {
  const auto roster =
      json(R"({"$schema": "roster.schema.json", "schema_version": 1, "taken_at": 5, "submissions": [
      {"candidate": "a", "repository": "/a", "at": "2026-03-01T18:00:00Z", "commit": "c0ffee",
       "tree": "beef", "commit_time": -7},
      {"candidate": "b", "repository": "/b", "ref": "main", "commit": "c0ffee"},
      {"candidate": "c", "repository": "/c", "tree": "beef"},
      {"candidate": "d", "repository": "/d", "ref": "main", "error": "it did\u001b not answer"},
      {"candidate": "e", "repository": "/e", "commit": ""}]})");
  EXPECT_THAT(entries(roster), ElementsAre("a | /a | ref=c0ffee", "b | /b | ref=c0ffee", "c | /c",
                                           "d | /d | ref=main", "e | /e"));
  EXPECT_THAT(remarks(roster),
              ElementsAre("r.json: /submissions/2: has no commits: what is there when it is graded "
                          "is what counts",
                          "r.json: /submissions/3: nothing could be fixed here when the lock was "
                          "written: it did\\x1b not answer"));
}

TEST(Lock, RefusesItsOwnMembersOfAWrongType) {
  EXPECT_EQ(refusal(json(
                R"([{"candidate": "a", "repo": "/a", "commit": 1, "commit_time": "now", "tree": [],
                              "error": true, "extra": [1, {"name": "x"}, {"name": "x", "value": 1},
                              {"name": "x", "value": "y", "z": ""}, {"name": "x", "value": "y"}]}])")),
            "r.json cannot be used, for 8 reasons:\n"
            "  r.json: /0/commit: must be a string\n"
            "  r.json: /0/commit_time: must be a whole number\n"
            "  r.json: /0/error: must be a string\n"
            "  r.json: /0/extra/0: must be an object\n"
            "  r.json: /0/extra/1: must be of the form {\"name\": \"...\", \"value\": \"...\"}\n"
            "  r.json: /0/extra/2: must be of the form {\"name\": \"...\", \"value\": \"...\"}\n"
            "  r.json: /0/extra/3: must be of the form {\"name\": \"...\", \"value\": \"...\"}\n"
            "  r.json: /0/tree: must be a string");
}

std::vector<LockedEntry> samples() {
  LockedEntry ada;
  ada.entry = {"Ada \"Lovelace\"", {"https://example.org/ada", "main", {}, "go/pool"},
               "worker-pool",      1'772'388'000,
               36 * 3'600,         {{"cohort", "spring, 2026"}, {"Cohort", ""}, {"a", "=1+1\n"}}};
  ada.commit = "3b18e512dba79e4c8300dd08aeb37f8e728b8dad";
  ada.tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
  ada.commit_time = 1'772'380'000;
  LockedEntry bob;
  bob.entry = {"Bob", {"git@example.org:bob/pool.git", {}, 1'772'388'000, ""}, "", {}, 0, {}};
  bob.error = "example.org does not answer\x1b[2J \xFF";
  LockedEntry eve;
  eve.entry = {"\xD8\xB9\xE2\x80\x8C\xD8\xB1", {"/submissions/eve.zip", {}, {}, ""}, "", {}, 0, {}};
  eve.tree = std::string(64, 'e');
  return {ada, bob, eve};
}

TEST(Lock, IsWrittenForPeopleToo) {
  expect_golden("roster_lock.json", write_lock(samples(), 1'772'388'060));
}

TEST(Lock, OfNothingIsEmpty) {
  EXPECT_EQ(write_lock({}, -1),
            "{\n  \"schema_version\": 1,\n  \"taken_at\": -1,\n  \"submissions\": []\n}\n");
}

TEST(Lock, WritesWhatIsNoTextWithoutFailing) {
  LockedEntry odd;
  odd.entry.candidate = "a";
  odd.entry.submission.source = "/\xFF";
  EXPECT_THAT(write_lock({odd}, 0), HasSubstr("\"repository\": \"/\xEF\xBF\xBD\""));
}

// What reading a lock makes of an entry.
RosterEntry locked(const LockedEntry& one) {
  RosterEntry entry = one.entry;
  if (one.commit.empty() || !one.error.empty()) return entry;
  entry.submission.ref = one.commit;
  entry.submission.at.reset();
  return entry;
}

TEST(Lock, ReadsBack) {
  const auto roster = json(write_lock(samples(), 0));
  ASSERT_TRUE(roster) << refusal(roster);
  ASSERT_EQ(roster->entries.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(roster->entries[i], locked(samples()[i]));
}

class Maker {
 public:
  LockedEntry make(int number) {
    LockedEntry made;
    RosterEntry& entry = made.entry;
    entry.candidate = std::to_string(number) + text() + "x";
    entry.submission.source =
        maybe() ? "/s/" + std::to_string(number) : "https://example.org/" + std::to_string(number);
    if (maybe())
      entry.submission.ref = "r" + std::to_string(below(1000));
    else if (maybe())
      entry.submission.at = below(253'402'300'799);
    if (maybe()) entry.submission.subdir = "a/b";
    if (maybe()) entry.exercise = "worker-pool";
    if (maybe()) entry.deadline = below(253'402'300'799);
    if (maybe()) entry.extension = below(315'619'200);
    for (std::int64_t count = below(4); count > 0; --count)
      entry.extra.emplace_back(text(), text());
    if (maybe()) made.error = "not found: " + text();
    if (maybe()) made.commit = std::string(40, 'c');
    if (maybe()) made.tree = std::string(40, 'd');
    made.commit_time = maybe() ? below(1LL << 40) : -below(1LL << 62);
    return made;
  }

 private:
  std::int64_t below(std::int64_t n) {
    return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_);
  }
  bool maybe() { return below(2) == 0; }
  std::string text() {
    static const std::vector<std::string> kPieces = {
        "a", "\"", "\\", ",",        " ", "=", "\xC3\xA9", "/", "~", "\xF0\x9F\x9A\x80",
        "<", "'",  "-",  "candidate"};
    std::string made;
    for (std::int64_t size = below(5); size > 0; --size)
      made += kPieces[static_cast<std::size_t>(below(static_cast<std::int64_t>(kPieces.size())))];
    return made;
  }
  std::mt19937 random_{5};
};

TEST(Lock, ReadsBackWhateverItHolds) {
  Maker maker;
  for (int round = 0; round < 200; ++round) {
    std::vector<LockedEntry> before;
    for (int i = 0; i <= round % 7; ++i) before.push_back(maker.make(i));
    const auto roster = json(write_lock(before, round));
    ASSERT_TRUE(roster) << refusal(roster);
    ASSERT_EQ(roster->entries.size(), before.size());
    std::vector<LockedEntry> again;
    for (std::size_t i = 0; i < before.size(); ++i) {
      EXPECT_EQ(roster->entries[i], locked(before[i]));
      again.push_back({roster->entries[i], "", "", 0, ""});
    }
    // A roster that was read is written as it is, without end.
    const auto twice = json(write_lock(again, round));
    ASSERT_TRUE(twice) << refusal(twice);
    EXPECT_EQ(twice->entries, roster->entries);
  }
}

}  // namespace
}  // namespace assay::roster
