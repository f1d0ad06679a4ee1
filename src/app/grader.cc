#include "app/grader.h"

#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>

#include "app/about.h"
#include "app/find_submission.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"
#include "gotool/build.h"
#include "gotool/inspector.h"
#include "gotool/test_run.h"
#include "grading/contract.h"
#include "grading/judge.h"
#include "grading/merge.h"
#include "workspace/workspace.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

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

void add_usage(const sandbox::RunUsage& usage, std::uint32_t processes, Usage& total) {
  total.cpu_ms += usage.cpu.count() / 1000;
  total.wall_ms += usage.wall.count() / 1000;
  total.peak_memory_bytes = std::max(total.peak_memory_bytes, usage.peak_memory_bytes);
  total.processes += processes;
}

// What is not ours to report as a result: a source that makes no sense, and Ctrl-C.
bool is_the_users(const Error& error) {
  return error.kind == ErrorKind::kUsage || error.kind == ErrorKind::kInterrupted;
}

std::int64_t milliseconds_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

void fail_with(const Error& error, GradeResult& result) {
  result.outcome =
      error.kind == ErrorKind::kNotFound ? Outcome::kNoSubmission : Outcome::kInfrastructureError;
  result.error = error.message + (error.hint.empty() ? "" : " (" + error.hint + ")");
  result.score.reset();
}

// Syntax errors as the inspector saw them: with one, nothing is compiled.
std::vector<Diagnostic> syntax_errors(const Inspection& inspection) {
  std::vector<Diagnostic> diagnostics;
  for (const InspectedFile& file : inspection.files)
    for (const Mention& error : file.parse_errors)
      diagnostics.push_back({file.path, error.at.line, error.at.column, error.text, "compile"});
  return diagnostics;
}

void add_advice(const workspace::PolicyVerdict& policy, GradeResult& result) {
  for (const Finding& finding : policy.advice)
    result.diagnostics.push_back(
        {finding.path, finding.line, 0, finding.message, "advice:" + finding.rule});
}

// One build of a submission and all its tests: race or plain.
class Half {
 public:
  Half(sandbox::Runner& runner, const gotool::Prepared& prepared, const Exercise& exercise,
       const Workspace& workspace, const fs::path& folder)
      : runner_(runner),
        prepared_(prepared),
        exercise_(exercise),
        workspace_(workspace),
        folder_(folder) {}

  // False if the candidate's code did not build; `result` says why then.
  Result<bool> carry_out(BuildKind kind, std::uint64_t seed, GradeResult& result) {
    if (gotool::tests_of(exercise_, kind).empty()) return true;
    ASSAY_TRY(const std::string key, random_bytes(32));
    const fs::path binary = folder_ / (kind == BuildKind::kRace ? "race.test" : "plain.test");
    ASSAY_TRY(gotool::Build built,
              gotool::build(runner_, prepared_, {exercise_, workspace_, kind, key, binary}));
    add_usage(built.usage, 1, result.build_usage);
    if (!built.ok) {
      result.outcome = Outcome::kBuildFailed;
      result.diagnostics = grading::explain_build(built.diagnostics, workspace_.candidate_files,
                                                  exercise_.package_name);
      return false;
    }
    ASSAY_TRY(gotool::TestRun run,
              gotool::run_tests(runner_, {exercise_, workspace_, kind, binary, key, seed}));
    add_usage(run.usage, run.processes, result.run_usage);
    for (auto& [test, attempt] : run.entries) attempts_[test].push_back(std::move(attempt));
    std::move(run.races.begin(), run.races.end(), std::back_inserter(result.races));
    std::move(run.crashes.begin(), run.crashes.end(), std::back_inserter(result.crashes));
    return true;
  }

  std::vector<TestResult> tests() {
    std::vector<TestResult> merged;
    for (auto& [test, attempts] : attempts_)
      merged.push_back(grading::merge(test, std::move(attempts)));
    return merged;
  }

