// One submission from its source to its result: the steps of design.md, one
// after another, each a function of another module.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "gotool/prepared.h"
#include "model/inspection.h"
#include "model/result.h"
#include "sandbox/runner.h"
#include "source/source.h"

namespace assay::app {

struct GraderOptions {
  std::string isolation;  ///< recorded in every result
  std::string cgroup;
  std::optional<std::filesystem::path> keep;  ///< leave the built tree here for a look
};

class Grader {
 public:
  Grader(sandbox::Runner& runner, gotool::Prepared prepared, GraderOptions options)
      : runner_(runner), prepared_(std::move(prepared)), options_(std::move(options)) {}

  /// Fetches, finds the exercise's folder (find_submission.h) and grades. An Error only for a
  /// source that makes no sense (kUsage) and an interruption: what else goes wrong on our side is
  /// the result's outcome kInfrastructureError, with `error` saying what and what to do.
  Result<GradeResult> grade(const Exercise& exercise, const SubmissionRef& ref,
                            const source::Options& options) const;

  /// The same from a snapshot that is there already.
  Result<GradeResult> grade_snapshot(const Exercise& exercise, const SubmissionRef& ref,
                                     const Snapshot& snapshot) const;

 private:
  Status carry_out(const Exercise& exercise, const Snapshot& snapshot, GradeResult& result) const;
  Status build_and_run(const Exercise& exercise, const Workspace& workspace,
                       const Inspection& inspection, GradeResult& result) const;
  GradeResult begin(const Exercise& exercise, const SubmissionRef& ref) const;
  Status keep_tree(const Workspace& workspace) const;

  sandbox::Runner& runner_;
  gotool::Prepared prepared_;
  GraderOptions options_;
};

}  // namespace assay::app
