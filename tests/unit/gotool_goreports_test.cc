#include "gotool/goreports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace assay::gotool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

CandidateCode limiter() {
  return {"limiter",
          {{"limiter.go",
            "package limiter\n\nfunc (l *Limiter) Allow() bool {\n\tl.tokens--\n}\n\nfunc New() "
            "*Limiter\n"},
           {"sub/mutex.go", "package sub\n"}}};
}

constexpr std::string_view kRace = R"(some output
==================
WARNING: DATA RACE
Write at 0x00c000096228 by goroutine 10:
  limiter.(*Limiter).Allow()
      limiter/limiter.go:4 +0x33
  limiter_test.TestBurst.func1()
      limiter/hidden_test.go:30 +0x1c

Previous write at 0x00c000096228 by goroutine 9:
  limiter.(*Limiter).Allow()
      limiter/limiter.go:4 +0x116
  sync.(*Mutex).Lock()
      sync/mutex.go:46 +0x1d
  testing.tRunner()
      testing/testing.go:2036 +0x21c

Goroutine 10 (running) created at:
  limiter_test.TestBurst()
      limiter/hidden_test.go:29 +0x44
==================
more output
)";

TEST(RaceReports, KeepTheCandidatesFrames) {
  const auto reports = parse_race_reports(kRace, limiter());
  ASSERT_THAT(reports, SizeIs(1));
  ASSERT_THAT(reports[0].stacks, SizeIs(3));
  const Stack& write = reports[0].stacks[0];
  EXPECT_EQ(write.title, "Write at 0x00c000096228 by goroutine 10");
  ASSERT_THAT(write.frames, SizeIs(1));
  EXPECT_EQ(write.frames[0].function, "limiter.(*Limiter).Allow");
  EXPECT_EQ(write.frames[0].file, "limiter.go");
  EXPECT_EQ(write.frames[0].line, 4U);
  EXPECT_EQ(write.frames[0].source, "l.tokens--");
  EXPECT_EQ(write.cut, 1U);
  EXPECT_EQ(reports[0].stacks[1].cut, 2U);
  EXPECT_THAT(reports[0].stacks[2].frames, IsEmpty());
  EXPECT_EQ(reports[0].stacks[2].title, "Goroutine 10 (running) created at");
}

TEST(RaceReports, AFileOfTheSameNameElsewhereIsNotTheCandidates) {
  CandidateCode code = limiter();
  code.files.emplace("mutex.go", "package limiter\n");
  const auto reports = parse_race_reports(kRace, code);
  ASSERT_THAT(reports, SizeIs(1));
  EXPECT_THAT(reports[0].stacks[1].frames, SizeIs(1));
}

TEST(RaceReports, EqualReportsAreShownOnce) {
  std::string twice(kRace);
  std::string other(kRace);
  const auto renumber = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = other.find(from, at)) != std::string::npos; at += to.size())
      other.replace(at, from.size(), to);
  };
  renumber("goroutine 10", "goroutine 99");
  renumber("0x00c000096228", "0x00c000000001");
  EXPECT_THAT(parse_race_reports(twice + other, limiter()), SizeIs(1));
  renumber("limiter.go:4", "limiter.go:3");
  EXPECT_THAT(parse_race_reports(twice + other, limiter()), SizeIs(2));
}

TEST(RaceReports, WhatIsCutOffIsReadAsFarAsItGoes) {
  for (std::size_t length = 0; length <= kRace.size(); ++length) {
    const auto reports = parse_race_reports(kRace.substr(0, length), limiter());
    EXPECT_LE(reports.size(), 1U);
  }
  EXPECT_THAT(parse_race_reports("WARNING: DATA RACE", limiter()), IsEmpty());
  EXPECT_THAT(parse_race_reports("WARNING: DATA RACE\nno title\n", limiter()), IsEmpty());
}

TEST(RaceReports, AreBounded) {
  std::string flood;
  for (int i = 0; i < 25; ++i) {
    flood += "==================\nWARNING: DATA RACE\n";
    for (int stack = 0; stack < 20; ++stack) {
      flood += "Write " + std::to_string(i) + ":\n";
      for (int frame = 0; frame < 60; ++frame)
        flood += "  limiter.func" + std::to_string(i) +
                 "()\n      limiter/limiter.go:" + std::to_string(i) + "\n";
      flood += "\n";
    }
  }
  const auto reports = parse_race_reports(flood, limiter());
  EXPECT_THAT(reports, SizeIs(20));
  for (const RaceReport& report : reports) {
    EXPECT_THAT(report.stacks, SizeIs(16));
    EXPECT_THAT(report.stacks[0].frames, SizeIs(50));
    EXPECT_EQ(report.stacks[0].cut, 10U);
  }
}

