// The command lines of what works on many submissions.
#include "app/cli_parts.h"
#include "app/commands.h"
#include "app/run_reports.h"

namespace assay::app {
namespace {

template <class Options>
void on_call(CLI::App& command, CommonOptions& common, Command& chosen,
             std::shared_ptr<Options> options,
             Result<int> (*run)(const CommonOptions&, const Options&)) {
  command.callback([&common, &chosen, options, run] {
    chosen = [&common, options, run] { return run(common, *options); };
  });
}

void add_run(CLI::App& command, std::filesystem::path& run) {
  command.add_option("RUN", run, "The folder of a run, which `assay batch` made")->required();
}

void add_late(CLI::App& command, LatePolicy& late) {
  add_date(command, "--deadline", "Later commits are late (2026-03-01T18:00Z)",
           [&late](std::int64_t date) { late.deadline = date; });
  add_duration(command, "--grace", "How late costs nothing (90m, 36h, 2d)",
               [&late](std::int64_t seconds) { late.grace = seconds; });
  command.add_option("--penalty", late.percent_per_day, "Percent of the score a day that began")
      ->check(CLI::Range(0U, 100U))
      ->type_name("PERCENT");
  command.add_option("--penalty-cap", late.max_percent, "Never more than this (100)")
      ->check(CLI::Range(0U, 100U))
      ->type_name("PERCENT");
}

void add_batch(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<BatchOptions>();
  CLI::App* command = app.add_subcommand(
      "batch", "Grade everyone on a roster; started again, it goes on where it was");
  command
      ->add_option("ROSTER", options->roster,
                   "CSV or JSON file, a folder of repositories, or - for standard input")
      ->required();
  auto* exercise = command->add_option("--exercise", options->exercise, "What the submissions are")
                       ->type_name("NAME");
  add_assessment(*command, options->assessment, "Grade the exercises of this assessment as one");
  command->get_option("--assessment")->excludes(exercise);
  command->add_option("--out", options->out, "Folder of the run: its store and its reports")
      ->required()
      ->type_name("DIR");
  add_date(*command, "--at", "The last commit up to this date, where the roster names none",
           [options](std::int64_t at) { options->at = at; });
  add_late(*command, options->late);
  add_jobs(*command, options->jobs, "Submissions at once (as many as cores)");
  add_isolation(*command, options->isolation);
  command->add_option("--events", options->events, "Append what happens to FILE, a JSON a line")
      ->type_name("FILE");
  command
      ->add_option("--rerun", options->rerun,
                   "Grade again: `failed` (no score), `infra` (our errors), or a candidate")
      ->type_name("failed|infra|NAME");
  command->add_flag("--salvage", options->salvage,
                    "Take over what a damaged run still holds, and go on");
  command->add_flag("--no-cache", options->no_cache, "Use no results of earlier runs");
  add_credentials(*command, options->fetch);
  on_call(*command, common, chosen, options, run_batch);
}

void add_snapshot(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<SnapshotOptions>();
  CLI::App* command = app.add_subcommand(
      "snapshot", "Fix the commit of every repository on a roster in a lock file");
  command
      ->add_option("ROSTER", options->roster,
                   "CSV or JSON file, a folder of repositories, or - for standard input")
      ->required();
  command->add_option("--lock", options->lock, "The file to write, itself a roster")
      ->required()
      ->type_name("FILE");
  add_date(*command, "--at", "The last commit up to this date, where the roster names none",
           [options](std::int64_t at) { options->at = at; });
  add_jobs(*command, options->jobs, "Repositories at once (8)");
  add_credentials(*command, options->fetch);
  on_call(*command, common, chosen, options, run_snapshot);
}

void add_report(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = app.add_subcommand("report", "Any report of a run, from its store");
  add_run(*command, options->run);
  command->add_option("--format", options->format, "Which report (text)")
      ->check(CLI::IsMember(run_format_names()))
      ->option_text("NAME");
  command->add_option("--view", options->view, "Who may read it")
      ->check(CLI::IsMember({"candidate", "reviewer"}))
      ->option_text("candidate|reviewer");
  command->add_option("--out", options->out, "File, or folder where a report is several files")
      ->type_name("PATH");
  command->add_option("--candidate", options->candidate, "Of this candidate alone")
      ->type_name("NAME");
  command->add_flag("--reproducible", options->reproducible,
                    "Without what differs from run to run: times, resources, stacks, output");
  on_call(*command, common, chosen, options, run_report);
}

void add_regrade(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<RegradeOptions>();
  CLI::App* command = app.add_subcommand(
      "regrade", "After an exercise changed: who gains and who loses, then apply or drop");
  add_run(*command, options->run);
  command->add_option("--reason", options->reason, "Why, for the record")->type_name("TEXT");
  auto* apply = command->add_flag("--apply", options->apply, "Let the new results count");
  command->add_flag("--drop", options->drop, "Keep the old results")->excludes(apply);
  command->add_flag("--json", options->json, "Print JSON");
  add_jobs(*command, options->jobs, "Submissions at once (as many as cores)");
  add_isolation(*command, options->isolation);
  on_call(*command, common, chosen, options, run_regrade);
}

void add_override(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<OverrideOptions>();
  CLI::App* command =
      app.add_subcommand("override", "Record a person's decision beside the machine's score");
  add_run(*command, options->run);
  command->add_option("CANDIDATE", options->candidate, "Whose submission")->required();
  command->add_option("--exercise", options->exercise, "Which of them, if there are several")
      ->type_name("NAME");
  command->add_option("--score", options->score, "The score that counts")
      ->required()
      ->check(CLI::Range(0U, 100U))
      ->type_name("N");
  command->add_option("--reason", options->reason, "Why")->required()->type_name("TEXT");
  command->add_option("--author", options->author, "Who decides")->required()->type_name("NAME");
  on_call(*command, common, chosen, options, run_override);
}

void add_cache(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<CacheOptions>();
  CLI::App* command =
      app.add_subcommand("cache", "Show what is kept of earlier results, or prune it");
  auto* prune = command->add_flag("--prune", options->prune, "Remove what was not used for long");
  add_duration(*command, "--unused-for", "How long that is (30d)", [options](std::int64_t seconds) {
    options->unused_for = seconds;
  })->needs(prune);
  command->add_option("--max-size", options->max_bytes, "And the longest unused beyond this (1GiB)")
      ->transform(CLI::AsSizeValue(false))
      ->needs(prune)
      ->type_name("SIZE");
  command->add_flag("--json", options->json, "Print JSON");
  on_call(*command, common, chosen, options, run_cache);
}

}  // namespace

void add_batch_commands(CLI::App& app, CommonOptions& common, Command& chosen) {
  add_batch(app, common, chosen);
  add_snapshot(app, common, chosen);
  add_report(app, common, chosen);
  add_regrade(app, common, chosen);
  add_override(app, common, chosen);
  add_cache(app, common, chosen);
}

}  // namespace assay::app
