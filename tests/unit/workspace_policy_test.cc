// The policy on contents: each rule, with what it must let through.
#include <gmock/gmock.h>

#include "workspace/findings.h"
#include "workspace_support.h"

namespace assay::workspace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

InspectedFile plain_file() {
  InspectedFile file;
  file.path = "counter.go";
  file.package = "counter";
  return file;
}

PolicyVerdict judge(const InspectedFile& file) {
  Exercise exercise = exercise_at(".");
  exercise.policy.forbidden_calls = {{"time.Tick", "It never stops."}};
  exercise.policy.discouraged_calls = {{"time.Sleep", "Wait for something."}};
  return apply_policy(exercise, Inspection{{file}});
}

// Uses one name, on line 7.
PolicyVerdict judge_use(const std::string& name) {
  InspectedFile file = plain_file();
  file.uses = {{name, {7, 3}}};
  return judge(file);
}

PolicyVerdict judge_directive(const std::string& text) {
  InspectedFile file = plain_file();
  file.directives = {{text, {4, 1}}};
  return judge(file);
}

PolicyVerdict judge_import(const std::string& path, const std::string& name = "") {
  InspectedFile file = plain_file();
  file.imports = {{path, name, {3, 8}}};
  return judge(file);
}

TEST(Policy, HasNothingAgainstPlainCode) {
  InspectedFile file = plain_file();
  file.imports = {{"sync", "", {3, 1}}, {"time", "t", {4, 1}}, {"os", "_", {5, 1}}};
  file.uses = {{"sync.Mutex", {9, 1}}, {"time.Now", {9, 1}}, {"os.Exit", {9, 1}}};
  file.declarations = {{"Counter", {8, 1}}, {"init", {9, 1}}, {"T.TestMain", {10, 1}}};
  const PolicyVerdict verdict = judge(file);
  EXPECT_THAT(brief(verdict.rejected), IsEmpty());
  EXPECT_THAT(brief(verdict.advice), IsEmpty());
}

TEST(Policy, JudgesEveryFile) {
  InspectedFile first = plain_file();
  InspectedFile second = plain_file();
  second.path = "more.go";
  second.imports = {{"unsafe", "", {3, 1}}};
  const PolicyVerdict verdict = apply_policy(exercise_at("."), Inspection{{first, second}});
  EXPECT_THAT(brief(verdict.rejected), ElementsAre("more.go:3 forbidden_import"));
}

TEST(Policy, AllowsImportsByName) {
  EXPECT_THAT(judge_import("sync").rejected, IsEmpty());
  for (const char* path : {"unsafe", "syscall", "sync/atomic", "Sync", "sync/", "./sync", "counter",
                           "assay.test/testkit", "github.com/x/sync", "", "testing"}) {
    const PolicyVerdict verdict = judge_import(path);
    EXPECT_THAT(brief(verdict.rejected), ElementsAre("counter.go:3 forbidden_import")) << path;
    EXPECT_EQ(verdict.rejected[0].message,
              "the import of \"" + std::string(path) + "\" is not allowed in this exercise");
  }
}

// Whoever divides a solution into packages learns what to do instead.
TEST(Policy, SaysThatASubmissionIsOnePackage) {
  const PolicyVerdict verdict = judge_import("counter/ring");
  EXPECT_THAT(brief(verdict.rejected), ElementsAre("counter.go:3 forbidden_import"));
  EXPECT_EQ(
      verdict.rejected[0].message,
      "a submission is one package: what is in \"counter/ring\" belongs into package counter");
}

TEST(Policy, RefusesCgoByItsOwnName) {
  EXPECT_THAT(brief(judge_import("C").rejected), ElementsAre("counter.go:3 cgo"));
  Exercise exercise = exercise_at(".");
  exercise.policy.allowed_imports.emplace_back("C");  // no manifest can
  InspectedFile file = plain_file();
  file.imports = {{"C", "", {3, 1}}};
  EXPECT_THAT(brief(apply_policy(exercise, Inspection{{file}}).rejected),
              ElementsAre("counter.go:3 cgo"));
}