TEST(Crashes, AFunctionThatTheFileCannotHoldIsNoFrame) {
  const auto functions = [](const std::string& printed) {
    const auto crash = parse_crash(
        "panic: x\n\ngoroutine 1 [running]:\n" + printed + "\n\tlimiter/limiter.go:4 +0x1\n",
        limiter());
    return crash && !crash->stacks.empty() ? crash->stacks[0].frames.size() : 0;
  };
  EXPECT_EQ(functions("limiter.(*Limiter).Allow(0x1)"), 1U);
  EXPECT_EQ(functions("limiter.(*Limiter).Allow.func1.deferwrap2(...)"), 1U);
  EXPECT_EQ(functions("created by limiter.New in goroutine 1"), 1U);
  EXPECT_EQ(functions("limiter.theSecretThatItFound(...)"), 0U);
  EXPECT_EQ(functions("another.Allow(...)"), 0U);
}

TEST(Crashes, APanicHasItsMessageAndStack) {
  const auto crash = parse_crash(R"(noise
panic: send on closed channel [recovered, repanicked]

goroutine 21 [running]:
testing.tRunner.func1()
	testing/testing.go:1977 +0x67f
panic({0x625440?, 0x66e840?})
	runtime/panic.go:860 +0x13a
limiter.(*Limiter).Allow(0xc0000d86c8?, {0x1, 0x2})
	limiter/limiter.go:4 +0x2b
limiter_test.TestPanics(0xc0000d86c8?)
	limiter/hidden_test.go:20 +0x2b
created by limiter.New in goroutine 1
	limiter/limiter.go:3 +0xb13

goroutine 5 [chan receive]:
limiter_test.helper()
	limiter/hidden_test.go:2 +0x1

goroutine 6 [select, 2 minutes]:
limiter.New.func1(...)
	limiter/limiter.go:4
)",
                                 limiter());
  ASSERT_TRUE(crash);
  EXPECT_EQ(crash->verdict, Verdict::kPanic);
  EXPECT_EQ(crash->message, "panic: send on closed channel");
  ASSERT_THAT(crash->stacks, SizeIs(2));
  EXPECT_EQ(crash->stacks[0].title, "goroutine 21 [running]");
  ASSERT_THAT(crash->stacks[0].frames, SizeIs(2));
  EXPECT_EQ(crash->stacks[0].frames[0].function, "limiter.(*Limiter).Allow");
  EXPECT_EQ(crash->stacks[0].frames[1].function, "created by limiter.New");
  EXPECT_EQ(crash->stacks[0].cut, 3U);
  EXPECT_EQ(crash->stacks[1].title, "goroutine 6 [select, 2 minutes]");
  EXPECT_EQ(crash->stacks[1].frames[0].function, "limiter.New.func1");
}

TEST(Crashes, TheFirstStackStaysWithoutACandidatesFrame) {
  const auto crash =
      parse_crash("panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:1\n", limiter());
  ASSERT_TRUE(crash);
  ASSERT_THAT(crash->stacks, SizeIs(1));
  EXPECT_EQ(crash->stacks[0].cut, 1U);
}

TEST(Crashes, EachHasItsVerdict) {
  struct Case {
    std::string_view line;
    Verdict verdict;
    std::string_view message;
  };
  for (const Case& c :
       {Case{"panic: boom", Verdict::kPanic, "panic: boom"},
        {"panic: sync: negative WaitGroup counter", Verdict::kFatal,
         "panic: sync: negative WaitGroup counter"},
        {"fatal error: concurrent map writes", Verdict::kFatal,
         "fatal error: concurrent map writes"},
        {"fatal error: all goroutines are asleep - deadlock!", Verdict::kDeadlock,
         "fatal error: all goroutines are asleep - deadlock!"},
        {"panic: deadlock: main bubble goroutine has exited but blocked goroutines remain "
         "[recovered]",
         Verdict::kLeak,
         "panic: deadlock: main bubble goroutine has exited but blocked goroutines remain"},
        {"panic: deadlock: all goroutines in bubble are blocked", Verdict::kDeadlock,
         "panic: deadlock: all goroutines in bubble are blocked"},
        {"harness: TestX hangs (deadlock)", Verdict::kDeadlock,
         "nothing in the test can run any more"},
        {"harness: TestX hangs (wall_time)", Verdict::kWallTime,
         "the test took longer than its limit"},
        {"harness: TestX passed, but left goroutines behind", Verdict::kLeak,
         "goroutines are left behind"}}) {
    const std::string text =
        std::string(c.line) + "\n\ngoroutine 1 [running]:\nlimiter.f()\n\tlimiter/limiter.go:3\n";
    const auto crash = parse_crash(text, limiter());
    ASSERT_TRUE(crash) << c.line;
    EXPECT_EQ(crash->verdict, c.verdict) << c.line;
    EXPECT_EQ(crash->message, c.message);
    EXPECT_THAT(crash->stacks, SizeIs(1));
  }
}

