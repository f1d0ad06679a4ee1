#include "app/verifier.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/at_once.h"
#include "base/digest.h"
#include "exercise/exercise.h"
#include "grading/expectations.h"

namespace assay::app {
namespace {

// One solution of one exercise, and what has become of it so far.
struct Case {
  const Exercise* exercise = nullptr;
  KnownSolution solution;
  report::VerifyRow row;
  std::uint32_t left = 0;
  std::string key;  // of the memory; empty: there is none
};

std::string expected_of(const Case& entry) {
  switch (entry.row.kind) {
    case report::SolutionKind::kReference:
      return grading::expected_of_reference();
    case report::SolutionKind::kStarter:
      return grading::expected_of_starter();
    case report::SolutionKind::kMutant:
      return grading::expected_of_mutant(entry.solution);
  }
  return {};
}

std::vector<grading::Mismatch> check(const Case& entry, const GradeResult& result) {
  switch (entry.row.kind) {
    case report::SolutionKind::kReference:
      return grading::check_reference(result);
    case report::SolutionKind::kStarter:
      return grading::check_starter(result);
    case report::SolutionKind::kMutant:
      return grading::check_mutant(entry.solution, result);
  }
  return {};
}

Case make_case(const Exercise& exercise, report::SolutionKind kind, KnownSolution solution) {
  Case entry;
  entry.exercise = &exercise;
  entry.row.exercise = exercise.id;
  entry.row.kind = kind;
  entry.row.solution = solution.name;
  entry.solution = std::move(solution);
  entry.row.expected = expected_of(entry);
  return entry;
}

Status add_cases(const Exercise& exercise, std::vector<Case>& cases) {
  ASSAY_TRY(KnownSolutions known, exercise::read_known_solutions(exercise));
  for (KnownSolution& reference : known.references)
    cases.push_back(make_case(exercise, report::SolutionKind::kReference, std::move(reference)));
  cases.push_back(
      make_case(exercise, report::SolutionKind::kStarter, {"", "", exercise.starter, {}}));
  for (KnownSolution& mutant : known.mutants)
    cases.push_back(make_case(exercise, report::SolutionKind::kMutant, std::move(mutant)));
  return {};
}

Snapshot snapshot_of(const KnownSolution& solution) {
  Snapshot snapshot;
  snapshot.origin = solution.name;
  snapshot.kind = "folder";
  snapshot.files = solution.files;
  Hasher hasher;
  for (const auto& [name, bytes] : solution.files) hasher.add_field(name).add_field(bytes);
  snapshot.tree = to_hex(hasher.finish());
  return snapshot;
}

// What is remembered of a case stands in its row as if it had been found now.
bool recall(const VerifierOptions& options, Case& entry) {
  if (options.memory == nullptr) return false;
  entry.key = memory_key(*entry.exercise, entry.row.kind, entry.solution, options.machine);
  const auto remembered = options.memory->find(entry.key);
  if (!remembered) return false;
  entry.row.got = remembered->got;
  entry.row.duration_ms = remembered->duration_ms;
  entry.row.runs = entry.row.as_expected = 1;
  entry.row.reused = true;
  return true;
}

// So many passes are run with one build: enough to make that cheap, few enough that all solutions
// get their turn and all jobs have work.
constexpr std::uint32_t kPassesOfABuild = 60;

// Hands out one build after another, each with some passes, to as many threads as there are jobs.
// All solutions have a turn before any has its second, so that what is broken shows early.
class Run {
 public:
  Run(const Grader& grader, std::vector<Case>& cases, const VerifierOptions& options)
      : grader_(grader), cases_(cases), options_(options) {
    for (Case& entry : cases_) {
      if (recall(options_, entry)) {
        if (options_.on_done) options_.on_done(entry.row, ++done_, cases_.size());
        continue;
      }
      entry.left = options.repeat;
      to_grade_.push_back(&entry);
    }
  }

  void carry_out() {
    const std::size_t turns = (options_.repeat + kPassesOfABuild - 1) / kPassesOfABuild;
    do_at_once(to_grade_.size() * turns, options_.jobs, [this](std::size_t i) {
      if (stopped()) return false;
      const auto turn = static_cast<std::uint32_t>(i / to_grade_.size());
      take_turn(*to_grade_[i % to_grade_.size()],
                std::min(kPassesOfABuild, options_.repeat - turn * kPassesOfABuild));
      return true;
    });
  }