TEST(Policy, RefusesDotImports) {
  EXPECT_THAT(brief(judge_import("sync", ".").rejected), ElementsAre("counter.go:3 dot_import"));
  EXPECT_THAT(brief(judge_import("os/exec", ".").rejected),
              ElementsAre("counter.go:3 forbidden_import", "counter.go:3 dot_import"));
}

TEST(Policy, RefusesEveryDirectiveButTwo) {
  for (const char* text :
       {"//go:linkname x runtime.x", "//go:norace", "//go:embed hidden_test.go", "//go:noinline",
        "//go:nosplit", "//go:noescape", "//go:uintptrescapes", "//go:cgo_import_dynamic x",
        "//go:debug panicnil=1", "//go:nocheckptr", "//go:systemstack", "//go:wasmimport a b",
        "//go:unheardof", "//line counter_test.go:1", "/*line x.go:1:1*/", "//export Add",
        "#cgo LDFLAGS: -lx", "//go:"}) {
    EXPECT_THAT(brief(judge_directive(text).rejected), ElementsAre("counter.go:4 directive"))
        << text;
  }
  for (const char* text : {"//go:generate stringer", "//go:fix inline"}) {
    const PolicyVerdict verdict = judge_directive(text);
    EXPECT_THAT(brief(verdict.rejected), IsEmpty()) << text;
    EXPECT_THAT(brief(verdict.advice), ElementsAre("counter.go:4 directive")) << text;
  }
}

TEST(Policy, RefusesBuildConstraintsOnce) {
  InspectedFile file = plain_file();
  file.directives = {{"//go:build !race", {1, 1}}, {"// +build !race", {2, 1}}};
  file.build_constraint = "!race";
  const PolicyVerdict verdict = judge(file);
  EXPECT_THAT(brief(verdict.rejected), ElementsAre("counter.go:1 build_constraint"));
  EXPECT_THAT(verdict.rejected[0].message, HasSubstr("`!race`"));
}

TEST(Policy, RefusesOtherPackages) {
  for (const char* package : {"main", "counter_test", "Counter", "documentation"}) {
    InspectedFile file = plain_file();
    file.package = package;
    const PolicyVerdict verdict = judge(file);
    EXPECT_THAT(brief(verdict.rejected), ElementsAre("counter.go:1 package_name")) << package;
    EXPECT_EQ(verdict.rejected[0].message, "the file says `package " + std::string(package) +
                                               "`; the exercise grades `package counter`");
  }
}

TEST(Policy, RefusesAFileWithoutAPackageUnlessItCannotBeParsed) {
  InspectedFile file = plain_file();
  file.package = "";  // what the inspector says of `package _`
  EXPECT_THAT(brief(judge(file).rejected), ElementsAre("counter.go:1 package_name"));
  file.parse_errors = {{"expected 'package'", {1, 1}}};
  EXPECT_THAT(judge(file).rejected, IsEmpty());  // the parse error stops it: see grader.cc
}

TEST(Policy, RefusesChangesToWhatIsEverybodys) {
  InspectedFile file = plain_file();
  file.assigned = {{"context.Canceled", {9, 2}}};
  const PolicyVerdict verdict = judge(file);
  ASSERT_EQ(verdict.rejected.size(), 1U);
  EXPECT_EQ(verdict.rejected[0].rule, "foreign_variable");
  EXPECT_EQ(verdict.rejected[0].line, 9U);
  EXPECT_THAT(verdict.rejected[0].message, HasSubstr("context.Canceled"));
}

TEST(Policy, RefusesTestMain) {
  InspectedFile file = plain_file();
  file.declarations = {{"TestMain", {12, 6}}};
  EXPECT_THAT(brief(judge(file).rejected), ElementsAre("counter.go:12 test_main"));
}

