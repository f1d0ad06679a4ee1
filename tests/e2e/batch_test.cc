// `assay batch` and what belongs to it, with real submissions: whatever happens to a
// run, each submission is graded once, and the reports say the same.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "store/run_store.h"
#include "support/assay_program.h"
#include "support/git_fixture.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Json = nlohmann::json;

std::string text_of(const fs::path& file) {
  return read_file(file).value_or("");
}

// A folder of exercises with one small exercise, and candidates who hand it in.
class Batch : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(run_assay({"new", "house-tally", team}).exit_code, 0); }

  fs::path exercise() const { return fs::path(team) / "house-tally"; }

  // A folder with `code` as the submission; its name.
  std::string submission(const std::string& name, const std::string& code) const {
    write_file(scratch / "work" / name / "tally.go", code);
    return (scratch / "work" / name).string();
  }
  std::string right(const std::string& name, const std::string& variation = "") const {
    return submission(name, text_of(exercise() / "solutions/mutex/tally.go") +
                                (variation.empty() ? "" : "\n// " + variation + "\n"));
  }
  std::string wrong(const std::string& name, const std::string& variation = "") const {
    return submission(name, text_of(exercise() / "mutants/no-lock/tally.go") +
                                (variation.empty() ? "" : "\n// " + variation + "\n"));
  }
  std::string roster(const std::vector<std::pair<std::string, std::string>>& lines,
                     const std::string& name = "roster.csv") const {
    std::string csv = "candidate,repository\n";
    for (const auto& [candidate, repository] : lines) csv += candidate + "," + repository + "\n";
    write_file(scratch / name, csv);
    return (scratch / name).string();
  }

  std::map<std::string, std::string> environment() const {
    return {{"ASSAY_EXERCISES", team}, {"ASSAY_RESULTS", (scratch / "results").string()}};
  }
  std::vector<std::string> batch_words(const std::string& the_roster,
                                       const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"batch",       the_roster, "--exercise",
                                      "house-tally", "--out",    out};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  Ran batch(const std::string& the_roster, const std::vector<std::string>& more = {}) const {
    return run_assay(batch_words(the_roster, more), environment());
  }
  Json run_json(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"report", out, "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run_assay(words, environment());
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return Json::parse(ran.out);
  }
  std::string csv() const {
    const Ran ran = run_assay({"report", out, "--format", "csv", "--reproducible"}, environment());
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return ran.out;
  }
  std::string finished_events(const std::string& file) const {
    std::string names;
    std::ifstream stream(scratch / file);
    for (std::string line; std::getline(stream, line);)
      if (const Json event = Json::parse(line); event["event"] == "finish")
        names += event["candidate"].get<std::string>() + " ";
    return names;
  }

  const Scratch scratch;
  const std::string team = (scratch / "team").string();
  const std::string out = (scratch / "run").string();
};

std::map<std::string, Json> by_candidate(const Json& run) {
  std::map<std::string, Json> map;
  for (const Json& submission : run["submissions"])
    map[submission["candidate"].get<std::string>()] = submission;
  return map;
}

