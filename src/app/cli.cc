#include "app/cli.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <functional>

#include "app/about.h"
#include "app/cli_parts.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/run_reports.h"
#include "app/self_usage.h"
#include "base/text.h"

namespace assay::app {
namespace {

const std::map<std::string, Color> kColors = {
    {"auto", Color::kAuto}, {"always", Color::kAlways}, {"never", Color::kNever}};

void add_common(CLI::App& app, CommonOptions& common) {
  app.add_option("--exercises", common.exercises,
                 "Look for exercises in this folder first (as in those of ASSAY_EXERCISES)")
      ->type_name("DIR");
  app.add_option("--color", common.color, "When to colour the output")
      ->transform(CLI::CheckedTransformer(kColors))
      ->type_name("auto|always|never")
      ->option_text("auto|always|never");
  app.add_flag("-q,--quiet", common.quiet, "Say nothing but results and errors");
}

void add_doctor(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<DoctorOptions>();
  CLI::App* command =
      app.add_subcommand("doctor", "Say what this machine offers and how to mend what is missing");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback(
      [&, options] { chosen = [&, options] { return run_doctor(common, *options); }; });
}

// "3" and "2-4": digits of a difficulty.
bool read_range(const std::string& text, std::uint32_t& least, std::uint32_t& most) {
  const auto digit = [](char c) { return c >= '1' && c <= '5'; };
  if (text.size() != 1 && (text.size() != 3 || text[1] != '-')) return false;
  if (!digit(text.front()) || !digit(text.back()) || text.front() > text.back()) return false;
  least = static_cast<std::uint32_t>(text.front() - '0');
  most = static_cast<std::uint32_t>(text.back() - '0');
  return true;
}

void add_list(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* command = app.add_subcommand("list", "List the exercises, or those that are asked for");
  command->add_option("--concept", options->concepts, "About this (several: about all of them)")
      ->type_name("TEXT");
  command
      ->add_option_function<std::string>(
          "--difficulty",
          [options](const std::string& text) {
            if (!read_range(text, options->least_difficulty, options->most_difficulty))
              throw CLI::ValidationError("--difficulty", "\"" + printable_line(text) +
                                                             "\" is neither N nor A-B, of 1 to 5");
          },
          "As hard as this, from 1 to 5 (3, 2-4)")
      ->type_name("N|A-B");
  command->add_option("--max-minutes", options->max_minutes, "Done in so many minutes")
      ->type_name("N");
  command->add_option("--scenario", options->scenario, "Of a scenario with this in its name")
      ->type_name("TEXT");
  command
      ->add_option_function<std::string>(
          "--assessments",
          [options](const std::string& file) {
            options->assessments = true;
            if (!file.empty()) options->assessments_file = file;
          },
          "List the assessments instead (of FILE)")
      ->expected(0, 1)
      ->type_name("FILE");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([&, options] { chosen = [&, options] { return run_list(common, *options); }; });
}

void add_show(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand("show", "Show an exercise: its task, criteria and limits");
  command->add_option("EXERCISE", options->exercise, "Name of an exercise, or its folder")
      ->required();
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([&, options] { chosen = [&, options] { return run_show(common, *options); }; });
}

void add_prepare(CLI::App& app, CommonOptions& common, Command& chosen) {
  CLI::App* command =
      app.add_subcommand("prepare", "Compile once what every submission needs (about two minutes)");
  command->callback([&] { chosen = [&] { return run_prepare(common); }; });
}

void add_start(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<StartOptions>();
  CLI::App* command =
      app.add_subcommand("start", "Make a Git repository for a candidate to begin with");
  command
      ->add_option("EXERCISE", options->words,
                   "EXERCISE... [DIR]: names of exercises, or their folders; then the folder to "
                   "make (called as the exercise is)")
      ->option_text(" ");
  command->add_flag("--all", options->all, "All exercises, each in a folder of its own");
  add_assessment(*command, options->assessment, "The exercises of this assessment");
  command->callback(
      [&, options] { chosen = [&, options] { return run_start(common, *options); }; });
}

// --report FORMAT=FILE, as often as there are formats.
void add_reports(CLI::App& command, GradeOptions& options) {
  command
      .add_option_function<std::vector<std::string>>(
          "--report",
          [&options](const std::vector<std::string>& words) {
            const auto known = submission_format_names();
            for (const std::string& word : words) {
              const auto equals = word.find('=');
              const std::string format = word.substr(0, equals);
              if (equals == std::string::npos || equals + 1 == word.size())
                throw CLI::ValidationError("--report",
                                           "\"" + printable_line(word) + "\" is not FORMAT=FILE");
              if (std::find(known.begin(), known.end(), format) == known.end())
                throw CLI::ValidationError("--report",
                                           "there is no format \"" + printable_line(format) +
                                               "\"; there are " + CLI::detail::join(known, ", "));
              options.reports.emplace_back(format, word.substr(equals + 1));
            }
          },
          "Write another report (junit=FILE, sarif=FILE, html=FILE ...; - is stdout)")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
}

void add_grade(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<GradeOptions>();
  CLI::App* command = app.add_subcommand("grade", "Grade one submission");
  command
      ->add_option("SOURCE", options->words,
                   "[EXERCISE] SOURCE: the name of an exercise, or its folder, unless the source "
                   "says it itself; then a repository (path or URL), folder, zip or tar")
      ->option_text(" ")
      ->expected(1, 2)
      ->required();
  add_assessment(*command, options->assessment, "Grade the exercises of this assessment as one");
  auto* ref = command->add_option("--ref", options->submission.ref, "Branch, tag or commit");
  add_date(*command, "--at", "The last commit up to this date (2026-03-01, 2026-03-01T12:00:00Z)",
           [options](std::int64_t at) { options->submission.at = at; })
      ->excludes(ref);
  command->add_option("--subdir", options->submission.subdir, "Folder of the module in the source");
  command->add_option("--json", options->json, "Write the result to FILE; - is stdout")
      ->type_name("FILE");
  command->add_option("--view", options->view, "Whose report to print")
      ->check(CLI::IsMember({"candidate", "reviewer"}))
      ->option_text("candidate|reviewer");
  add_reports(*command, *options);
  add_isolation(*command, options->isolation);
  command->add_option("--fail-under", options->fail_under, "Exit with 1 if the score is below N")
      ->check(CLI::Range(0U, 100U))
      ->type_name("N");
  command->add_option("--keep", options->keep, "Leave the tree that was built in DIR")
      ->type_name("DIR");
  add_jobs(*command, options->jobs, "Sandboxes at once (as many as cores)");
  add_credentials(*command, options->fetch);
  command->callback(
      [&, options] { chosen = [&, options] { return run_grade(common, *options); }; });
}

void add_new(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<NewOptions>();
  CLI::App* command = app.add_subcommand("new", "Make the skeleton of an exercise");
  command->add_option("EXERCISE", options->exercise, "What it shall be called")->required();
  command->add_option("DIR", options->folder, "Folder of exercises to make it in (this one)");
  command->callback([&, options] { chosen = [&, options] { return run_new(common, *options); }; });
}

void add_verify(CLI::App& app, CommonOptions& common, Command& chosen) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = app.add_subcommand(
      "verify",
      "Check exercises: solutions get 100, the starter fails, each mutant dies as it should");
  command->add_option("EXERCISE", options->exercises, "Names or folders; all if there are none");
  command->add_option("--repeat", options->repeat, "Run the tests of everything this often")
      ->check(CLI::Range(1U, 100000U));
  command
      ->add_option("--load", options->load, "Processes that spin beside it (16 if no N is given)")
      ->expected(0, 1)
      ->default_str("16")
      ->check(CLI::Range(1U, 256U))
      ->type_name("N");
  add_jobs(*command, options->jobs, "Submissions at once (one more than cores)");
  command->add_option("--only", options->only, "Only these solutions or mutants");
  command
      ->add_option("--changed-since", options->changed_since,
                   "Only exercises with files that differ from this commit")
      ->type_name("REV");
  command->add_flag("--fresh", options->fresh, "Grade again what is known from an earlier run");
  add_isolation(*command, options->isolation);
  command->add_flag("--json", options->json, "Print JSON");
  command->add_option("--junit", options->junit, "Write JUnit XML to FILE")->type_name("FILE");
  command->callback(
      [&, options] { chosen = [&, options] { return run_verify(common, *options); }; });
}

int carry_out(const Command& command) {
  const Result<int> code = command();
  if (code) return *code;
  print_error(code.error());
  return exit_code(code.error().kind);
}

}  // namespace

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("assay grades Go exercises: hidden tests, the race detector, a sandbox that holds.",
               "assay");
  app.add_flag_callback(
      "--version", [] { throw CLI::CallForVersion(version_text(), 0); },
      "Say which assay this is, and what it works with");
  app.require_subcommand(1);
  app.fallthrough();
  CommonOptions common;
  Command chosen;
  add_common(app, common);
  add_doctor(app, common, chosen);
  add_list(app, common, chosen);
  add_show(app, common, chosen);
  add_prepare(app, common, chosen);
  add_start(app, common, chosen);
  add_grade(app, common, chosen);
  add_batch_commands(app, common, chosen);
  add_new(app, common, chosen);
  add_verify(app, common, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    print_error(
        {ErrorKind::kUsage, error.what(), "`assay --help` and `assay COMMAND --help` say more"});
    return kExitUsage;
  }
  const int code = carry_out(chosen);
  write_self_usage();
  return code;
}

}  // namespace assay::app
