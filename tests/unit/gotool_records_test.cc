// The reader of records is what stands between a submission and a forged pass, so
// most of these tests try to fool it.
#include "gotool/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "unit/gotool_stream.h"

namespace assay::gotool {
namespace {

using testing::HasSubstr;

TEST(Records, TheCodeIsTheOneThatTheHarnessComputes) {
  // The same vector is in exercises/testkit/harness/unit_test.go.
  EXPECT_EQ(record_line(test_plan(), R"(begin seq=1 index=0 test="TestA")"),
            "assay1 11b6ee94fb4f4b06efb8385040d887492d0c613c2cc1484522f4e6a146d11bc8 "
            "begin seq=1 index=0 test=\"TestA\"\n");
  EXPECT_EQ(plan_variable(test_plan()), "0123456789abcdef0123456789abcdef:TestA,TestB,TestA");
}

TEST(Records, AWholeRunIsRead) {
  Stream stream;
  stream.start().begin(0).passed(0).begin(1).end(1, "failed", "", 0).begin(2).passed(2);
  stream.add("done", "tests=3");
  const RecordReport report = read_records(stream.text(), stream.plan());
  EXPECT_FALSE(report.tampered) << report.why;
  EXPECT_EQ(report.end, RecordEnd::kDone);
  EXPECT_EQ(report.go, "go1.26");
  EXPECT_EQ(report.next, 3U);
  ASSERT_EQ(report.tests.size(), 3U);
  EXPECT_EQ(report.tests[0].verdict, Verdict::kPassed);
  EXPECT_EQ(report.tests[0].nanoseconds, 42);
  EXPECT_EQ(report.tests[1].verdict, Verdict::kFailed);
  EXPECT_EQ(report.tests[2].verdict, Verdict::kPassed);
  EXPECT_EQ(report.running, std::nullopt);
  EXPECT_EQ(report.blamed(stream.plan()), std::nullopt);
}

TEST(Records, OutcomesBecomeVerdicts) {
  struct Case {
    const char* outcome;
    const char* kind;
    int races;
    Verdict verdict;
  };
  for (const Case& c : {Case{"passed", "", 0, Verdict::kPassed},
                        {"failed", "", 0, Verdict::kFailed},
                        {"failed", "", 2, Verdict::kRace},
                        {"failed", "leak", 0, Verdict::kLeak},
                        {"failed", "leak", 1, Verdict::kRace},
                        {"failed", "deadlock", 0, Verdict::kDeadlock},
                        {"skipped", "", 0, Verdict::kIncomplete}}) {
    Stream stream;
    stream.start().begin(0).end(0, c.outcome, c.kind, c.races);
    const RecordReport report = read_records(stream.text(), stream.plan());
    EXPECT_FALSE(report.tampered) << report.why;
    ASSERT_EQ(report.tests.size(), 1U);
    EXPECT_TRUE(report.tests[0].ended);
    EXPECT_EQ(report.tests[0].verdict, c.verdict) << c.outcome << c.kind << c.races;
  }
}

TEST(Records, AnOutcomeThatTheHarnessNeverSaysIsNone) {
  struct Case {
    const char* outcome;
    const char* kind;
    int races;
  };
  for (const Case& c : {Case{"passed", "", 1},
                        {"passed", "leak", 0},
                        {"skipped", "", 1},
                        {"failed", "panic", 0},
                        {"good", "", 0},
                        {"PASSED", "", 0}}) {
    Stream stream;
    stream.start().begin(0).end(0, c.outcome, c.kind, c.races);
    const RecordReport report = read_records(stream.text(), stream.plan());
    EXPECT_TRUE(report.tampered) << c.outcome;
    ASSERT_EQ(report.tests.size(), 1U);
    EXPECT_EQ(report.tests[0].verdict, Verdict::kTampered);
  }
}

TEST(Records, APassWithAnotherGomaxprocsIsTampered) {
  Stream stream;
  stream.start().begin(0).add(
      "end", R"(index=0 test="TestA" outcome=passed kind="" races=0 ns=1 gomaxprocs=1)");
  const RecordReport report = read_records(stream.text(), stream.plan());
  EXPECT_FALSE(report.tampered);
  ASSERT_EQ(report.tests.size(), 1U);
  EXPECT_EQ(report.tests[0].verdict, Verdict::kTampered);
}

TEST(Records, SilenceIsNoPass) {
  const RecordPlan plan = test_plan();
  const RecordReport report = read_records("", plan);
  EXPECT_FALSE(report.tampered);
  EXPECT_TRUE(report.tests.empty());
  EXPECT_EQ(report.end, RecordEnd::kOpen);
  EXPECT_EQ(report.blamed(plan), 0U);
}

TEST(Records, ATestThatEndedTheProcessIsRunning) {
  Stream stream;
  stream.start().begin(0).passed(0).begin(1);
  const RecordReport report = read_records(stream.text(), stream.plan());
  EXPECT_FALSE(report.tampered);
  EXPECT_EQ(report.running, 1U);
  EXPECT_EQ(report.blamed(stream.plan()), 1U);
  ASSERT_EQ(report.tests.size(), 2U);
  EXPECT_FALSE(report.tests[1].ended);
  EXPECT_EQ(report.tests[1].verdict, Verdict::kIncomplete);
}

TEST(Records, AStopSaysWhereToGoOn) {
  Stream stream;
  stream.start().begin(0).end(0, "failed", "", 1).add("stop", R"(next=1 reason="race")");
  const RecordReport report = read_records(stream.text(), stream.plan());
  EXPECT_FALSE(report.tampered) << report.why;
  EXPECT_EQ(report.end, RecordEnd::kStopped);
  EXPECT_EQ(report.next, 1U);
  EXPECT_EQ(report.why, "race");
}

TEST(Records, AHangHasItsVerdict) {
  for (const auto& [kind, verdict] :
       {std::pair{"deadlock", Verdict::kDeadlock}, {"wall_time", Verdict::kWallTime}}) {
    Stream stream;
    stream.start().begin(0).add("hang",
                                std::string(R"(index=0 test="TestA" kind=")") + kind + R"(" ns=7)");
    const RecordReport report = read_records(stream.text(), stream.plan());
    EXPECT_FALSE(report.tampered) << report.why;
    EXPECT_EQ(report.end, RecordEnd::kHung);
    ASSERT_EQ(report.tests.size(), 1U);
    EXPECT_TRUE(report.tests[0].ended);
    EXPECT_EQ(report.tests[0].verdict, verdict);
    EXPECT_EQ(report.blamed(stream.plan()), 1U);
  }
}

// What is out of turn, though every line of it verifies.
TEST(Records, EachRecordHasItsTurn) {
  const auto tampered = [](Stream& stream) {
    return read_records(stream.text(), stream.plan()).tampered;
  };
  std::vector<std::pair<const char*, Stream>> cases(16);
  std::size_t i = 0;
  const auto next = [&](const char* what) -> Stream& {
    cases[i].first = what;
    return cases[i++].second;
  };
  next("no start").begin(0);
  next("two starts").start().start();
  next("other tests").add("start", R"(tests=2 gomaxprocs=4 go="go1.26")");
  next("other GOMAXPROCS").add("start", R"(tests=3 gomaxprocs=1 go="go1.26")");
  next("a test left out").start().begin(1);
  next("another name").start().add("begin", R"(index=0 test="TestB")");
  next("beyond the plan").start().add("begin", R"(index=3 test="TestA")");
  next("begin in a test").start().begin(0).begin(1);
  next("end of another").start().begin(0).passed(1);
  next("end without begin").start().passed(0);
  next("a second end").start().begin(0).passed(0).passed(0);
  next("done too soon").start().begin(0).passed(0).add("done", "tests=3");
  next("done in a test").start().begin(0).add("done", "tests=3");
  next("stop in a test").start().begin(0).add("stop", R"(next=1 reason="race")");
  next("stop that skips").start().begin(0).passed(0).add("stop", R"(next=2 reason="race")");
  next("a record after the last")
      .start()
      .begin(0)
      .passed(0)
      .add("stop", R"(next=1 reason="x")")
      .begin(1);
  ASSERT_EQ(i, cases.size());
  for (auto& [what, stream] : cases) EXPECT_TRUE(tampered(stream)) << what;
}

TEST(Records, MalformedPayloadsAreTampering) {
  for (const char* payload :
       {"", "begin", "begin ", "begin seq=1", R"(begin seq=1 index=0)",
        R"(begin seq=1 index=0 test=TestA)", R"(begin seq=1 index=0 test="TestA" )",
        R"(begin seq=1 index=0 test="TestA" more=1)", R"(begin seq=1  index=0 test="TestA")",
        R"(begin seq=01 index=0 test="TestA")", R"(begin seq=1 index=+0 test="TestA")",
        R"(begin seq=1 index=-0 test="TestA")",
        R"(begin seq=1 index=18446744073709551616 test="TestA")",
        R"(begin seq=1 index=0 test="TestA)", R"(begin seq=1 index=0 test="Test\x4")",
        R"(begin seq=1 index=0 test="\q")", R"(begin index=0 seq=1 test="TestA")",
        R"(begun seq=1 index=0 test="TestA")", R"( begin seq=1 index=0 test="TestA")"}) {
    Stream stream;
    stream.start().raw(record_line(stream.plan(), payload));
    const RecordReport report = read_records(stream.text(), stream.plan());
    EXPECT_TRUE(report.tampered) << payload;
    EXPECT_TRUE(report.tests.empty()) << payload;
  }
}

TEST(Records, WhatIsNoRecordEndsTheReading) {
  const std::string good = Stream().start().text();
  for (const std::string& junk : std::initializer_list<std::string>{
           "junk\n", "\n", "assay1\n", "assay1 \n", "assay1 " + std::string(64, '0') + "\n",
           "assay1 " + std::string(64, '0') + " begin seq=1 index=0 test=\"TestA\"\n", "junk",
           std::string(100'000, 'x'), std::string(100'000, 'x') + "\n", std::string("\0\n", 2)}) {
    Stream stream;
    stream.start().begin(0).passed(0).raw(junk).begin(1).passed(1);
    const RecordReport report = read_records(stream.text(), stream.plan());
    EXPECT_TRUE(report.tampered);
    ASSERT_EQ(report.tests.size(), 1U)
        << "what follows a bad line counts, or what precedes it does not";
    EXPECT_EQ(report.tests[0].verdict, Verdict::kPassed);
    EXPECT_EQ(report.blamed(stream.plan()), 1U);
  }
}

TEST(Records, AReplayedRecordIsNoSecondPass) {
  Stream stream;
  stream.start().begin(0).passed(0);
  const std::string before = stream.text();
  const std::string begin_and_end = before.substr(before.find('\n') + 1);
  const RecordReport report = read_records(before + begin_and_end, stream.plan());
  EXPECT_TRUE(report.tampered);
  EXPECT_EQ(report.tests.size(), 1U);
}

TEST(Records, ARecordOfAnotherRunIsNone) {
  Stream stream;
  stream.start().begin(0).passed(0);
  RecordPlan other_nonce = stream.plan();
  other_nonce.nonce.back() = '0';
  RecordPlan other_key = stream.plan();
  other_key.key.back() = 'x';
  for (const RecordPlan& plan : {other_nonce, other_key}) {
    const RecordReport report = read_records(stream.text(), plan);
    EXPECT_TRUE(report.tampered);
    EXPECT_TRUE(report.tests.empty());
  }
}

TEST(Records, EveryFlippedBitAndEveryCutIsSeen) {
  Stream stream;
  stream.start().begin(0).passed(0);
  const std::string good = stream.text();
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_TRUE(read_records(bad, stream.plan()).tampered) << i;
  }
  for (std::size_t length = 0; length < good.size(); ++length) {
    const RecordReport report =
        read_records(std::string_view(good).substr(0, length), stream.plan());
    EXPECT_TRUE(report.tests.empty() || !report.tests[0].ended) << length;
    EXPECT_EQ(report.tampered, length != 0 && good[length - 1] != '\n') << length;
  }
}

TEST(Records, TheTestThatRanWhenTheStreamWentBadIsTampered) {
  Stream stream;
  stream.start().begin(0).passed(0).begin(1).raw("junk\n").passed(1);
  const RecordReport report = read_records(stream.text(), stream.plan());
  ASSERT_EQ(report.tests.size(), 2U);
  EXPECT_EQ(report.tests[1].verdict, Verdict::kTampered);
  EXPECT_FALSE(report.tests[1].ended);
  EXPECT_THAT(report.tests[1].detail, HasSubstr("not a record"));
}

TEST(Records, NamesNeedNotBeAscii) {
  RecordPlan plan = test_plan();
  plan.tests = {"TestGrüße\U0001F600"};
  Stream stream(plan);
  stream.add("start", R"(tests=1 gomaxprocs=4 go="go1.26")");
  stream.add("begin", R"(index=0 test="TestGr\u00fc\u00dfe\U0001f600")");
  EXPECT_EQ(read_records(stream.text(), plan).running, 0U);
}

}  // namespace
}  // namespace assay::gotool
