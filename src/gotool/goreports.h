// Finds in what Go programs write what a person wants to know: races, panics, stacks
// of goroutines, messages of the compiler.
//
// All of it is evidence for people, never for a verdict of "passed": candidate code
// can write anything to stderr, so a report may be forged, and nothing here fails on
// any input. What comes out is bounded. Stacks keep only the candidate's own frames:
// neither the hidden tests' names and lines nor the library's are in them. Text is as
// raw as it came; printing it safely is the report's task.
//
// File names are those of a build with -trimpath: "limiter/limiter.go:12" for the file
// limiter.go of the module limiter.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/exercise.h"
#include "model/result.h"
#include "model/submission.h"

namespace assay::gotool {

/// Which places are the candidate's. Views into the workspace that it was made from.
struct CandidateCode {
  std::string module_path;  ///< "limiter"
  std::map<std::string, std::string_view, std::less<>>
      files;  ///< name relative to the module, to its bytes
};
CandidateCode candidate_code(const Exercise& exercise, const Workspace& workspace);

/// The race reports in `err`, in order, without those that have the same frames as an earlier one.
/// RaceReport::test is left empty.
std::vector<RaceReport> parse_race_reports(std::string_view err, const CandidateCode& code);

/// What ended the process, or made the harness end it: the last panic, fatal error, hang or leak
/// that `err` shows with stacks. The stack that the runtime shows first stays, even if no frame of
/// it is the candidate's; of the others, those with such a frame. CrashReport::test is left empty.
std::optional<CrashReport> parse_crash(std::string_view err, const CandidateCode& code);

/// The messages in what `go build`, `go vet` or `go test -c` printed. `file` is relative to the
/// folder in which go ran, and may be a hidden test's. Lines that name no place (a package that
/// cannot be loaded) become messages without a file, those about nothing but the failure itself
/// ("FAIL", "too many errors") none. `check` is "compile".
std::vector<Diagnostic> parse_compiler_output(std::string_view output);

}  // namespace assay::gotool
