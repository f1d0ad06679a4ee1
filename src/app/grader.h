// One submission from its source to its result: the steps of design.md, one
// after another, each a function of another module.
#pragma once

#include <optional>
#include <string>

#include "app/passes.h"
#include "base/result.h"
#include "gotool/prepared.h"
#include "model/result.h"
#include "sandbox/runner.h"
#include "source/source.h"

namespace assay::app {

struct GraderOptions {
  std::string isolation;  ///< recorded in every result
  std::string cgroup;
  std::optional<std::filesystem::path> keep;  ///< leave the built tree here for a look
  unsigned jobs = 1;  ///< sandboxes at once for one submission; no result depends on it
};

/// The candidate's files, as they are built.
FileSet code_of(const Workspace& workspace);

class Grader {
 public:
  Grader(sandbox::Runner& runner, gotool::Prepared prepared, GraderOptions options)
      : runner_(runner), prepared_(std::move(prepared)), options_(std::move(options)) {}

  /// assemble(), then finish(). An Error only for a source that makes no sense (kUsage) and an
  /// interruption: what else goes wrong on our side is the result's outcome kInfrastructureError,
  /// with `error` saying what and what to do.
  Result<GradeResult> grade(const Exercise& exercise, const SubmissionRef& ref,
                            const source::Options& options) const;

  /// Fetches, finds the exercise's folder (find_submission.h) and assembles the tree to build.
  Result<Assembled> assemble(const Exercise& exercise, const SubmissionRef& ref,
                             const source::Options& options) const;
  Result<Assembled> assemble(const Exercise& exercise, const SubmissionRef& ref,
                             const Snapshot& snapshot) const;

  /// What stands for a source that makes no sense, where that is not the end of everything: no
  /// submission, and `error` as the reason.
  [[nodiscard]] Assembled refused(const Exercise& exercise, const SubmissionRef& ref,
                                  const Error& error) const;

  /// Inspects, builds and runs, unless it is settled. Safe from several threads, as all of these
  /// are.
  Result<GradeResult> finish(const Exercise& exercise, Assembled assembled,
                             const OnPhase& on_phase = {}) const;

  /// The same from a snapshot that is there already, as often as its next() is called.
  /// `exercise` and this grader must outlive it.
  Result<Passes> open(const Exercise& exercise, const SubmissionRef& ref,
                      const Snapshot& snapshot) const;

 private:
  GradeResult begin(const Exercise& exercise, const SubmissionRef& ref) const;
  Status keep_tree(const Workspace& workspace) const;

  sandbox::Runner& runner_;
  gotool::Prepared prepared_;
  GraderOptions options_;
};

}  // namespace assay::app
