// What a submission may contain, whatever its exercise allows besides.
//
// The hidden tests share a process with the candidate's code. These rules keep
// out what would let it reach past the language: other languages, the linker,
// the race detector's switches, the caller's name, descriptors that are not its
// own, other packages' variables. They work on names, after the inspector has resolved import
// aliases, and are the first line only: records are authenticated whatever the code does.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "workspace/findings.h"
#include "workspace/workspace.h"

namespace assay::workspace {
namespace {

struct Ban {
  std::string_view prefix;  // of the used name
  std::string_view reason;
};

constexpr std::string_view kCaller = "code must not depend on who calls it";
constexpr std::string_view kMemory = "it reaches memory past Go's types, as unsafe does";
constexpr std::string_view kCrash = "what a crash prints is the grader's to choose";
constexpr std::string_view kProcess = "a submission starts and signals no process";
constexpr std::string_view kCommandLine = "the command line is the grader's";
constexpr std::string_view kEnvironment = "the environment is the grader's";

constexpr std::array<Ban, 52> kNeverUsed = {{
    {"runtime.Race", "the race detector is not the submission's to switch"},
    {"runtime.GOMAXPROCS", "how many threads run is the grader's to choose"},
    {"runtime.SetDefaultGOMAXPROCS", "how many threads run is the grader's to choose"},
    {"runtime.Caller", kCaller},
    {"runtime.FuncForPC", kCaller},
    {"runtime.Frame", kCaller},
    {"runtime.Stack", kCaller},
    {"runtime.GoroutineProfile", kCaller},
    {"runtime.ThreadCreateProfile", kCaller},
    {"runtime.BlockProfile", kCaller},
    {"runtime.MutexProfile", kCaller},
    {"runtime.MemProfile", kCaller},
    {"runtime/debug.Stack", kCaller},
    {"runtime/debug.PrintStack", kCaller},
    {"runtime/pprof.", kCaller},
    {"runtime/trace.", kCaller},
    {"log.Lshortfile", kCaller},
    {"log.Llongfile", kCaller},
    {"log.Output", kCaller},
    {"runtime.SetFinalizer", "finalizers run at no certain time"},
    {"runtime.AddCleanup", "clean-ups run at no certain time"},
    {"runtime.Goexit", "it skips what the caller would do next"},
    {"runtime.Breakpoint", "it stops the process"},
    {"runtime.LockOSThread", "a submission needs no thread of its own"},
    {"runtime/debug.WriteHeapDump", "it writes the memory of the tests out"},
    {"runtime/debug.SetPanicOnFault", "memory faults are not a submission's to handle"},
    {"runtime/debug.SetTraceback", kCrash},
    {"runtime/debug.SetCrashOutput", kCrash},
    {"runtime/debug.ReadBuildInfo", "how the tests were built is the grader's"},
    {"reflect.NewAt", kMemory},
    {"reflect.SliceAt", kMemory},
    {"os.NewFile", "descriptors that the submission did not open are not its own"},
    {"os.Chdir", "where the tests look for their files is the grader's"},
    {"os.StartProcess", kProcess},
    {"os.FindProcess", kProcess},
    {"os.Proc", kProcess},
    {"os/exec.", kProcess},
    {"os.Args", kCommandLine},
    {"os.Executable", "the test binary is the grader's"},
    {"os.Environ", kEnvironment},
    {"os.Getenv", kEnvironment},
    {"os.LookupEnv", kEnvironment},
    {"os.ExpandEnv", kEnvironment},
    {"os.Clearenv", kEnvironment},
    {"os.Setenv", kEnvironment},
    {"os.Unsetenv", kEnvironment},
    {"flag.CommandLine", kCommandLine},
    {"flag.Lookup", kCommandLine},
    {"flag.Set", kCommandLine},
    {"flag.Parse", kCommandLine},
    {"flag.Visit", kCommandLine},
    {"flag.Arg", kCommandLine},
}};

// Directives without which nobody's code is worse off, and with which the tests or the race
// detector can be misled: only these two are harmless.
bool is_harmless(std::string_view directive) {
  return directive.starts_with("//go:generate") || directive.starts_with("//go:fix");
}

// Hostile text within a sentence of ours.
std::string excerpt(std::string_view text) {
  constexpr std::size_t kMost = 100;
  if (text.size() <= kMost) return printable_line(text);
  return printable_line(text.substr(0, kMost)) + "...";
}

// Of the package syscall only what os/signal needs.
bool is_signal_name(std::string_view use) {
  const std::string_view name = use.substr(std::string_view("syscall.").size());
  return name.starts_with("SIG") || name == "Signal";
}

class Policeman {
 public:
  Policeman(const Exercise& exercise, PolicyVerdict& verdict)
      : exercise_(exercise), policy_(exercise.policy), verdict_(verdict) {}

