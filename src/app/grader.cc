#include "app/grader.h"

#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>
#include <thread>

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

void enter(const OnPhase& on_phase, std::string_view phase) {
  if (on_phase) on_phase(phase);
}

// One build of a submission and all its tests: race or plain.
class Half {
 public:
  Half(sandbox::Runner& runner, const gotool::Prepared& prepared, const Exercise& exercise,
       const Workspace& workspace, BuildKind kind)
      : runner_(runner),
        prepared_(prepared),
        exercise_(exercise),
        workspace_(workspace),
        kind_(kind) {}

  Status carry_out(const fs::path& folder, std::uint64_t seed, unsigned jobs,
                   const OnPhase& on_phase) {
    enter(on_phase, "build");
    ASSAY_TRY(const std::string key, random_bytes(32));
    const fs::path binary = folder / (kind_ == BuildKind::kRace ? "race.test" : "plain.test");
    ASSAY_TRY(build_,
              gotool::build(runner_, prepared_, {exercise_, workspace_, kind_, key, binary}));
    if (!build_.ok) return {};
    enter(on_phase, "run");
    ASSAY_TRY(run_,
              gotool::run_tests(runner_, {exercise_, workspace_, kind_, binary, key, seed, jobs}));
    return {};
  }

  [[nodiscard]] bool built() const { return build_.ok; }

  // Adds what this half says to `result` and `attempts`; false if the candidate's code did not
  // build.
  bool report(GradeResult& result, std::map<std::string, std::vector<Attempt>>& attempts) {
    add_usage(build_.usage, 1, result.build_usage);
    if (!build_.ok) {
      result.outcome = Outcome::kBuildFailed;
      result.diagnostics = grading::explain_build(build_.diagnostics, workspace_.candidate_files,
                                                  exercise_.package_name);
      return false;
    }
    add_usage(run_.usage, run_.processes, result.run_usage);
    for (auto& [test, attempt] : run_.entries) attempts[test].push_back(std::move(attempt));
    std::move(run_.races.begin(), run_.races.end(), std::back_inserter(result.races));
    std::move(run_.crashes.begin(), run_.crashes.end(), std::back_inserter(result.crashes));
    return true;
  }

 private:
  sandbox::Runner& runner_;
  const gotool::Prepared& prepared_;
  const Exercise& exercise_;
  const Workspace& workspace_;
  const BuildKind kind_;
  gotool::Build build_;
  gotool::TestRun run_;
};

struct HalvesRequest {
  const fs::path& folder;
  std::uint64_t seed;
  unsigned jobs;
  const OnPhase& on_phase;
};

// The halves one after another, or at once where there are jobs for it. What does not build under
// the race detector is not looked at without it, so that both ways say the same.
Status carry_out(std::vector<Half>& halves, const HalvesRequest& request) {
  const auto step = [&](Half& half, unsigned jobs) {
    return half.carry_out(request.folder, request.seed, jobs, request.on_phase);
  };
  if (halves.size() < 2 || request.jobs < 2) {
    for (Half& half : halves) {
      ASSAY_CHECK(step(half, request.jobs));
      if (!half.built()) return {};
    }
    return {};
  }
  Status second;
  std::jthread thread([&] { second = step(halves[1], std::max(1U, request.jobs / 2)); });
  const Status first = step(halves[0], std::max(1U, request.jobs / 2));
  thread.join();
  ASSAY_CHECK(first);
  return halves[0].built() ? second : Status{};
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

Result<GradeResult> Grader::grade_snapshot(const Exercise& exercise, const SubmissionRef& ref,
                                           const Snapshot& snapshot) const {
  ASSAY_TRY(Assembled assembled, assemble(exercise, ref, snapshot));
  return finish(exercise, std::move(assembled));
}

Result<Assembled> Grader::assemble(const Exercise& exercise, const SubmissionRef& ref,
                                   const source::Options& options) const {
  const auto start = Clock::now();
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
  assembled.result.duration_ms = milliseconds_since(start);
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
  GradeResult result = std::move(assembled.result);
  if (assembled.settled) return result;
  const auto start = Clock::now();
  if (const Status done = carry_out(exercise, assembled.workspace, on_phase, result); !done) {
    if (is_the_users(done.error())) return tl::unexpected(done.error());
    fail_with(done.error(), result);
  }
  result.duration_ms += milliseconds_since(start);
  return result;
}

Status Grader::carry_out(const Exercise& exercise, const Workspace& workspace,
                         const OnPhase& on_phase, GradeResult& result) const {
  enter(on_phase, "inspect");
  ASSAY_TRY(const Inspection inspection, gotool::inspect(runner_, prepared_, workspace));
  ASSAY_CHECK(workspace::check_complete(workspace, inspection));
  const workspace::PolicyVerdict policy = workspace::apply_policy(exercise, inspection);
  result.rejected = policy.rejected;
  result.outcome = Outcome::kRejected;
  if (!result.rejected.empty()) return {};
  result.diagnostics = syntax_errors(inspection);
  result.outcome = Outcome::kBuildFailed;
  if (result.diagnostics.empty()) {
    ASSAY_CHECK(build_and_run(exercise, workspace, inspection, on_phase, result));
  }
  add_advice(policy, result);
  grading::add_sources(result.diagnostics, workspace.module);
  return {};
}

Status Grader::build_and_run(const Exercise& exercise, const Workspace& workspace,
                             const Inspection& inspection, const OnPhase& on_phase,
                             GradeResult& result) const {
  ASSAY_TRY(const TempDir folder, TempDir::make("assay-grade"));
  // The sandbox's user must be able to walk to the binary, and no one else to list the folder.
  fs::permissions(folder.path(),
                  fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  std::vector<Half> halves;
  for (const BuildKind kind : {BuildKind::kRace, BuildKind::kPlain})
    if (!gotool::tests_of(exercise, kind).empty())
      halves.emplace_back(runner_, prepared_, exercise, workspace, kind);
  ASSAY_CHECK(
      app::carry_out(halves, {folder.path(), result.environment.seed, options_.jobs, on_phase}));
  std::map<std::string, std::vector<Attempt>> attempts;
  for (Half& half : halves)
    if (!half.report(result, attempts)) return {};
  enter(on_phase, "vet");
  ASSAY_TRY(gotool::Vet vet, gotool::vet(runner_, prepared_, exercise, workspace));
  add_usage(vet.usage, vet.usage.wall.count() > 0 ? 1 : 0, result.build_usage);
  for (auto& [test, tries] : attempts)
    result.tests.push_back(grading::merge(test, std::move(tries)));
  result.diagnostics = vet.diagnostics;
  result.criteria = grading::judge(
      exercise, {result.tests, std::move(vet.diagnostics), inspection, vet.finished});
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