TEST_F(Batch, GradesEveryoneAndLeavesReports) {
  const std::string list = roster({{"ada", right("ada")},
                                   {"bob", wrong("bob")},
                                   {"cy", (scratch / "nowhere").string()},
                                   {"dee", submission("dee", "package housetally\nfunc (")},
                                   {"eve", right("eve")}});
  const Ran ran = batch(list, {"--events", (scratch / "events").string(), "--jobs", "2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("ada"));
  const auto run = by_candidate(run_json());
  ASSERT_THAT(run, SizeIs(5));
  EXPECT_EQ(run.at("ada")["result"]["score"], 100);
  EXPECT_EQ(run.at("bob")["result"]["score"], 50);
  EXPECT_EQ(run.at("cy")["result"]["outcome"], "no_submission");
  EXPECT_EQ(run.at("dee")["result"]["outcome"], "build_failed");
  // Two of the same are graded once.
  EXPECT_EQ(run.at("eve")["result"]["score"], 100);
  EXPECT_EQ(run.at("ada")["result"]["inputs_digest"], run.at("eve")["result"]["inputs_digest"]);
  EXPECT_NE(run.at("ada")["reused"], run.at("eve")["reused"]);
  EXPECT_NE(run.at("ada")["result"]["submission"], run.at("eve")["result"]["submission"]);
  EXPECT_TRUE(fs::exists(fs::path(out) / "report.html"));
  EXPECT_THAT(text_of(fs::path(out) / "results.csv"), HasSubstr("bob"));
  std::istringstream names(finished_events("events"));
  EXPECT_EQ(std::distance(std::istream_iterator<std::string>(names), {}), 5);
}

TEST_F(Batch, StartedAgainHasNothingToDo) {
  const std::string list = roster({{"ada", right("ada")}});
  ASSERT_EQ(batch(list).exit_code, 0);
  const Ran again = batch(list, {"--events", (scratch / "events").string()});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(finished_events("events"), IsEmpty());
}

TEST_F(Batch, ALaterRunUsesWhatAnEarlierOneFound) {
  const std::string list = roster({{"ada", right("ada", "once")}});
  ASSERT_EQ(batch(list).exit_code, 0);
  const Ran other =
      run_assay({"batch", list, "--exercise", "house-tally", "--out", (scratch / "other").string(),
                 "--events", (scratch / "events").string()},
                environment());
  ASSERT_EQ(other.exit_code, 0) << other.err;
  EXPECT_THAT(text_of(scratch / "events"), HasSubstr("\"reused\":true"));
  const Ran facts = run_assay({"cache", "--json"}, environment());
  EXPECT_EQ(Json::parse(facts.out)["results"], 1);
  ASSERT_EQ(run_assay({"cache", "--prune", "--unused-for", "0"}, environment()).exit_code, 0);
  EXPECT_EQ(Json::parse(run_assay({"cache", "--json"}, environment()).out)["results"], 0);
}

TEST_F(Batch, ChangesOfTheRosterAreTaken) {
  ASSERT_EQ(batch(roster({{"ada", right("ada")}, {"bob", wrong("bob")}})).exit_code, 0);
  const Ran ran = batch(roster({{"ada", wrong("ada-2", "another")}, {"cy", right("cy")}}));
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto run = by_candidate(run_json());
  ASSERT_THAT(run, SizeIs(3));
  EXPECT_EQ(run.at("ada")["result"]["score"], 50);
  EXPECT_EQ(run.at("bob")["result"]["score"], 50);
  EXPECT_EQ(run.at("cy")["result"]["score"], 100);
}

TEST_F(Batch, WithoutAnExerciseOrARosterSaysWhatIsMissing) {
  const std::string list = roster({{"ada", right("ada")}});
  const Ran none = run_assay({"batch", list, "--out", out}, environment());
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("--exercise"));
  EXPECT_EQ(
      run_assay({"batch", (scratch / "no.csv").string(), "--exercise", "house-tally", "--out", out},
                environment())
          .exit_code,
      4);
  EXPECT_FALSE(fs::exists(fs::path(out) / "run.db"));
}

TEST_F(Batch, WhatFailsOnOurSideIsTriedThriceAndNeverScored) {
  const std::string list = roster({{"ada", right("ada")}, {"bob", "https://127.0.0.1:1/bob.git"}});
  const Ran ran = batch(list, {"--events", (scratch / "events").string()});
  EXPECT_EQ(ran.exit_code, 3) << ran.err;
  const std::string events = text_of(scratch / "events");
  std::size_t retries = 0;
  for (std::size_t at = 0; (at = events.find("\"event\":\"retry\"", at)) != std::string::npos; ++at)
    ++retries;
  EXPECT_EQ(retries, 2U);
  const auto run = by_candidate(run_json());
  EXPECT_EQ(run.at("ada")["result"]["score"], 100);
  EXPECT_EQ(run.at("bob")["result"]["outcome"], "infrastructure_error");
  EXPECT_TRUE(run.at("bob")["final_score"].is_null());
  // Once the server is there, bob alone is graded again.
  const std::string mended = roster({{"ada", right("ada")}, {"bob", right("bob")}});
  EXPECT_EQ(batch(mended, {"--rerun", "infra", "--events", (scratch / "again").string()}).exit_code,
            0);
  EXPECT_EQ(finished_events("again"), "bob ");
}

TEST_F(Batch, OnATerminalThereIsABarAndWhatEachSlotDoes) {
  const std::string list = roster({{"ada", right("ada")}, {"bob", wrong("bob")}});
  std::string command;
  for (const std::string& word : batch_words(list)) command += " '" + word + "'";
  const CommandOutput shown = run_command(
      {"script", "-qec", std::string("stty cols 100; ") + assay_program().string() + command,
       "/dev/null"},
      "",
      {"ASSAY_EXERCISES=" + team, "ASSAY_RESULTS=" + (scratch / "results").string(), "TERM=xterm"});
  EXPECT_EQ(shown.status, 0);
  EXPECT_THAT(shown.out, HasSubstr("░"));
  EXPECT_THAT(shown.out, HasSubstr("0/2"));
  EXPECT_THAT(shown.out, ::testing::ContainsRegex("ada house-tally +(inspect|build|run|vet)"));
}

TEST_F(Batch, ADamagedRunIsSaidAndWhatItHoldsIsTakenOver) {
  const std::string list = roster({{"ada", right("ada")}, {"bob", wrong("bob")}});
  ASSERT_EQ(batch(list).exit_code, 0);
  const std::string before = csv();
  const fs::path database = fs::path(out) / "run.db";
  std::string bytes = text_of(database);
  // The page that holds who is on the roster.
  const std::size_t entry = bytes.find("\"candidate\":\"ada\"");
  ASSERT_NE(entry, std::string::npos);
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(entry / 4096 * 4096), 4096, 'x');
  write_file(database, bytes);
  const Ran damaged = batch(list);
  EXPECT_EQ(damaged.exit_code, 3);
  EXPECT_THAT(damaged.err, HasSubstr("--salvage"));
  const Ran salvaged = batch(list, {"--salvage"});
  EXPECT_EQ(salvaged.exit_code, 0) << salvaged.err;
  EXPECT_THAT(salvaged.err, HasSubstr("run.db.damaged"));
  EXPECT_EQ(csv(), before);
}