 private:
  sandbox::Runner& runner_;
  const gotool::Prepared& prepared_;
  const Exercise& exercise_;
  const Workspace& workspace_;
  const fs::path& folder_;
  std::map<std::string, std::vector<Attempt>> attempts_;
};

}  // namespace

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
  const auto start = Clock::now();
  const auto found = find_submission(exercise, ref, options);
  if (!found && is_the_users(found.error())) return tl::unexpected(found.error());
  GradeResult result;
  if (found) {
    ASSAY_TRY(result, grade_snapshot(exercise, found->ref, found->snapshot));
  } else {
    result = begin(exercise, ref);
    result.origin.clear();  // what the user typed may hold a password
    fail_with(found.error(), result);
  }
  result.duration_ms = milliseconds_since(start);
  return result;
}

Result<GradeResult> Grader::grade_snapshot(const Exercise& exercise, const SubmissionRef& ref,
                                           const Snapshot& snapshot) const {
  const auto start = Clock::now();
  GradeResult result = begin(exercise, ref);
  take_origin(snapshot, result);
  if (const Status done = carry_out(exercise, snapshot, result); !done) {
    if (is_the_users(done.error())) return tl::unexpected(done.error());
    fail_with(done.error(), result);
  }
  result.duration_ms = milliseconds_since(start);
  return result;
}

Status Grader::carry_out(const Exercise& exercise, const Snapshot& snapshot,
                         GradeResult& result) const {
  ASSAY_TRY(const Workspace workspace, workspace::assemble(exercise, snapshot));
  result.rejected = workspace.rejected;
  result.dropped = workspace.dropped;
  result.files = workspace.candidate_files;
  result.criteria = grading::judge_unrun(exercise);
  result.inputs_digest = digest_inputs(exercise, workspace, prepared_, options_.isolation);
  result.environment.seed = seed_of(result.inputs_digest);
  ASSAY_CHECK(keep_tree(workspace));
  result.outcome = Outcome::kRejected;
  if (!result.rejected.empty()) return {};

  ASSAY_TRY(const Inspection inspection, gotool::inspect(runner_, prepared_, workspace));
  ASSAY_CHECK(workspace::check_complete(workspace, inspection));
  const workspace::PolicyVerdict policy = workspace::apply_policy(exercise, inspection);
  result.rejected = policy.rejected;
  if (!result.rejected.empty()) return {};
  result.diagnostics = syntax_errors(inspection);
  result.outcome = Outcome::kBuildFailed;
  if (result.diagnostics.empty()) {
    ASSAY_CHECK(build_and_run(exercise, workspace, inspection, result));
  }
  add_advice(policy, result);
  grading::add_sources(result.diagnostics, workspace.module);
  return {};
}

Status Grader::build_and_run(const Exercise& exercise, const Workspace& workspace,
                             const Inspection& inspection, GradeResult& result) const {
  ASSAY_TRY(const TempDir folder, TempDir::make("assay-grade"));
  // The sandbox's user must be able to walk to the binary, and no one else to list the folder.
  fs::permissions(folder.path(),
                  fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  Half halves(runner_, prepared_, exercise, workspace, folder.path());
  for (const BuildKind kind : {BuildKind::kRace, BuildKind::kPlain}) {
    ASSAY_TRY(const bool built, halves.carry_out(kind, result.environment.seed, result));
    if (!built) return {};
  }
  ASSAY_TRY(gotool::Vet vet, gotool::vet(runner_, prepared_, exercise, workspace));
  add_usage(vet.usage, vet.usage.wall.count() > 0 ? 1 : 0, result.build_usage);
  result.tests = halves.tests();
  result.diagnostics = vet.diagnostics;
  result.criteria = grading::judge(
      exercise, {result.tests, std::move(vet.diagnostics), inspection, /*vetted=*/true});
  result.score = grading::score(result.criteria);
  result.outcome = Outcome::kGraded;
  return {};
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
