// assay verify.
//
// Verdicts of earlier runs are used again where nothing that decides them has changed
// (verdict_memory.h), unless rates are measured (--repeat, --load) or --fresh says so.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>

#include "app/changed.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "app/interrupt.h"
#include "app/load.h"
#include "app/machine.h"
#include "app/verdict_memory.h"
#include "app/verifier.h"
#include "base/file.h"
#include "base/text.h"
#include "report/verify_report.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

Result<std::vector<Exercise>> chosen_exercises(const VerifyOptions& options,
                                               const exercise::Catalogue& catalogue) {
  std::vector<Exercise> exercises;
  std::vector<std::string> names = options.exercises;
  if (names.empty())
    for (const auto& [id, folder] : catalogue.folders) names.push_back(id);
  for (const std::string& wanted : names) {
    ASSAY_TRY(Exercise exercise, exercise::find(catalogue, wanted));
    exercises.push_back(std::move(exercise));
  }
  if (exercises.empty())
    return fail(ErrorKind::kNotFound, "there are no exercises to verify",
                "name a folder of them with --exercises");
  if (!options.changed_since) return exercises;
  // The repository is that of the first exercise which was named, or of the first folder of them.
  const fs::path where =
      options.exercises.empty() ? catalogue.roots.front() : exercises.front().folder;
  return touched_since(*options.changed_since, where, std::move(exercises));
}

// One line a finished solution: rewritten in place on a terminal, a line each elsewhere.
void show_progress(const CommonOptions& common, const report::VerifyRow& row, std::size_t done,
                   std::size_t total) {
  if (common.quiet) return;
  const std::string line = fmt::format("{}/{} {} {} {}: {}", done, total, row.exercise,
                                       report::name(row.kind), row.solution,
                                       !report::is_good(row) ? "DIFFERS"
                                       : row.reused          ? "as before"
                                                             : "as expected");
  if (::isatty(STDERR_FILENO) == 1)
    (void)write_all(STDERR_FILENO, "\r\x1b[K" + line + (done == total ? "\r\x1b[K" : ""));
  else
    note(common, line);
}

bool may_remember(const VerifyOptions& options) {
  return !options.fresh && options.repeat == 1 && !options.load;
}

int code_for(const std::vector<report::VerifyRow>& rows) {
  if (interrupted_by() != 0) return exit_code(ErrorKind::kInterrupted);
  const auto failed = [](const report::VerifyRow& row) { return !row.error.empty(); };
  if (std::any_of(rows.begin(), rows.end(), failed)) return kExitInfrastructure;
  return std::all_of(rows.begin(), rows.end(), report::is_good) ? kExitDone : kExitGate;
}

Status publish(const CommonOptions& common, const VerifyOptions& options,
               const std::vector<report::VerifyRow>& rows, std::int64_t started_at) {
  if (options.junit)
    ASSAY_CHECK(write_file_atomically(*options.junit, report::verify_to_junit(rows, started_at)));
  if (options.json) return print(report::verify_to_json(rows));
  report::TextStyle style;
  style.color = wants_color(common.color);
  style.width = terminal_width();
  // A log in which hundreds are as expected hides the one that is not.
  const auto shown = common.quiet ? report::VerifyRows::kNotAsExpected : report::VerifyRows::kAll;
  return print(report::verify_to_text(rows, style, shown));
}

}  // namespace

Result<int> run_verify(const CommonOptions& common, const VerifyOptions& options) {
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(const auto catalogue, open_catalogue(common, paths));
  ASSAY_TRY(const std::vector<Exercise> exercises, chosen_exercises(options, catalogue));
  if (exercises.empty()) {
    note(common, "no exercise has changed since " + printable_line(*options.changed_since));
    ASSAY_CHECK(publish(common, options, {}, std::time(nullptr)));
    return kExitDone;
  }
  // Forked before there are threads or sandboxes.
  ASSAY_TRY(const Load load, Load::start(options.load.value_or(0)));
  // One more than there are cores: a twelfth less time, because a grading waits again and again,
  // for its sandbox to be made or its processes to end.
  const unsigned jobs = options.jobs != 0 ? options.jobs : slots_for(0) + 1;
  ASSAY_TRY(const Workshop workshop, open_workshop(common, paths, options.isolation));
  watch_for_interrupts([&](int count) {
    if (count > 1) workshop.sandbox->cancel();
  });
  const Grader grader(*workshop.sandbox, workshop.prepared,
                      {workshop.isolation, workshop.cgroup, std::nullopt, 1});
  VerifierOptions verifier;
  verifier.repeat = options.repeat;
  verifier.jobs = jobs;
  verifier.only = options.only;
  verifier.stop = [] { return interrupted_by() != 0; };
  verifier.on_done = [&](const report::VerifyRow& row, std::size_t done, std::size_t total) {
    show_progress(common, row, done, total);
  };
  std::optional<VerdictMemory> memory;
  if (may_remember(options)) {
    ASSAY_TRY(verifier.machine, machine_digest(paths, workshop));
    verifier.memory = &memory.emplace(gotool::cache_root() / "verify");
    verifier.on_forgotten = [&](const Error& error) {
      note(common, "verdicts cannot be kept for the next time: " + error.message);
    };
  }
  const std::int64_t started_at = std::time(nullptr);
  ASSAY_TRY(const auto rows, verify(grader, exercises, verifier));
  ASSAY_CHECK(publish(common, options, rows, started_at));
  return code_for(rows);
}

}  // namespace assay::app
