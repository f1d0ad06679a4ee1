#include "app/passes.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "app/stopwatch.h"
#include "base/at_once.h"
#include "base/digest.h"
#include "base/file.h"
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
using Attempts = std::map<std::string, std::vector<Attempt>>;

void add_usage(const sandbox::RunUsage& usage, std::uint32_t processes, Usage& total) {
  total.cpu_ms += usage.cpu.count() / 1000;
  total.wall_ms += usage.wall.count() / 1000;
  total.peak_memory_bytes = std::max(total.peak_memory_bytes, usage.peak_memory_bytes);
  total.processes += processes;
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

// One build of a submission, race or plain, and what its tests said in the last pass.
class Half {
 public:
  Half(sandbox::Runner& runner, const gotool::Prepared& prepared, const Exercise& exercise,
       const Workspace& workspace, BuildKind kind)
      : runner_(runner),
        prepared_(prepared),
        exercise_(exercise),
        workspace_(workspace),
        kind_(kind) {}

  Status build(const fs::path& folder, const OnPhase& on_phase) {
    enter(on_phase, "build");
    ASSAY_TRY(key_, random_bytes(32));
    binary_ = folder / (kind_ == BuildKind::kRace ? "race.test" : "plain.test");
    ASSAY_TRY(build_,
              gotool::build(runner_, prepared_, {exercise_, workspace_, kind_, key_, binary_}));
    return {};
  }

  [[nodiscard]] bool built() const { return build_.ok; }

  Status run(std::uint64_t seed, unsigned jobs, const OnPhase& on_phase) {
    enter(on_phase, "run");
    ASSAY_TRY(run_, gotool::run_tests(runner_,
                                      {exercise_, workspace_, kind_, binary_, key_, seed, jobs}));
    return {};
  }

  // Adds what this half says to `result` and `attempts`; false if the candidate's code did not
  // build.
  bool report(GradeResult& result, Attempts& attempts) {
    if (!std::exchange(reported_, true)) add_usage(build_.usage, 1, result.build_usage);
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
  std::string key_;
  fs::path binary_;
  gotool::Build build_;
  bool reported_ = false;
  gotool::TestRun run_;
};

// A part of a pass: false if those after it do not matter any more.
using Step = std::function<Result<bool>()>;

// The steps, up to `jobs` of them at once. What comes out does not depend on how many: a step that
// comes after one that failed or ended them has said nothing.
Status carry_out(const std::vector<Step>& steps, unsigned jobs) {
  std::vector<Result<bool>> said(steps.size(), true);
  do_at_once(steps.size(), jobs, [&](std::size_t i) {
    said[i] = steps[i]();
    return said[i].value_or(false);
  });
  for (const Result<bool>& each : said) {
    ASSAY_TRY(const bool go_on, each);
    if (!go_on) break;
  }
  return {};
}

// The order of the tests in a pass. The first is that of a grading, which follows from the inputs.
std::uint64_t seed_of(std::uint64_t first, std::uint64_t pass) {
  return first + (pass << 48);
}

}  // namespace

// Everything that a pass needs of the ones before it.
class Passes::State {
 public:
  State(sandbox::Runner& runner, const gotool::Prepared& prepared, PassesRequest request)
      : runner_(runner),
        prepared_(prepared),
        exercise_(request.exercise),
        workspace_(std::move(request.assembled.workspace)),
        jobs_(request.jobs),
        on_phase_(std::move(request.on_phase)),
        begun_(std::move(request.assembled.result)),
        settled_(request.assembled.settled) {}

  Result<GradeResult> next() {
    if (settled_) return begun_;
    const Stopwatch stopwatch;
    const Status opened = folder_ ? Status{} : open();
    GradeResult result = begun_;
    result.environment.seed = seed_of(begun_.environment.seed, pass_++);
    Status done = opened;
    if (done && !settled_) done = run(result);
    if (!done && is_the_users(done.error())) return tl::unexpected(done.error());
    if (!done) {
      fail_with(done.error(), result);
      settled_ = true;
    }
    result.duration_ms += stopwatch.milliseconds();
    begun_.duration_ms = 0;
    if (settled_) begun_ = result;
    return result;
  }

 private:
  // What is the same in all passes, up to the builds; settled if there is nothing to build.
  Status open() {
    ASSAY_TRY(folder_, TempDir::make("assay-grade"));
    // The sandbox's user must be able to walk to the binary, and no one else to list the folder.
    fs::permissions(folder_->path(),
                    fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
    enter(on_phase_, "inspect");
    ASSAY_TRY(inspection_, gotool::inspect(runner_, prepared_, workspace_));
    ASSAY_CHECK(workspace::check_complete(workspace_, inspection_));
    policy_ = workspace::apply_policy(exercise_, inspection_);
    begun_.rejected = policy_.rejected;
    begun_.outcome = Outcome::kRejected;
    settled_ = !begun_.rejected.empty();
    if (settled_) return {};
    begun_.diagnostics = syntax_errors(inspection_);
    begun_.outcome = Outcome::kBuildFailed;
    settled_ = !begun_.diagnostics.empty();
    if (settled_) conclude(begun_);
    for (const BuildKind kind : {BuildKind::kRace, BuildKind::kPlain})
      if (!gotool::tests_of(exercise_, kind).empty())
        halves_.emplace_back(runner_, prepared_, exercise_, workspace_, kind);
    return {};
  }

  Status run(GradeResult& result) {
    ASSAY_CHECK(build());
    ASSAY_CHECK(run_tests(result.environment.seed));
    Attempts attempts;
    for (Half& half : halves_) {
      if (half.report(result, attempts)) continue;
      settled_ = true;
      conclude(result);
      return {};
    }
    if (!std::exchange(vet_reported_, true))
      add_usage(vet_->usage, vet_->usage.wall.count() > 0 ? 1 : 0, result.build_usage);
    for (auto& [test, tries] : attempts)
      result.tests.push_back(grading::merge(test, std::move(tries)));
    result.diagnostics = vet_->diagnostics;
    result.criteria =
        grading::judge(exercise_, {result.tests, vet_->diagnostics, inspection_, vet_->finished});
    result.score = grading::score(result.criteria);
    result.outcome = Outcome::kGraded;
    conclude(result);
    return {};
  }

  // Once for all passes. What does not build under the race detector is not looked at without it,
  // nor by go vet.
  Status build() {
    if (vet_) return {};
    std::vector<Step> steps;
    for (Half& half : halves_)
      steps.emplace_back([&]() -> Result<bool> {
        ASSAY_CHECK(half.build(folder_->path(), on_phase_));
        return half.built();
      });
    steps.emplace_back([&]() -> Result<bool> {
      enter(on_phase_, "vet");
      ASSAY_TRY(vet_, gotool::vet(runner_, prepared_, exercise_, workspace_));
      return true;
    });
    return carry_out(steps, jobs_);
  }

  Status run_tests(std::uint64_t seed) {
    if (!std::all_of(halves_.begin(), halves_.end(), std::mem_fn(&Half::built))) return {};
    std::vector<Step> steps;
    for (Half& half : halves_)
      steps.emplace_back([&]() -> Result<bool> {
        const auto share = jobs_ / static_cast<unsigned>(halves_.size());
        ASSAY_CHECK(half.run(seed, std::max(1U, share), on_phase_));
        return true;
      });
    return carry_out(steps, jobs_);
  }

  void conclude(GradeResult& result) const {
    add_advice(policy_, result);
    grading::add_sources(result.diagnostics, workspace_.module);
  }

  sandbox::Runner& runner_;
  const gotool::Prepared& prepared_;
  const Exercise& exercise_;
  const Workspace workspace_;
  const unsigned jobs_;
  const OnPhase on_phase_;
  GradeResult begun_;  // what every pass begins with; its result, once it is settled
  bool settled_;       // all passes end as the last one did
  std::uint64_t pass_ = 0;
  std::optional<TempDir> folder_;
  Inspection inspection_;
  workspace::PolicyVerdict policy_;
  std::vector<Half> halves_;
  std::optional<gotool::Vet> vet_;
  bool vet_reported_ = false;
};

Passes::Passes(sandbox::Runner& runner, const gotool::Prepared& prepared, PassesRequest request)
    : state_(std::make_unique<State>(runner, prepared, std::move(request))) {}
Passes::Passes(Passes&&) noexcept = default;
Passes::~Passes() = default;

Result<GradeResult> Passes::next() {
  return state_->next();
}

bool is_the_users(const Error& error) {
  return error.kind == ErrorKind::kUsage || error.kind == ErrorKind::kInterrupted;
}

void fail_with(const Error& error, GradeResult& result) {
  result.outcome =
      error.kind == ErrorKind::kNotFound ? Outcome::kNoSubmission : Outcome::kInfrastructureError;
  result.error = error.message + (error.hint.empty() ? "" : " (" + error.hint + ")");
  result.score.reset();
}

}  // namespace assay::app
