// The supervisor of test processes, against a runner that behaves like the
// harness: whatever a process does, every test gets a verdict, nothing passes
// without a record, and it comes to an end.

#include "gotool/test_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "base/digest.h"
#include "base/text.h"

namespace assay::gotool {
namespace {

using ::testing::ElementsAre;

// What a test does when it is its turn.
enum class Act { kPass, kFail, kRace, kPanic, kExit, kOom, kSpin, kForgeThenExit, kCpu };

std::string setting(const sandbox::RunSpec& spec, const std::string& name) {
  for (const std::string& entry : spec.env)
    if (entry.starts_with(name + "=")) return entry.substr(name.size() + 1);
  ADD_FAILURE() << "no " << name << " in the environment";
  return {};
}

// Writes what the harness writes, for a process that runs its plan until one act ends it.
class FakeProcess {
 public:
  FakeProcess(std::string key, const sandbox::RunSpec& spec) : key_(std::move(key)) {
    const std::string plan = setting(spec, "ASSAY_PLAN");
    nonce_ = plan.substr(0, plan.find(':'));
    const std::string list = plan.substr(plan.find(':') + 1);
    for (const std::string_view test : split(list, ',')) tests_.emplace_back(test);
    gomaxprocs_ = setting(spec, "GOMAXPROCS");
  }

  sandbox::RunResult run(const std::map<std::string, Act>& acts) {
    result_.cause = sandbox::Cause::kExited;
    result_.exit_code = 0;
    record("start", "tests=" + std::to_string(tests_.size()) + " gomaxprocs=" + gomaxprocs_ +
                        " go=\"go1.26\"");
    for (std::size_t i = 0; i < tests_.size(); ++i) {
      mark(i);
      record("begin", "index=" + std::to_string(i) + " test=\"" + tests_[i] + "\"");
      const auto act = acts.find(tests_[i]);
      if (!perform(i, act == acts.end() ? Act::kPass : act->second)) return result_;
    }
    record("done", "tests=" + std::to_string(tests_.size()));
    return result_;
  }

 private:
  void record(const std::string& word, const std::string& rest) {
    const std::string payload = word + " seq=" + std::to_string(seq_++) + " " + rest;
    result_.records +=
        "assay1 " + to_hex(hmac_sha256(key_, nonce_ + " " + payload)) + " " + payload + "\n";
  }
  void mark(std::size_t index) {
    const std::string token =
        to_hex(hmac_sha256(key_, nonce_ + " out " + std::to_string(index))).substr(0, 32);
    const std::string line =
        "\n\x01"
        "assay " +
        token + " " + std::to_string(index) + "\n";
    result_.out += line;
    result_.err += line;
  }
  void end(std::size_t i, const std::string& outcome, int races) {
    record("end", "index=" + std::to_string(i) + " test=\"" + tests_[i] + "\" outcome=" + outcome +
                      " kind=\"\" races=" + std::to_string(races) +
                      " ns=5 gomaxprocs=" + gomaxprocs_);
  }
  bool die(sandbox::Cause cause, int exit_code) {
    result_.cause = cause;
    result_.exit_code = exit_code;
    return false;
  }

  // False when the process is at its end.
  bool perform(std::size_t i, Act act) {
    switch (act) {
      case Act::kPass:
        end(i, "passed", 0);
        return true;
      case Act::kFail:
        end(i, "failed", 0);
        return true;
      case Act::kRace:
        end(i, "failed", 1);
        record("stop", "next=" + std::to_string(i + 1) + " reason=\"race\"");
        return false;
      case Act::kPanic:
        result_.err += "panic: send on closed channel\n\ngoroutine 7 [running]:\n";
        return die(sandbox::Cause::kExited, 2);
      case Act::kExit:
        return die(sandbox::Cause::kExited, 0);
      case Act::kOom:
        return die(sandbox::Cause::kMemory, 0);
      case Act::kCpu:
        return die(sandbox::Cause::kCpuTime, -1);
      case Act::kSpin:
        return die(sandbox::Cause::kWallTime, -1);
      case Act::kForgeThenExit:
        result_.out += "--- PASS: " + tests_[i] + "\nPASS\n";
        result_.records += "assay1 " + std::string(64, '0') + " end seq=2 index=0 outcome=passed\n";
        return die(sandbox::Cause::kExited, 0);
    }
    return false;
  }