// --- interruptions -------------------------------------------------------------------------

class LongBatch : public Batch {
 protected:
  static constexpr int kSubmissions = 24;

  std::string long_roster() const {
    std::vector<std::pair<std::string, std::string>> lines;
    for (int i = 0; i < kSubmissions; ++i) {
      const std::string name = "c" + std::to_string(i);
      const std::string variation = "variation " + std::to_string(i);
      lines.emplace_back(name, i % 3 == 0 ? wrong(name, variation) : right(name, variation));
    }
    return roster(lines);
  }

  // Waits until `count` submissions are finished, by the events.
  void wait_for(const std::string& events, long count) const {
    for (;;) {
      std::istringstream names(finished_events(events));
      if (std::distance(std::istream_iterator<std::string>(names), {}) >= count) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  void expect_each_graded_once() const {
    const auto store = store::RunStore::open(out, store::RunStore::Access::kRead);
    ASSERT_TRUE(store) << store.error().message;
    const auto tasks = store->tasks();
    ASSERT_TRUE(tasks);
    EXPECT_THAT(*tasks, SizeIs(kSubmissions));
    for (const store::Task& task : *tasks)
      EXPECT_EQ(store->results_of(task.id), 1U) << task.candidate;
  }
};

TEST_F(LongBatch, KilledAtAnyMomentItGoesOnAndComesToTheSameReport) {
  const std::string list = long_roster();
  ASSERT_EQ(batch(list, {"--no-cache"}).exit_code, 0);
  const std::string undisturbed = csv();
  fs::remove_all(out);
  std::mt19937 random(testing::UnitTest::GetInstance()->random_seed());
  for (int kill = 0; kill < 10; ++kill) {
    RunningAssay assay(batch_words(list, {"--no-cache"}), environment(), scratch / "killed");
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 2500));
    assay.signal(SIGKILL);
    assay.wait();
  }
  ASSERT_EQ(batch(list, {"--no-cache"}).exit_code, 0);
  expect_each_graded_once();
  EXPECT_EQ(csv(), undisturbed);
}

