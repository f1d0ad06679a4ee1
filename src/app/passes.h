// One submission, built once, and its hidden tests, run as often as wanted: each pass
// is judged by itself, and says what a grading of its own would have said.
//
// A pass runs in processes of its own, as that of a grading does, so no limit of a
// process depends on how many passes there are, and none knows of another.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "gotool/prepared.h"
#include "model/result.h"
#include "model/submission.h"
#include "sandbox/runner.h"

namespace assay::app {

/// Called with the name of each step as it begins: "inspect", "build", "run", "vet".
using OnPhase = std::function<void(std::string_view phase)>;

/// A submission whose files have been read and checked.
struct Assembled {
  GradeResult result;  ///< begun: where it comes from, the digest of its inputs
  Workspace workspace;
  bool settled = false;  ///< `result` is complete: nothing to build, or an error of ours
};

struct PassesRequest {
  const Exercise& exercise;
  Assembled assembled;
  unsigned jobs = 1;  ///< sandboxes at once; no result depends on it
  OnPhase on_phase;   ///< may be empty
};

class Passes {
 public:
  /// `runner`, `prepared` and the exercise must outlive it.
  Passes(sandbox::Runner& runner, const gotool::Prepared& prepared, PassesRequest request);
  Passes(Passes&&) noexcept;
  Passes& operator=(Passes&&) = delete;
  ~Passes();

  /// Inspects and builds if it is the first, runs every hidden test, and judges. The tests come in
  /// another order each time, which the result's seed replays. What building cost stands in the
  /// first result only. Errors as Grader::grade(); after one on our side, all further results are
  /// that one.
  Result<GradeResult> next();

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// Whether `error` is not ours to report as a result: a source that makes no sense, and Ctrl-C.
bool is_the_users(const Error& error);

/// Makes `result` say that `error` came between.
void fail_with(const Error& error, GradeResult& result);

}  // namespace assay::app