  std::string key_;
  std::string nonce_;
  std::vector<std::string> tests_;
  std::string gomaxprocs_;
  std::size_t seq_ = 0;
  sandbox::RunResult result_;
};

class FakeRunner : public sandbox::Runner {
 public:
  FakeRunner(std::string key, std::map<std::string, Act> acts)
      : key_(std::move(key)), acts_(std::move(acts)) {}
  Result<sandbox::RunResult> run(const sandbox::RunSpec& spec) override {
    ++processes;
    if (instead) return instead(spec);
    return FakeProcess(key_, spec).run(acts_);
  }

  int processes = 0;
  std::function<Result<sandbox::RunResult>(const sandbox::RunSpec&)> instead;

 private:
  std::string key_;
  std::map<std::string, Act> acts_;
};

class TestRunTest : public ::testing::Test {
 protected:
  TestRunTest() {
    exercise_.id = "fake";
    exercise_.repeats.cpu = {1, 2};
    Criterion criterion;
    criterion.evidence.tests = {"TestA", "TestB", "TestC"};
    exercise_.criteria = {criterion};
  }

  Result<TestRun> run(FakeRunner& runner, std::uint64_t seed = 1) {
    return run_tests(runner, {exercise_, workspace_, BuildKind::kRace, "/nowhere", key_, seed});
  }

  static std::vector<Verdict> verdicts(const TestRun& run, const std::string& test) {
    std::vector<Verdict> found;
    for (const auto& entry : run.entries)
      if (entry.test == test) found.push_back(entry.attempt.verdict);
    return found;
  }

  std::string key_ = std::string(32, 'k');
  Exercise exercise_;
  Workspace workspace_;
};

TEST_F(TestRunTest, RunsEveryTestUnderEveryGomaxprocs) {
  FakeRunner runner(key_, {});
  const auto run = this->run(runner);
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->entries.size(), 6U);
  EXPECT_EQ(run->processes, 2U);
  for (const char* test : {"TestA", "TestB", "TestC"})
    EXPECT_THAT(verdicts(*run, test), ElementsAre(Verdict::kPassed, Verdict::kPassed));
}

TEST_F(TestRunTest, RepeatsAsOftenAsTheExerciseSays) {
  exercise_.repeats.count = 5;
  FakeRunner runner(key_, {});
  const auto run = this->run(runner);
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(verdicts(*run, "TestB").size(), 10U);
  EXPECT_EQ(run->processes, 2U);
}

TEST_F(TestRunTest, OneTestsEndCostsNoOtherItsVerdict) {
  const std::map<Act, Verdict> deadly = {{Act::kPanic, Verdict::kPanic},
                                         {Act::kExit, Verdict::kExited},
                                         {Act::kRace, Verdict::kRace},
                                         {Act::kForgeThenExit, Verdict::kTampered}};
  for (const auto& [act, verdict] : deadly) {
    FakeRunner runner(key_, {{"TestB", act}});
    const auto run = this->run(runner);
    ASSERT_TRUE(run.has_value());
    EXPECT_THAT(verdicts(*run, "TestB"), ElementsAre(verdict, verdict)) << name(verdict);
    EXPECT_THAT(verdicts(*run, "TestA"), ElementsAre(Verdict::kPassed, Verdict::kPassed));
    EXPECT_THAT(verdicts(*run, "TestC"), ElementsAre(Verdict::kPassed, Verdict::kPassed));
  }
}

// So each of its three tries costs one process, and the other tests none of their own.
TEST_F(TestRunTest, ATestThatEndedItsProcessIsRunLastFromThenOn) {
  exercise_.repeats.count = 3;
  exercise_.repeats.cpu = {1, 2, 4};
  exercise_.repeats.shuffle = false;
  FakeRunner runner(key_, {{"TestB", Act::kPanic}});
  const auto run = this->run(runner);
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->entries.size(), 27U);
  EXPECT_EQ(run->processes, 9U);
  std::vector<std::string> order;
  for (const auto& entry : run->entries) order.push_back(entry.test);
  const std::vector<std::string> last_of_all(order.end() - 9, order.end());
  EXPECT_THAT(last_of_all, ElementsAre("TestA", "TestC", "TestA", "TestC", "TestA", "TestC",
                                       "TestB", "TestB", "TestB"));
}

