// What a submission may contain, whatever its exercise allows besides.
//
// The hidden tests share a process with the candidate's code. These rules keep
// out what would let it reach past the language: other languages, the linker,
// the race detector's switches, the caller's name, descriptors that are not its
// own. They work on names, after the inspector has resolved import aliases, and
// are the first line only: records are authenticated whatever the code does.

#include <algorithm>
#include <array>

#include "workspace/workspace.h"

namespace assay::workspace {
namespace {

struct Ban {
  std::string_view prefix;  // of the used name
  std::string_view reason;
};

constexpr std::array<Ban, 19> kNeverUsed = {{
    {"runtime.Race", "the race detector is not the submission's to switch"},
    {"runtime.GOMAXPROCS", "how many threads run is the grader's to choose"},
    {"runtime.Caller", "code must not depend on who calls it"},
    {"runtime.FuncForPC", "code must not depend on who calls it"},
    {"runtime.Frame", "code must not depend on who calls it"},
    {"runtime.Stack", "code must not depend on who calls it"},
    {"runtime.SetFinalizer", "finalizers run at no certain time"},
    {"runtime.AddCleanup", "clean-ups run at no certain time"},
    {"runtime.Breakpoint", "it stops the process"},
    {"runtime.LockOSThread", "a submission needs no thread of its own"},
    {"runtime/debug.WriteHeapDump", "it writes the memory of the tests out"},
    {"runtime/debug.SetPanicOnFault", "memory faults are not a submission's to handle"},
    {"runtime/debug.SetTraceback", "what a crash prints is the grader's to choose"},
    {"runtime/debug.SetCrashOutput", "what a crash prints is the grader's to choose"},
    {"os.NewFile", "descriptors that the submission did not open are not its own"},
    {"os.StartProcess", "a submission starts no process"},
    {"os.Args", "the command line is the grader's"},
    {"os.FindProcess", "a submission signals no process"},
    {"os/exec.", "a submission starts no process"},
}};

// Directives without which nobody's code is worse off, and with which the tests or the race
// detector can be misled: only these two are harmless.
bool is_harmless(std::string_view directive) {
  return directive.starts_with("//go:generate") || directive.starts_with("//go:fix");
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
    for (const Mention& declared : file.declarations) check_declaration(declared);
    if (!file.package.empty() && file.package != exercise_.package_name)
      reject(1, "package_name",
             "the file says `package " + file.package + "`; the exercise grades `package " +
                 exercise_.package_name + "`");
    if (!file.build_constraint.empty())
      reject(1, "build_constraint",
             "the file is built only where `" + file.build_constraint +
                 "` holds; a submission must be the same everywhere");
    if (!file.formatted && file.parse_errors.empty())
      advise(0, "gofmt", "the file is not formatted as gofmt would");
  }

 private:
  void reject(std::uint32_t line, std::string rule, std::string message) {
    verdict_.rejected.push_back({file_->path, line, std::move(rule), std::move(message)});
  }
  void advise(std::uint32_t line, std::string rule, std::string message) {
    verdict_.advice.push_back({file_->path, line, std::move(rule), std::move(message)});
  }

  void check_import(const Import& import) {
    const auto& allowed = policy_.allowed_imports;
    if (import.path == "C")
      reject(import.at.line, "cgo", "cgo is not allowed: only Go is built");
    else if (std::find(allowed.begin(), allowed.end(), import.path) == allowed.end())
      reject(import.at.line, "forbidden_import",
             "the import of \"" + import.path + "\" is not allowed in this exercise");
    if (import.name == ".")
      reject(import.at.line, "dot_import",
             "a dot import hides where names come from: import \"" + import.path +
                 "\" under a name");
  }

  void check_directive(const Mention& directive) {
    if (directive.text.starts_with("//go:build") || directive.text.starts_with("// +build"))
      return;  // build_constraint says it
    if (is_harmless(directive.text))
      advise(directive.at.line, "directive", "`" + directive.text + "` is not run by the grader");
    else
      reject(directive.at.line, "directive",
             "the compiler directive `" + directive.text + "` is not allowed");
  }

  void check_use(const Mention& use) {
    for (const Ban& ban : kNeverUsed)
      if (use.text.starts_with(ban.prefix))
        reject(use.at.line, "forbidden_call", use.text + " is not allowed: " + std::string(ban.reason));
    if (use.text.starts_with("syscall.") && !is_signal_name(use.text))
      reject(use.at.line, "forbidden_call",
             use.text + " is not allowed: of syscall only the signals are");
    for (const CallRule& rule : policy_.forbidden_calls)
      if (use.text == rule.call)
        reject(use.at.line, "forbidden_call", use.text + " is not allowed here: " + rule.reason);
    for (const CallRule& rule : policy_.discouraged_calls)
      if (use.text == rule.call)
        advise(use.at.line, "discouraged_call", use.text + ": " + rule.reason);
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

}  // namespace assay::workspace