TEST(Crashes, TheLastOneCounts) {
  const auto crash = parse_crash(
      "panic: forged\n\ngoroutine 1 [running]:\nf()\n\tf.go:1\n\nfatal error: real\nsecond line\n\n"
      "goroutine 2 [running]:\nlimiter.f()\n\tlimiter/limiter.go:3 +0x1\n",
      limiter());
  ASSERT_TRUE(crash);
  EXPECT_EQ(crash->message, "fatal error: real\nsecond line");
  ASSERT_THAT(crash->stacks, SizeIs(1));
  EXPECT_EQ(crash->stacks[0].frames[0].line, 3U);
}

TEST(Crashes, OrdinaryOutputIsNone) {
  for (const std::string_view text :
       {"", "\n", "all is well\n", " panic: no\n", "harness: hello\n", "goroutine 1 [running]:\n"})
    EXPECT_FALSE(parse_crash(text, limiter())) << text;
  EXPECT_TRUE(parse_crash("panic: ", limiter()));
}

TEST(Crashes, LinesOutsideTheFileHaveNoSource) {
  for (const char* place : {"0", "6", "99999", "4294967295", "4294967296", "x", ""}) {
    const auto crash = parse_crash(
        std::string("panic: x\n\ngoroutine 1 [running]:\nlimiter.f()\n\tlimiter/limiter.go:") +
            place + "\n",
        limiter());
    ASSERT_TRUE(crash);
    for (const Frame& frame : crash->stacks.at(0).frames) EXPECT_EQ(frame.source, "") << place;
  }
}

TEST(CompilerOutput, IsSplitIntoMessages) {
  const auto found = parse_compiler_output(R"(# limiter_test [limiter.test]
./hidden_test.go:3:27: undefined: limiter.New
# limiter
./limiter.go:2:25: too many return values
	have (number, number)
	want ()
sub/b.go:3: fmt.Printf format %d has arg "x" of wrong type string
vet: ./limiter.go:7:1: missing return
found packages limiter (a.go) and other (c.go) in /work/module
./limiter.go:9:2: too many errors
FAIL	limiter [build failed]
)");
  ASSERT_THAT(found, SizeIs(5));
  EXPECT_EQ(found[0].file, "hidden_test.go");
  EXPECT_EQ(found[0].line, 3U);
  EXPECT_EQ(found[0].column, 27U);
  EXPECT_EQ(found[0].message, "undefined: limiter.New");
  EXPECT_EQ(found[0].check, "compile");
  EXPECT_EQ(found[1].message, "too many return values\n\thave (number, number)\n\twant ()");
  EXPECT_EQ(found[2].file, "sub/b.go");
  EXPECT_EQ(found[2].column, 0U);
  EXPECT_THAT(found[2].message, HasSubstr("%d"));
  EXPECT_EQ(found[3].file, "limiter.go");
  EXPECT_EQ(found[3].message, "missing return");
  EXPECT_EQ(found[4].file, "");
  EXPECT_THAT(found[4].message, HasSubstr("found packages"));
}

TEST(CompilerOutput, AFloodIsBounded) {
  std::string flood;
  for (int i = 0; i < 10'000; ++i) flood += "./a.go:1:1: " + std::string(5000, 'x') + "\n\tmore\n";
  const auto found = parse_compiler_output(flood);
  EXPECT_THAT(found, SizeIs(200));
  EXPECT_LE(found[0].message.size(), 1000U);
  EXPECT_THAT(parse_compiler_output(""), IsEmpty());
  EXPECT_THAT(parse_compiler_output("\tindented\n"), SizeIs(1));
}

TEST(CandidateFiles, AreThoseThatTheCandidateWrote) {
  Exercise exercise;
  exercise.module_path = "limiter";
  Workspace workspace;
  workspace.module = {{"limiter.go", "package limiter\n"}, {"hidden_test.go", "secret"}};
  workspace.candidate_files = {"limiter.go", "missing.go"};
  const CandidateCode code = candidate_code(exercise, workspace);
  EXPECT_EQ(code.module_path, "limiter");
  ASSERT_THAT(code.files, SizeIs(1));
  EXPECT_EQ(code.files.begin()->second, "package limiter\n");
}

}  // namespace
}  // namespace assay::gotool