TEST_F(TestRunTest, ATestThatHitALimitIsNotRunAgain) {
  const std::map<Act, Verdict> costly = {{Act::kOom, Verdict::kMemory},
                                         {Act::kCpu, Verdict::kCpuTime},
                                         {Act::kSpin, Verdict::kWallTime}};
  for (const auto& [act, verdict] : costly) {
    FakeRunner runner(key_, {{"TestB", act}});
    const auto run = this->run(runner);
    ASSERT_TRUE(run.has_value());
    EXPECT_THAT(verdicts(*run, "TestB"), ElementsAre(verdict));
    EXPECT_THAT(verdicts(*run, "TestC"), ElementsAre(Verdict::kPassed, Verdict::kPassed));
  }
}

TEST_F(TestRunTest, AProcessThatNeverBeginsATestFailsAllOfThemAtOnce) {
  FakeRunner runner(key_, {});
  runner.instead = [](const sandbox::RunSpec&) {
    sandbox::RunResult result;
    result.cause = sandbox::Cause::kExited;
    result.exit_code = 0;
    result.out = "PASS\nok\n";
    return result;
  };
  const auto run = this->run(runner);
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->entries.size(), 3U);
  EXPECT_EQ(runner.processes, 1);
  for (const auto& entry : run->entries) EXPECT_EQ(entry.attempt.verdict, Verdict::kExited);
}

TEST_F(TestRunTest, JunkOnTheRecordChannelNeverPassesAndNeverLoops) {
  FakeRunner runner(key_, {});
  runner.instead = [](const sandbox::RunSpec&) {
    sandbox::RunResult result;
    result.cause = sandbox::Cause::kExited;
    result.exit_code = 0;
    result.records = "junk\n";
    return result;
  };
  const auto run = this->run(runner);
  ASSERT_TRUE(run.has_value());
  for (const auto& entry : run->entries) EXPECT_EQ(entry.attempt.verdict, Verdict::kTampered);
}

TEST_F(TestRunTest, TheRunnersErrorIsNoVerdict) {
  FakeRunner runner(key_, {});
  runner.instead = [](const sandbox::RunSpec&) -> Result<sandbox::RunResult> {
    return fail("mount /proc: no");
  };
  EXPECT_FALSE(this->run(runner).has_value());
}

TEST_F(TestRunTest, ACancelledRunIsAnInterruption) {
  FakeRunner runner(key_, {});
  runner.instead = [](const sandbox::RunSpec&) {
    sandbox::RunResult result;
    result.cause = sandbox::Cause::kCancelled;
    return result;
  };
  const auto run = this->run(runner);
  ASSERT_FALSE(run.has_value());
  EXPECT_EQ(run.error().kind, ErrorKind::kInterrupted);
}

TEST_F(TestRunTest, TheOrderFollowsFromTheSeed) {
  const auto order = [&](std::uint64_t seed) {
    FakeRunner runner(key_, {});
    exercise_.repeats.count = 8;
    std::string text;
    const auto ran = run(runner, seed);
    for (const auto& entry : ran->entries) text += entry.test;
    return text;
  };
  EXPECT_EQ(order(7), order(7));
  EXPECT_NE(order(7), order(8));
}

TEST_F(TestRunTest, OutputBelongsToTheTestThatWroteIt) {
  FakeRunner runner(key_, {{"TestB", Act::kPanic}});
  const auto run = this->run(runner);
  ASSERT_TRUE(run.has_value());
  for (const auto& entry : run->entries) {
    const bool says = entry.attempt.output.find("send on closed channel") != std::string::npos;
    EXPECT_EQ(says, entry.test == "TestB");
  }
}

}  // namespace
}  // namespace assay::gotool