TEST(Policy, NeverLetsCodeReachPastTheLanguage) {
  for (const char* name : {"runtime.RaceDisable",
                           "runtime.RaceErrors",
                           "runtime.GOMAXPROCS",
                           "runtime.Caller",
                           "runtime.Callers",
                           "runtime.CallersFrames",
                           "runtime.FuncForPC",
                           "runtime.Frames",
                           "runtime.Stack",
                           "runtime.GoroutineProfile",
                           "runtime.MemProfile",
                           "runtime.BlockProfile",
                           "runtime.MutexProfile",
                           "runtime.ThreadCreateProfile",
                           "runtime.SetFinalizer",
                           "runtime.AddCleanup",
                           "runtime.Goexit",
                           "runtime.Breakpoint",
                           "runtime.LockOSThread",
                           "runtime/debug.Stack",
                           "runtime.SetDefaultGOMAXPROCS",
                           "runtime/debug.PrintStack",
                           "runtime/debug.WriteHeapDump",
                           "runtime/debug.SetPanicOnFault",
                           "runtime/debug.SetTraceback",
                           "runtime/debug.SetCrashOutput",
                           "runtime/debug.ReadBuildInfo",
                           "runtime/pprof.Lookup",
                           "runtime/trace.Start",
                           "log.Lshortfile",
                           "log.Llongfile",
                           "log.Output",
                           "reflect.NewAt",
                           "reflect.SliceAt",
                           "os.NewFile",
                           "os.Chdir",
                           "os.StartProcess",
                           "os.FindProcess",
                           "os.Process",
                           "os.ProcAttr",
                           "os.Args",
                           "os.Executable",
                           "os.Environ",
                           "os.Getenv",
                           "os.LookupEnv",
                           "os.ExpandEnv",
                           "os.Setenv",
                           "os.Unsetenv",
                           "os.Clearenv",
                           "os/exec.Command",
                           "flag.CommandLine",
                           "flag.Set",
                           "flag.Lookup",
                           "flag.Parse",
                           "flag.Parsed",
                           "flag.VisitAll",
                           "flag.Args"}) {
    const PolicyVerdict verdict = judge_use(name);
    ASSERT_THAT(brief(verdict.rejected), ElementsAre("counter.go:7 forbidden_call")) << name;
    EXPECT_THAT(verdict.rejected[0].message,
                testing::StartsWith(name + std::string(" is not allowed: ")));
  }
}

TEST(Policy, LetsTheirHarmlessNeighboursThrough) {
  for (const char* name : {"runtime.NumGoroutine",
                           "runtime.Gosched",
                           "runtime.GC",
                           "runtime.NumCPU",
                           "runtime.KeepAlive",
                           "runtime.ReadMemStats",
                           "runtime.MemStats",
                           "runtime.Error",
                           "runtime/debug.SetGCPercent",
                           "reflect.New",
                           "reflect.ValueOf",
                           "reflect.SliceOf",
                           "os.Open",
                           "os.Stderr",
                           "os.Pipe",
                           "os.Getpid",
                           "os.ErrNotExist",
                           "log.New",
                           "log.Printf",
                           "flag.NewFlagSet",
                           "flag.ErrHelp",
                           "myos.Args",
                           "net/http.Get"})
    EXPECT_THAT(brief(judge_use(name).rejected), IsEmpty()) << name;
}

TEST(Policy, AllowsOfSyscallTheSignalsOnly) {
  for (const char* name : {"syscall.SIGTERM", "syscall.SIGINT", "syscall.Signal"})
    EXPECT_THAT(brief(judge_use(name).rejected), IsEmpty()) << name;
  for (const char* name : {"syscall.Syscall", "syscall.RawSyscall", "syscall.Kill", "syscall.Exit",
                           "syscall.Mmap", "syscall.Write", "syscall.Getenv", "syscall.Signaler",
                           "syscall.ForkExec", "syscall.Stdin", "syscall.sig"}) {
    const PolicyVerdict verdict = judge_use(name);
    EXPECT_THAT(brief(verdict.rejected), ElementsAre("counter.go:7 forbidden_call")) << name;
    EXPECT_THAT(verdict.rejected[0].message, HasSubstr("of syscall only the signals are"));
  }
}

