#include "app/grader.h"

#include <sys/utsname.h>

#include <ctime>

#include "app/about.h"
#include "app/find_submission.h"
#include "app/stopwatch.h"
#include "base/digest.h"
#include "base/file.h"
#include "grading/judge.h"
#include "workspace/workspace.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

std::string kernel() {
  utsname names{};
  ::uname(&names);
  return std::string(names.release) + " " + names.machine;
}

void take_origin(const Snapshot& snapshot, GradeResult& result) {
  result.origin = snapshot.origin;
  result.commit = snapshot.commit;
  result.tree = snapshot.tree;
  result.ref = snapshot.ref;
  result.commit_time = snapshot.commit_time;
  result.author = snapshot.author;
}

// The key for caching and resuming: whatever can change a verdict, and nothing else.
std::string digest_inputs(const Exercise& exercise, const Workspace& workspace,
                          const gotool::Prepared& prepared, const std::string& isolation) {
  Hasher hasher;
  hasher.add_field("assay inputs 1").add_field(kVersion).add_field(exercise.digest);
  hasher.add_field(prepared.kit_digest).add_field(prepared.toolchain.version).add_field(isolation);
  for (const std::string& file : workspace.candidate_files)
    hasher.add_field(file).add_field(workspace.module.at(file));
  return to_hex(hasher.finish());
}

// The order of tests follows from the inputs, so that the same submission meets the same order.
std::uint64_t seed_of(const std::string& digest) {
  return std::stoull(digest.substr(0, 12), nullptr, 16);
}

}  // namespace

FileSet code_of(const Workspace& workspace) {
  FileSet code;
  for (const std::string& file : workspace.candidate_files)
    code.emplace(file, workspace.module.at(file));
  return code;
}

GradeResult Grader::begin(const Exercise& exercise, const SubmissionRef& ref) const {
  GradeResult result;
  result.exercise = exercise.id;
  result.exercise_title = exercise.title;
  result.exercise_digest = exercise.digest;
  result.submission = ref;
  result.origin = ref.source;
  result.build_limits = exercise.build_limits;
  result.run_limits = exercise.run_limits;
  result.repeats = exercise.repeats;
  result.show_messages = exercise.show_messages;
  result.environment = {std::string(kVersion),
                        prepared_.toolchain.version,
                        kernel(),
                        options_.isolation,
                        options_.cgroup,
                        0};
  result.started_at = std::time(nullptr);
  return result;
}

Result<GradeResult> Grader::grade(const Exercise& exercise, const SubmissionRef& ref,
                                  const source::Options& options) const {
  ASSAY_TRY(Assembled assembled, assemble(exercise, ref, options));
  return finish(exercise, std::move(assembled));
}

Result<Assembled> Grader::assemble(const Exercise& exercise, const SubmissionRef& ref,
                                   const source::Options& options) const {
  const Stopwatch stopwatch;
  const auto found = find_submission(exercise, ref, options);
  if (!found && is_the_users(found.error())) return tl::unexpected(found.error());
  Assembled assembled;
  if (found) {
    ASSAY_TRY(assembled, assemble(exercise, found->ref, found->snapshot));
  } else {
    assembled.result = begin(exercise, ref);
    assembled.result.origin.clear();  // what the user typed may hold a password
    assembled.settled = true;
    fail_with(found.error(), assembled.result);
  }
  assembled.result.duration_ms = stopwatch.milliseconds();
  return assembled;
}

Result<Assembled> Grader::assemble(const Exercise& exercise, const SubmissionRef& ref,
                                   const Snapshot& snapshot) const {
  Assembled assembled;
  GradeResult& result = assembled.result = begin(exercise, ref);
  take_origin(snapshot, result);
  auto workspace = workspace::assemble(exercise, snapshot);
  if (!workspace) {
    if (is_the_users(workspace.error())) return tl::unexpected(workspace.error());
    fail_with(workspace.error(), result);
    assembled.settled = true;
    return assembled;
  }
  assembled.workspace = *std::move(workspace);
  result.rejected = assembled.workspace.rejected;
  result.dropped = assembled.workspace.dropped;
  result.files = assembled.workspace.candidate_files;
  result.criteria = grading::judge_unrun(exercise);
  result.inputs_digest =
      digest_inputs(exercise, assembled.workspace, prepared_, options_.isolation);
  result.environment.seed = seed_of(result.inputs_digest);
  result.outcome = Outcome::kRejected;
  assembled.settled = !result.rejected.empty();
  // What is not run has no inputs to a verdict: no change of the exercise's tests touches it.
  if (assembled.settled) result.inputs_digest.clear();
  if (const Status kept = keep_tree(assembled.workspace); !kept) {
    fail_with(kept.error(), result);
    assembled.settled = true;
  }
  return assembled;
}

Assembled Grader::refused(const Exercise& exercise, const SubmissionRef& ref,
                          const Error& error) const {
  Assembled assembled;
  assembled.result = begin(exercise, ref);
  assembled.result.origin.clear();  // what was typed may hold a password
  assembled.settled = true;
  fail_with(error, assembled.result);
  assembled.result.outcome = Outcome::kNoSubmission;
  return assembled;
}

Result<GradeResult> Grader::finish(const Exercise& exercise, Assembled assembled,
                                   const OnPhase& on_phase) const {
  return Passes(runner_, prepared_, {exercise, std::move(assembled), options_.jobs, on_phase})
      .next();
}

Result<Passes> Grader::open(const Exercise& exercise, const SubmissionRef& ref,
                            const Snapshot& snapshot) const {
  ASSAY_TRY(Assembled assembled, assemble(exercise, ref, snapshot));
  return Passes(runner_, prepared_, {exercise, std::move(assembled), options_.jobs, {}});
}

Status Grader::keep_tree(const Workspace& workspace) const {
  if (!options_.keep) return {};
  for (const auto& [name, bytes] : workspace.module) {
    std::error_code ec;
    fs::create_directories((*options_.keep / name).parent_path(), ec);
    if (ec) return fail("keep the tree in " + options_.keep->string() + ": " + ec.message());
    ASSAY_CHECK(write_file_atomically(*options_.keep / name, bytes));
  }
  return {};
}

}  // namespace assay::app