TEST_F(LongBatch, AnInterruptFinishesWhatRunsAndSavesIt) {
  const std::string list = long_roster();
  RunningAssay assay(batch_words(list, {"--events", (scratch / "events").string()}), environment(),
                     scratch / "interrupted");
  wait_for("events", 2);
  assay.signal(SIGINT);
  const Ran ran = assay.wait();
  EXPECT_EQ(ran.exit_code, 130) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("the same command goes on"));
  EXPECT_THAT(ran.out, HasSubstr("c1"));
  ASSERT_EQ(batch(list).exit_code, 0);
  expect_each_graded_once();
}

TEST_F(LongBatch, ASecondInterruptEndsTheSandboxesToo) {
  const std::string list = long_roster();
  RunningAssay assay(batch_words(list, {"--events", (scratch / "events").string()}), environment(),
                     scratch / "interrupted");
  wait_for("events", 2);
  assay.signal(SIGTERM);
  assay.signal(SIGINT);
  EXPECT_THAT(assay.wait().exit_code, ::testing::AnyOf(143, 130));
  ASSERT_EQ(batch(list).exit_code, 0);
  expect_each_graded_once();
}

TEST_F(LongBatch, SaysWhatRunsWhenAsked) {
  const std::string list = long_roster();
  RunningAssay assay(batch_words(list, {"--events", (scratch / "events").string()}), environment(),
                     scratch / "asked");
  wait_for("events", 1);
  assay.signal(SIGUSR1);
  wait_for("events", 4);
  assay.signal(SIGINT);
  EXPECT_THAT(assay.wait().err, ::testing::ContainsRegex("of 24 done; .*\nslot [0-9]+: c[0-9]+"));
}

TEST_F(LongBatch, TwoAtOnceIntoOneFolderIsRefused) {
  const std::string list = long_roster();
  RunningAssay assay(batch_words(list, {"--events", (scratch / "events").string()}), environment(),
                     scratch / "first");
  wait_for("events", 1);
  const Ran second = batch(list);
  EXPECT_EQ(second.exit_code, 2);
  EXPECT_THAT(second.err, HasSubstr(std::to_string(assay.pid())));
  EXPECT_EQ(run_assay({"report", out}, environment()).exit_code, 0) << "a reader needs no lock";
  assay.signal(SIGKILL);
  assay.wait();
  ASSERT_EQ(batch(list).exit_code, 0);
  expect_each_graded_once();
}

// --- people's decisions and changed exercises ------------------------------------------------

TEST_F(Batch, APersonsDecisionStandsBesideTheMachines) {
  ASSERT_EQ(batch(roster({{"ada", wrong("ada")}})).exit_code, 0);
  const Ran ran = run_assay({"override", out, "ada", "--score", "80", "--reason",
                             "talked it through", "--author", "grace"},
                            environment());
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const Json ada = run_json()["submissions"][0];
  EXPECT_EQ(ada["result"]["score"], 50);
  EXPECT_EQ(ada["final_score"], 80);
  EXPECT_EQ(ada["decision"]["author"], "grace");
  EXPECT_EQ(run_assay({"override", out, "nobody", "--score", "1", "--reason", "x", "--author", "y"},
                      environment())
                .exit_code,
            4);
  EXPECT_EQ(run_assay({"override", out, "ada", "--score", "1", "--reason", " ", "--author", "y"},
                      environment())
                .exit_code,
            2);
}

class ChangedExercise : public Batch {
 protected:
  void SetUp() override {
    Batch::SetUp();
    list =
        roster({{"ada", right("ada")}, {"bob", wrong("bob")}, {"cy", (scratch / "no").string()}});
    ASSERT_EQ(batch(list).exit_code, 0);
    // A hidden test that nobody passes.
    const fs::path tests = exercise() / "hidden/tally_test.go";
    std::string text = text_of(tests);
    text.replace(text.find("got != 40"), 9, "got != 41");
    write_file(tests, text);
  }
  std::string list;
};

TEST_F(ChangedExercise, IsNotMixedIntoTheRun) {
  const Ran ran = batch(list);
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("house-tally has changed"));
  EXPECT_THAT(ran.err, HasSubstr("assay regrade"));
}