 private:
  void take_turn(Case& entry, std::uint32_t passes) {
    SubmissionRef ref;
    ref.source = entry.solution.name;
    auto solution = grader_.open(*entry.exercise, ref, snapshot_of(entry.solution));
    if (!solution) return note_error(entry, solution.error());
    for (std::uint32_t pass = 0; pass < passes && (pass == 0 || !stopped()); ++pass) {
      const auto result = solution->next();
      if (!result) return note_error(entry, result.error());
      note(entry, *result);
    }
  }

  [[nodiscard]] bool stopped() const { return options_.stop && options_.stop(); }

  void note_error(Case& entry, const Error& error) {
    const std::lock_guard lock(mutex_);
    ++entry.row.runs;
    entry.row.error = error.message;
  }

  void note(Case& entry, const GradeResult& result) {
    const std::vector<grading::Mismatch> mismatches = check(entry, result);
    const std::lock_guard lock(mutex_);
    report::VerifyRow& row = entry.row;
    ++row.runs;
    row.duration_ms += result.duration_ms;
    if (row.mismatches.empty()) row.got = grading::summarise(result);
    if (result.outcome == Outcome::kInfrastructureError)
      row.error = result.error;
    else if (mismatches.empty())
      ++row.as_expected;
    for (const grading::Mismatch& mismatch : mismatches)
      if (std::find(row.mismatches.begin(), row.mismatches.end(), mismatch.what) ==
          row.mismatches.end())
        row.mismatches.push_back(mismatch.what);
    if (--entry.left != 0) return;
    keep(entry);
    if (options_.on_done) options_.on_done(row, ++done_, cases_.size());
  }

  void keep(const Case& entry) {
    if (options_.memory == nullptr || !report::is_good(entry.row)) return;
    const Status kept = options_.memory->keep(entry.key, {entry.row.got, entry.row.duration_ms});
    if (!kept && !std::exchange(forgotten_, true) && options_.on_forgotten)
      options_.on_forgotten(kept.error());
  }

  const Grader& grader_;
  std::vector<Case>& cases_;
  const VerifierOptions& options_;
  std::vector<Case*> to_grade_;
  std::mutex mutex_;
  std::size_t done_ = 0;
  bool forgotten_ = false;
};

}  // namespace

std::string memory_key(const Exercise& exercise, report::SolutionKind kind,
                       const KnownSolution& solution, const std::string& machine) {
  Hasher hasher;
  hasher.add_field("assay verify 1").add_field(machine).add_field(exercise.digest);
  hasher.add_field(report::name(kind)).add_field(std::to_string(solution.files.size()));
  for (const auto& [name, bytes] : solution.files) hasher.add_field(name).add_field(bytes);
  for (const ExpectedLoss& loss : solution.loses) {
    hasher.add_field(loss.criterion).add_field(std::to_string(loss.verdicts.size()));
    for (const std::string& verdict : loss.verdicts) hasher.add_field(verdict);
  }
  return to_hex(hasher.finish());
}

Result<std::vector<report::VerifyRow>> verify(const Grader& grader,
                                              const std::vector<Exercise>& exercises,
                                              const VerifierOptions& options) {
  std::vector<Case> cases;
  for (const Exercise& exercise : exercises) ASSAY_CHECK(add_cases(exercise, cases));
  if (!options.only.empty())
    std::erase_if(cases, [&](const Case& entry) {
      return std::find(options.only.begin(), options.only.end(), entry.solution.name) ==
             options.only.end();
    });
  if (cases.empty())
    return fail(ErrorKind::kNotFound, "no solution, starter or mutant has the names of --only",
                "they are the folders below solutions/ and mutants/");
  Run(grader, cases, options).carry_out();
  std::vector<report::VerifyRow> rows;
  rows.reserve(cases.size());
  for (Case& entry : cases) rows.push_back(std::move(entry.row));
  return rows;
}

}  // namespace assay::app