  void check(const InspectedFile& file) {
    file_ = &file;
    for (const Import& import : file.imports) check_import(import);
    for (const Mention& directive : file.directives) check_directive(directive);
    for (const Mention& use : file.uses) check_use(use);
    for (const Mention& variable : file.assigned) check_assigned(variable);
    for (const Mention& declared : file.declarations) check_declaration(declared);
    // A file that cannot be parsed may lack one; it is not built either.
    if (file.package != exercise_.package_name && (!file.package.empty() || parsed(file)))
      reject(1, "package_name",
             "the file says `package " + excerpt(file.package) +
                 "`; the exercise grades `package " + exercise_.package_name + "`");
    if (!file.build_constraint.empty())
      reject(1, "build_constraint",
             "the file is built only where `" + excerpt(file.build_constraint) +
                 "` holds; a submission must be the same everywhere");
    if (!file.formatted && parsed(file))
      advise(0, "gofmt", "the file is not formatted as gofmt would");
  }

 private:
  static bool parsed(const InspectedFile& file) { return file.parse_errors.empty(); }

  void reject(std::uint32_t line, std::string rule, std::string message) {
    add_finding(verdict_.rejected, {file_->path, line, std::move(rule), std::move(message)});
  }
  void advise(std::uint32_t line, std::string rule, std::string message) {
    add_finding(verdict_.advice, {file_->path, line, std::move(rule), std::move(message)});
  }

  void check_import(const Import& import) {
    const auto& allowed = policy_.allowed_imports;
    if (import.path == "C")
      reject(import.at.line, "cgo", "cgo is not allowed: only Go is built");
    else if (std::find(allowed.begin(), allowed.end(), import.path) == allowed.end())
      reject(import.at.line, "forbidden_import", why_forbidden(import.path));
    if (import.name == ".")
      reject(import.at.line, "dot_import",
             "a dot import hides where names come from: import \"" + excerpt(import.path) +
                 "\" under a name");
  }

  [[nodiscard]] std::string why_forbidden(const std::string& path) const {
    if (path.starts_with(exercise_.module_path + "/"))
      return "a submission is one package: what is in \"" + excerpt(path) +
             "\" belongs into package " + exercise_.package_name;
    return "the import of \"" + excerpt(path) + "\" is not allowed in this exercise";
  }

  void check_directive(const Mention& directive) {
    if (directive.text.starts_with("//go:build") || directive.text.starts_with("// +build"))
      return;  // build_constraint says it
    if (is_harmless(directive.text))
      advise(directive.at.line, "directive",
             "`" + excerpt(directive.text) + "` is not run by the grader");
    else
      reject(directive.at.line, "directive",
             "the compiler directive `" + excerpt(directive.text) + "` is not allowed");
  }

  void check_use(const Mention& use) {
    for (const Ban& ban : kNeverUsed)
      if (use.text.starts_with(ban.prefix))
        reject(use.at.line, "forbidden_call",
               excerpt(use.text) + " is not allowed: " + std::string(ban.reason));
    if (use.text.starts_with("syscall.") && !is_signal_name(use.text))
      reject(use.at.line, "forbidden_call",
             excerpt(use.text) + " is not allowed: of syscall only the signals are");
    for (const CallRule& rule : policy_.forbidden_calls)
      if (use.text == rule.call)
        reject(use.at.line, "forbidden_call", use.text + " is not allowed here: " + rule.reason);
    for (const CallRule& rule : policy_.discouraged_calls)
      if (use.text == rule.call)
        advise(use.at.line, "discouraged_call", use.text + ": " + rule.reason);
  }

  // Tests compare with io.EOF and context.Canceled, and ask through http.DefaultTransport.
  void check_assigned(const Mention& variable) {
    reject(variable.at.line, "foreign_variable",
           excerpt(variable.text) +
               " is not this package's to change, nor to point to: the tests use it too");
  }

  void check_declaration(const Mention& declared) {
    if (declared.text == "TestMain")
      reject(declared.at.line, "test_main", "a submission declares no TestMain");
  }

  const Exercise& exercise_;
  const Policy& policy_;
  PolicyVerdict& verdict_;
  const InspectedFile* file_ = nullptr;
};

}  // namespace

PolicyVerdict apply_policy(const Exercise& exercise, const Inspection& inspection) {
  PolicyVerdict verdict;
  Policeman policeman(exercise, verdict);
  for (const InspectedFile& file : inspection.files) policeman.check(file);
  return verdict;
}

Status check_complete(const Workspace& workspace, const Inspection& inspection) {
  std::vector<std::string> seen;
  for (const InspectedFile& file : inspection.files) seen.push_back(file.path);
  std::vector<std::string> expected = workspace.candidate_files;
  std::sort(seen.begin(), seen.end());
  std::sort(expected.begin(), expected.end());
  if (seen == expected) return {};
  return fail("inspect the submission: " + std::to_string(expected.size()) +
              " files were asked about, and the answer is not about these");
}

}  // namespace assay::workspace