TEST_F(ChangedExercise, IsShownFirstAndThenApplied) {
  fs::remove_all(scratch / "work");  // the code is in the store
  const Ran preview =
      run_assay({"regrade", out, "--reason", "a typo in the test", "--json"}, environment());
  ASSERT_EQ(preview.exit_code, 0) << preview.err;
  const Json shown = Json::parse(preview.out);
  ASSERT_THAT(shown["differences"], SizeIs(2));
  EXPECT_EQ(shown["differences"][0]["candidate"], "ada");
  EXPECT_EQ(shown["differences"][0]["gain"], -100);
  EXPECT_EQ(by_candidate(run_json()).at("ada")["result"]["score"], 100) << "nothing counts yet";
  ASSERT_EQ(run_assay({"regrade", out, "--apply"}, environment()).exit_code, 0);
  EXPECT_EQ(by_candidate(run_json()).at("ada")["result"]["score"], 0);
  EXPECT_EQ(by_candidate(run_json()).at("cy")["result"]["outcome"], "no_submission");
  EXPECT_EQ(batch(list, {"--rerun", "cy"}).exit_code, 0) << "the run goes on with the new tests";
  const auto store = store::RunStore::open(out, store::RunStore::Access::kRead);
  EXPECT_EQ(store->results_of(1), 2U) << "both versions stay";
}

TEST_F(ChangedExercise, CanBeDropped) {
  ASSERT_EQ(run_assay({"regrade", out}, environment()).exit_code, 0);
  ASSERT_EQ(run_assay({"regrade", out, "--drop"}, environment()).exit_code, 0);
  EXPECT_EQ(by_candidate(run_json()).at("ada")["result"]["score"], 100);
  EXPECT_EQ(run_assay({"regrade", out, "--apply"}, environment()).exit_code, 2);
}

// --- deadlines -----------------------------------------------------------------------------

class Deadline : public Batch {
 protected:
  // A repository that hands in the wrong code in time, and the right one late.
  std::string late_repository(const std::string& name) const {
    GitFixture git(scratch / name);
    git.write("tally.go", text_of(exercise() / "mutants/no-lock/tally.go"));
    git.commit("in time", kDeadline - 3600);
    git.write("tally.go", text_of(exercise() / "solutions/mutex/tally.go"));
    git.commit("late", kDeadline + 30 * 3600);
    return git.path().string();
  }
  static constexpr std::int64_t kDeadline = 1'760'000'000;  // 2025-10-09T08:53:20Z
  const std::vector<std::string> terms = {"--deadline", "2025-10-09T08:53:20Z", "--penalty", "10"};
};

TEST_F(Deadline, LateCommitsCost) {
  const std::string repository = late_repository("ada");
  write_file(scratch / "roster.csv", "candidate,repository,extension\nada," + repository +
                                         ",\nbob," + repository + ",2d\n");
  ASSERT_EQ(batch((scratch / "roster.csv").string(), terms).exit_code, 0);
  const auto run = by_candidate(run_json());
  EXPECT_EQ(run.at("ada")["result"]["score"], 100);
  EXPECT_EQ(run.at("ada")["final_score"], 80) << "the second day has begun";
  EXPECT_EQ(run.at("bob")["final_score"], 100);
}

TEST_F(Deadline, TheLastCommitInTimeCanBeTaken) {
  const std::string list = roster({{"ada", late_repository("ada")}});
  ASSERT_EQ(batch(list, {"--at", "2025-10-09T08:53:20Z"}).exit_code, 0);
  EXPECT_EQ(run_json()["submissions"][0]["result"]["score"], 50);
}

TEST_F(Deadline, ASnapshotFixesTheCommits) {
  const std::string repository = late_repository("ada");
  const std::string list = roster({{"ada", repository}, {"bob", (scratch / "none").string()}});
  const std::string lock = (scratch / "lock.json").string();
  const Ran taken = run_assay({"snapshot", list, "--lock", lock}, environment());
  EXPECT_EQ(taken.exit_code, 3) << "bob's could not be looked at";
  EXPECT_THAT(taken.err, HasSubstr("bob"));
  write_file(fs::path(repository) / "tally.go", "package broken\n");
  run_command({"git", "-C", repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit",
               "-qam", "later"});
  ASSERT_EQ(batch(lock).exit_code, 0);
  const auto run = by_candidate(run_json());
  EXPECT_EQ(run.at("ada")["result"]["score"], 100);
  EXPECT_EQ(run.at("bob")["result"]["outcome"], "no_submission");
}

}  // namespace
}  // namespace assay::test
