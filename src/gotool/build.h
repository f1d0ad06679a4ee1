// Builds the test binary of a submission in sandbox B.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "gotool/prepared.h"
#include "model/result.h"
#include "sandbox/runner.h"

namespace assay::gotool {

struct BuildRequest {
  const Exercise& exercise;
  const Workspace& workspace;
  BuildKind kind = BuildKind::kRace;
  std::string key;               ///< 32 bytes, made for this build, under which tests are recorded
  std::filesystem::path binary;  ///< where the test binary goes: mode 0111, never readable inside
};

struct Build {
  bool ok = false;
  std::vector<Diagnostic> diagnostics;  ///< if not ok: at least one; the compiler's words, about
                                        ///< the candidate's files and the hidden ones
  sandbox::RunUsage usage;
  std::string output;  ///< of the go command, for the reviewer
};

/// One `go test -c`, or what comes to the same (testbuild/main.go). Code that does not build is a
/// value; an Error is ours.
Result<Build> build(sandbox::Runner& runner, const Prepared& prepared, const BuildRequest& request);

/// `go vet` with the analyzers that the exercise names, over the candidate's package without the
/// hidden tests; each finding has the check "vet:<analyzer>". Empty if it names none; kUsage if go
/// vet has no analyzer of that name.
struct Vet {
  std::vector<Diagnostic> diagnostics;
  sandbox::RunUsage usage;
  bool finished = true;  ///< false: it hit a limit, and `diagnostics` says which
};
Result<Vet> vet(sandbox::Runner& runner, const Prepared& prepared, const Exercise& exercise,
                const Workspace& workspace);

/// The tests of the exercise that belong to a binary of `kind`, in the order of the manifest.
std::vector<std::string> tests_of(const Exercise& exercise, BuildKind kind);

}  // namespace assay::gotool
