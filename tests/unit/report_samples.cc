#include "report_samples.h"

namespace assay::report {
namespace {

Attempt attempt(std::uint32_t cpu, std::uint32_t iteration, Verdict verdict) {
  Attempt made;
  made.cpu = cpu;
  made.iteration = iteration;
  made.verdict = verdict;
  made.nanoseconds = 2'400'000;
  return made;
}

// Two runs at each of GOMAXPROCS 1, 2 and 4.
TestResult ran(std::string test, Verdict verdict, const std::vector<Verdict>& attempts) {
  TestResult result;
  result.test = std::move(test);
  result.verdict = verdict;
  for (std::uint32_t i = 0; i < attempts.size(); ++i)
    result.attempts.push_back(attempt(1U << (i / 2), i % 2, attempts[i]));
  return result;
}

TestResult passed(std::string test) {
  return ran(std::move(test), Verdict::kPassed, std::vector<Verdict>(6, Verdict::kPassed));
}

CriterionResult criterion(std::string id, std::string title, std::uint32_t points,
                          std::string test) {
  CriterionResult made;
  made.id = std::move(id);
  made.title = std::move(title);
  made.points = points;
  made.earned = points;
  made.verdict = Verdict::kPassed;
  made.tests = {std::move(test)};
  made.attempts = 6;
  made.passed = 6;
  return made;
}

void lose(CriterionResult& made, Verdict verdict, std::string reason, std::string hint,
          std::uint32_t passed_runs) {
  made.earned = 0;
  made.verdict = verdict;
  made.reason = std::move(reason);
  made.hint = std::move(hint);
  made.passed = passed_runs;
}

Finding finding(std::string path, std::uint32_t line, std::string rule, std::string message) {
  return {std::move(path), line, std::move(rule), std::move(message)};
}

Diagnostic diagnostic(std::string check, std::string file, std::uint32_t line, std::uint32_t column,
                      std::string message, std::string source) {
  return {std::move(file), line, column, std::move(message), std::move(check), std::move(source)};
}

// What every result knows, whatever became of it.
GradeResult base() {
  GradeResult result;
  result.exercise = "rate-limiter";
  result.exercise_title = "Token-bucket rate limiter";
  result.exercise_digest = "9b1f0a6c3d7e42588c5a1fd0e6b7439c2a8d5e10f4b36c79d8e2a0517f3c6b94";
  result.inputs_digest = "04c7e9a1b2d3f4a5968778695a4b3c2d1e0f00112233445566778899aabbccdd";
  result.submission.source = "https://token:secret@git.example.org/alice/limiter.git";
  result.submission.ref = "main";
  result.origin = "https://git.example.org/alice/limiter.git";
  result.commit = "3f2a91c4d5e6f708192a3b4c5d6e7f8091a2b3c4";
  result.tree = "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3";
  result.ref = "main";
  result.commit_time = 1'763'647'391;
  result.author = "Alice Example <alice@example.org>";
  result.files = {"limiter.go", "bucket.go"};
  result.environment = {"0.1.0", "go1.26.1", "6.1.0-42-amd64", "full", "v2", 7'301'944'120'055ULL};
  result.started_at = 1'763'695'022;
  result.duration_ms = 3'184;
  return result;
}

GradeResult graded() {
  GradeResult result = base();
  result.outcome = Outcome::kGraded;
  result.score = 100;
  result.criteria = {
      criterion("basics", "Grants a full burst at once", 20, "TestGrantsBurst"),
      criterion("exact", "Keeps an exact count when many goroutines ask at the same moment", 20,
                "TestExactUnderLoad"),
      criterion("refill", "Refills at the rate, not faster", 15, "TestRefill"),
      criterion("wait", "Wait returns when its context ends", 20, "TestWaitContext"),
      criterion("close", "Close wakes everyone who waits", 15, "TestCloseWakes"),
      criterion("vet", "No finding of go vet", 10, "")};
  result.criteria.edit()[5].tests.clear();
  result.criteria.edit()[5].attempts = result.criteria.edit()[5].passed = 0;
  result.tests = {passed("TestGrantsBurst"), passed("TestExactUnderLoad"), passed("TestRefill"),
                  passed("TestWaitContext"), passed("TestCloseWakes")};
  result.build_usage = {2'310, 1'420, 432'013'312, 1};
  result.run_usage = {840, 612, 39'845'888, 3};
  return result;
}

RaceReport race(const std::string& address) {
  return {"TestExactUnderLoad",
          {{"Write at 0x00c0001" + address + " by goroutine 8:",
            {{"(*Limiter).Allow", "limiter.go", 42, "\t\tl.tokens--"}},
            2},
           {"Previous read at 0x00c0001" + address + " by goroutine 7:",
            {{"(*bucket).left", "bucket.go", 17, "\treturn b.tokens > 0 && !b.closed"},
             {"(*Limiter).Allow", "limiter.go", 40, "\tif l.bucket.left() {"}},
            1}}};
}

}  // namespace

GradeResult all_passed() {
  GradeResult result = graded();
  result.diagnostics = {
      diagnostic("advice:format", "bucket.go", 0, 0, "is not formatted as gofmt would", "")};
  return result;
}

GradeResult mixed() {
  using V = Verdict;
  GradeResult result = graded();
  result.score = 35;
  lose(result.criteria.edit()[1], V::kRace, "race in 3 of 6 runs, failed in 1",
       "Two goroutines may both see the last token before either of them takes it. What makes "
       "looking and taking one step?",
       2);
  lose(result.criteria.edit()[3], V::kDeadlock, "deadlock in all 6 runs",
       "Who wakes a caller that waits for a token when its context is the only thing that ends?",
       0);
  lose(result.criteria.edit()[4], V::kSkipped, "needs `wait` first", "", 6);
  lose(result.criteria.edit()[5], V::kFailed, "go vet found copylocks at limiter.go:61",
       "A lock must not be copied: see what go vet says.", 0);
  lose(result.criteria.edit()[2], V::kPanic, "panic in 2 of 6 runs", "", 4);
  result.criteria.edit()[0].points = result.criteria.edit()[0].earned = 35;
  result.criteria.edit()[1].points = 5;

  result.tests[1] = ran("TestExactUnderLoad", V::kRace,
                        {V::kPassed, V::kPassed, V::kRace, V::kRace, V::kFailed, V::kRace});
  result.tests[1].attempts[2].output =
      "WARNING: DATA RACE\nWrite at 0x00c000112233 by goroutine 8\n";
  result.tests[1].attempts[4].output = "    limiter_test.go:88: 1003 grants, expected 1000\n";
  result.tests[2] = ran("TestRefill", V::kPanic,
                        {V::kPassed, V::kPassed, V::kPassed, V::kPassed, V::kPanic, V::kPanic});
  result.tests[2].attempts[4].detail = "the process ended with exit code 2 while the test ran";
  result.tests[2].attempts[4].output =
      "panic: runtime error: integer divide by zero\n\ngoroutine 11 [running]:\n"
      "limiter.(*Limiter).refill(...)\n\t/work/module/limiter.go:73\n";
  result.tests[3] = ran("TestWaitContext", V::kDeadlock, std::vector<V>(6, V::kDeadlock));
  result.tests[3].attempts[0].detail = "all goroutines in the bubble are blocked";
  result.races = {race("12233"), race("4f0a0"), race("98e10")};
  result.crashes = {
      {"TestRefill",
       V::kPanic,
       "panic: runtime error: integer divide by zero",
       {{"goroutine 11 [running]:",
         {{"(*Limiter).refill", "limiter.go", 73, "\tl.last += elapsed / l.interval"}},
         6}}},
      {"TestWaitContext",
       V::kDeadlock,
       "nothing in the test can run any more",
       {{"goroutine 21 [chan receive]:",
         {{"(*Limiter).Wait", "limiter.go", 55, "\t<-l.wake"}},
         3}}}};
  result.diagnostics = {
      diagnostic("vet:copylocks", "limiter.go", 61, 9,
                 "snapshot passes lock by value: limiter.Limiter contains sync.Mutex",
                 "func (l Limiter) snapshot() int {"),
      diagnostic("advice:discouraged_call", "limiter.go", 50, 12,
                 "time.After keeps its timer alive until it fires; a time.Timer can be stopped",
                 "\tcase <-time.After(l.interval):")};
  result.dropped = {
      finding("limiter_test.go", 0, "test_file", "tests of your own are not graded here"),
      finding("go.mod", 0, "module_file", "the exercise brings its own"),
      finding("internal/generated/very/deep/path/of/a/file_that_nobody_asked_for.s", 0, "assembly",
              "assembly is not built")};
  return result;
}

GradeResult build_failed() {
  GradeResult result = base();
  result.outcome = Outcome::kBuildFailed;
  result.diagnostics = {
      diagnostic("compile", "limiter.go", 12, 4,
                 "l.tokns undefined (type *Limiter has no field or "
                 "method tokns, but does have field tokens)",
                 "\tl.tokns--"),
      diagnostic("compile", "limiter.go", 31, 2, "missing return", "}"),
      diagnostic("contract", "", 0, 0, "Wait is missing from the package", ""),
      diagnostic("contract", "", 0, 0,
                 "New has the type func(rate int) *Limiter, expected func(float64, int) *Limiter",
                 ""),
      diagnostic("compile", "contract_test.go", 9, 5, "the secret of the hidden tests", "")};
  result.build_usage = {1'120, 740, 210'763'776, 1};
  return result;
}

GradeResult rejected() {
  GradeResult result = base();
  result.outcome = Outcome::kRejected;
  result.rejected = {
      finding(
          "limiter.go", 3, "forbidden_import",
          "imports \"unsafe\"; this exercise allows context, errors, sync, sync/atomic and time"),
      finding("limiter.go", 40, "directive",
              "uses //go:linkname, which reaches into other packages"),
      finding("link.go", 0, "symlink",
              "is a symbolic link; put the file itself into the repository")};
  result.dropped = {finding("vendor/", 0, "vendor", "vendored packages are not used")};
  return result;
}

GradeResult no_submission() {
  GradeResult result = base();
  result.outcome = Outcome::kNoSubmission;
  result.error =
      "the repository holds no Go file in its root; name the folder of the module with --subdir";
  result.files.clear();
  return result;
}

GradeResult infrastructure_error() {
  GradeResult result = base();
  result.outcome = Outcome::kInfrastructureError;
  result.error = "mount /proc in the sandbox: Operation not permitted (EPERM)";
  return result;
}

GradeResult hostile() {
  const std::string attack =
      "::error file=x,line=1::\x1b[2J\x1b]0;pwned\x07\xff\xfe\xe2\x80\xae"
      "evil\r\n"
      "::stop-commands::x\n##[error]no <script>alert(1)</script> & \"q\" \\u0000 " +
      std::string(1, '\0') + "=HYPERLINK(\"http://x\")";
  std::string marks = "e";
  for (int i = 0; i < 60; ++i) marks += "\xcc\x81";
  GradeResult result = mixed();
  result.show_messages = true;
  result.exercise_title = attack;
  result.exercise = attack;
  result.origin = attack;
  result.ref = attack;
  result.author = attack + marks;
  result.commit = attack;
  result.tree = attack;
  result.commit_time = INT64_MIN;
  result.files = {attack, "limiter.go", "bucket.go"};
  for (CriterionResult& each : result.criteria.edit()) {
    each.title = attack + " " + std::string(300, 'x');
    each.reason = attack;
    each.hint = attack;
  }
  for (TestResult& test : result.tests) {
    for (CriterionResult& each : result.criteria.edit())
      for (std::string& name : each.tests)
        if (name == test.test) name = attack + test.test;
    test.test = attack + test.test;
    for (Attempt& each : test.attempts) {
      each.detail = attack;
      each.output = attack + "\n::error::flood\n" + std::string(3'000, '\x80');
      each.nanoseconds = INT64_MIN;
    }
  }
  for (RaceReport& each : result.races)
    for (Stack& stack : each.stacks) {
      stack.title = attack;
      for (Frame& frame : stack.frames) frame = {attack, attack, 7, attack};
    }
  for (CrashReport& each : result.crashes) each.message = attack;
  for (Diagnostic& each : result.diagnostics) {
    each.message = attack;
    each.source = attack;
    each.check += attack;
    each.file = attack;
  }
  for (Finding& each : result.dropped) {
    each.path = attack;
    each.message = "日本語のファイル名 🙂 " + attack;
  }
  result.environment.kernel = attack;
  result.environment.go_version = attack;
  result.environment.isolation = attack;
  return result;
}

std::vector<Sample> samples() {
  return {{"all_passed", all_passed()},
          {"mixed", mixed()},
          {"build_failed", build_failed()},
          {"rejected", rejected()},
          {"no_submission", no_submission()},
          {"infrastructure_error", infrastructure_error()},
          {"hostile", hostile()}};
}

}  // namespace assay::report