TEST(Policy, AppliesTheExercisesOwnRules) {
  const PolicyVerdict forbidden = judge_use("time.Tick");
  EXPECT_THAT(brief(forbidden.rejected), ElementsAre("counter.go:7 forbidden_call"));
  EXPECT_EQ(forbidden.rejected[0].message, "time.Tick is not allowed here: It never stops.");
  const PolicyVerdict discouraged = judge_use("time.Sleep");
  EXPECT_THAT(brief(discouraged.rejected), IsEmpty());
  EXPECT_THAT(brief(discouraged.advice), ElementsAre("counter.go:7 discouraged_call"));
  EXPECT_EQ(discouraged.advice[0].message, "time.Sleep: Wait for something.");
  for (const char* name : {"time.Ticker", "time.Sleeper", "mytime.Tick", "time.tick"}) {
    EXPECT_THAT(judge_use(name).rejected, IsEmpty()) << name;
    EXPECT_THAT(judge_use(name).advice, IsEmpty()) << name;
  }
}

TEST(Policy, AdvisesToFormat) {
  InspectedFile file = plain_file();
  file.formatted = false;
  EXPECT_THAT(brief(judge(file).advice), ElementsAre("counter.go:0 gofmt"));
  EXPECT_THAT(judge(file).rejected, IsEmpty());
  file.parse_errors = {{"expected ')'", {1, 1}}};
  EXPECT_THAT(judge(file).advice, IsEmpty());
}

TEST(Policy, QuotesHostileTextHarmlesslyAndBriefly) {
  const std::string hostile = "\x1b[31m\u202E" + std::string(100'000, 'x');
  for (const PolicyVerdict& verdict :
       {judge_import(hostile), judge_import(hostile, "."), judge_directive("//go:" + hostile),
        judge_use("os/exec." + hostile), judge_use("syscall." + hostile)})
    for (const Finding& finding : verdict.rejected) {
      EXPECT_LT(finding.message.size(), 300U) << finding.rule;
      EXPECT_EQ(finding.message.find('\x1b'), std::string::npos) << finding.rule;
      EXPECT_THAT(finding.message, HasSubstr("\\x1b[31m\\u{202e}")) << finding.rule;
    }
  InspectedFile file = plain_file();
  file.package = hostile;
  file.build_constraint = hostile;
  for (const Finding& finding : judge(file).rejected)
    EXPECT_THAT(finding.message, HasSubstr("\\x1b[31m")) << finding.rule;
}

TEST(Policy, ListsNoMoreFindingsThanAReportHolds) {
  InspectedFile file = plain_file();
  for (std::uint32_t line = 1; line <= 100'000; ++line) {
    file.uses.push_back({"os.Args", {line, 1}});
    file.directives.push_back({"//go:generate x", {line, 1}});
  }
  const PolicyVerdict verdict = judge(file);
  EXPECT_EQ(verdict.rejected.size(), kMaxFindings);
  EXPECT_EQ(verdict.rejected.back().rule, "more");
  EXPECT_EQ(verdict.advice.size(), kMaxFindings);
}

TEST(CheckComplete, WantsEachFileOnce) {
  Workspace workspace;
  workspace.candidate_files = {"a.go", "b.go"};
  const auto complete = [&](const std::vector<std::string>& paths) {
    Inspection inspection;
    for (const std::string& path : paths) {
      inspection.files.push_back(plain_file());
      inspection.files.back().path = path;
    }
    return check_complete(workspace, inspection).has_value();
  };
  EXPECT_TRUE(complete({"a.go", "b.go"}));
  EXPECT_TRUE(complete({"b.go", "a.go"}));
  EXPECT_FALSE(complete({}));
  EXPECT_FALSE(complete({"a.go"}));
  EXPECT_FALSE(complete({"a.go", "a.go"}));
  EXPECT_FALSE(complete({"a.go", "b.go", "b.go"}));
  EXPECT_FALSE(complete({"a.go", "b.go", "c.go"}));
}

}  // namespace
}  // namespace assay::workspace
