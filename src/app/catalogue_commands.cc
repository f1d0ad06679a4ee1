// assay list, assay show, assay prepare.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/assessments.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "base/file.h"
#include "report/markdown.h"
#include "report/page.h"
#include "report/table.h"

namespace assay::app {
namespace {

using Json = nlohmann::ordered_json;

Json summary(const Exercise& exercise) {
  return {{"id", exercise.id},
          {"title", exercise.title},
          {"summary", exercise.summary},
          {"scenario", exercise.scenario},
          {"difficulty", exercise.difficulty},
          {"minutes", exercise.minutes},
          {"concepts", exercise.concepts},
          {"folder", exercise.folder.string()}};
}

Json limits_of(const Exercise& exercise) {
  const RunLimits& run = exercise.run_limits;
  return {{"test_ms", run.test.count()}, {"wall_ms", run.wall.count()},
          {"cpu_ms", run.cpu.count()},   {"memory_bytes", run.memory_bytes},
          {"processes", run.processes},  {"output_bytes", run.output_bytes},
          {"cpu", exercise.repeats.cpu}, {"count", exercise.repeats.count}};
}

Json details(const Exercise& exercise) {
  Json json = summary(exercise);
  json["go"] = exercise.go_version;
  json["package"] = exercise.package;
  json["digest"] = exercise.digest;
  json["allowed_imports"] = exercise.policy.allowed_imports;
  json["limits"] = limits_of(exercise);
  json["criteria"] = Json::array();
  for (const Criterion& criterion : exercise.criteria)
    json["criteria"].push_back({{"id", criterion.id},
                                {"title", criterion.title},
                                {"points", criterion.points},
                                {"requires", criterion.requires_}});
  return json;
}

std::string join(const std::vector<std::string>& parts) {
  std::string joined;
  for (const std::string& part : parts) joined += (joined.empty() ? "" : ", ") + part;
  return joined;
}

Result<std::vector<Exercise>> read_all(const exercise::Catalogue& catalogue) {
  std::vector<Exercise> exercises;
  for (const auto& [id, folder] : catalogue.folders) {
    ASSAY_TRY(Exercise exercise, exercise::read(folder));
    exercises.push_back(std::move(exercise));
  }
  if (exercises.empty())
    return fail(ErrorKind::kNotFound, "there are no exercises here",
                "name a folder with --exercises");
  return exercises;
}

std::string describe(const Exercise& exercise, const std::string& readme, bool color) {
  report::TextStyle style;
  style.color = color;
  style.width = terminal_width();
  report::Page page(style);
  page.line(0, {{exercise.id, report::Tone::kBold}, {": " + report::tame(exercise.title)}});
  page.paragraph(0, report::tame(exercise.summary));
  page.gap();
  const auto fact = [&](const char* what, const std::string& text) {
    page.hanging(0, {what}, 12, report::tame(text));
  };
  fact("scenario", exercise.scenario);
  fact("concepts", join(exercise.concepts));
  fact("takes", fmt::format("difficulty {} of 5, about {} minutes, Go {} or newer",
                            exercise.difficulty, exercise.minutes, exercise.go_version));
  fact("imports", join(exercise.policy.allowed_imports));
  page.gap();
  report::Table table({{"criterion"},
                       {"points", report::Align::kRight},
                       {"what it asks", report::Align::kLeft, report::Fit::kWrap}});
  for (const Criterion& criterion : exercise.criteria)
    table.add(
        {{criterion.id}, {std::to_string(criterion.points)}, {report::tame(criterion.title)}});
  return page.text() + table.text(style.width, color) + "\n" +
         report::markdown_to_text(readme, style);
}

// Whether `part` is in `whole`, whatever the case of ASCII letters.
bool mentions(std::string_view whole, std::string_view part) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::search(whole.begin(), whole.end(), part.begin(), part.end(),
                     [&](char a, char b) { return lower(a) == lower(b); }) != whole.end();
}

bool is_about(const Exercise& exercise, const std::string& text) {
  return std::any_of(exercise.concepts.begin(), exercise.concepts.end(),
                     [&](const std::string& each) { return mentions(each, text); });
}

bool is_asked_for(const ListOptions& options, const Exercise& exercise) {
  return exercise.difficulty >= options.least_difficulty &&
         exercise.difficulty <= options.most_difficulty &&
         exercise.minutes <= options.max_minutes.value_or(exercise.minutes) &&
         mentions(exercise.scenario, options.scenario) &&
         std::all_of(options.concepts.begin(), options.concepts.end(),
                     [&](const std::string& text) { return is_about(exercise, text); });
}

// `assay list --assessments`.
Result<int> list_assessments(const CommonOptions& common, const ListOptions& options,
                             const exercise::Catalogue& catalogue) {
  ASSAY_TRY(const auto assessments, read_assessments(catalogue, options.assessments_file));
  if (assessments.empty())
    return fail(ErrorKind::kNotFound, "there are no assessments here",
                "name a file of them: assay list --assessments FILE");
  Json json = Json::array();
  report::Table table({{"assessment"},
                       {"minutes", report::Align::kRight},
                       {"title", report::Align::kLeft, report::Fit::kWrap}});
  for (const Assessment& assessment : assessments) {
    Json parts = Json::array();
    std::vector<std::string> names;
    for (const AssessmentPart& part : assessment.parts) {
      parts.push_back({{"exercise", part.exercise}, {"weight", part.weight}});
      names.push_back(part.exercise + (part.weight > 1 ? " x" + std::to_string(part.weight) : ""));
    }
    json.push_back({{"id", assessment.id},
                    {"title", assessment.title},
                    {"minutes", assessment.minutes},
                    {"exercises", parts}});
    table.add({{assessment.id, report::Tone::kBold},
               {std::to_string(assessment.minutes)},
               {report::tame(assessment.title)}});
    table.add_note({join(names), report::Tone::kFaint}, 2);
  }
  ASSAY_CHECK(print(options.json ? json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                 : table.text(terminal_width(), wants_color(common.color))));
  return kExitDone;
}

}  // namespace

Result<int> run_list(const CommonOptions& common, const ListOptions& options) {
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(const auto catalogue, open_catalogue(common, paths));
  if (options.assessments) return list_assessments(common, options, catalogue);
  ASSAY_TRY(std::vector<Exercise> exercises, read_all(catalogue));
  std::erase_if(exercises, [&](const Exercise& each) { return !is_asked_for(options, each); });
  if (exercises.empty())
    return fail(ErrorKind::kNotFound, "no exercise is like that",
                "`assay list` without options shows them all");
  if (options.json) {
    Json json = Json::array();
    for (const Exercise& exercise : exercises) json.push_back(summary(exercise));
    ASSAY_CHECK(print(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"));
    return kExitDone;
  }
  report::Table table({{"exercise"},
                       {"level", report::Align::kRight},
                       {"minutes", report::Align::kRight},
                       {"title", report::Align::kLeft, report::Fit::kWrap}});
  for (const Exercise& exercise : exercises) {
    table.add({{exercise.id, report::Tone::kBold},
               {std::to_string(exercise.difficulty)},
               {std::to_string(exercise.minutes)},
               {report::tame(exercise.title)}});
    table.add_note({report::tame(exercise.scenario)}, 2);
    table.add_note({report::tame(join(exercise.concepts)), report::Tone::kFaint}, 2);
  }
  ASSAY_CHECK(print(table.text(terminal_width(), wants_color(common.color))));
  return kExitDone;
}

Result<int> run_show(const CommonOptions& common, const ShowOptions& options) {
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(const auto catalogue, open_catalogue(common, paths));
  ASSAY_TRY(const Exercise exercise, exercise::find(catalogue, options.exercise));
  if (options.json) {
    ASSAY_CHECK(
        print(details(exercise).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"));
    return kExitDone;
  }
  const auto readme = read_file(exercise.folder / "README.md", 1U << 20);
  ASSAY_CHECK(print(describe(exercise, readme ? *readme : "", wants_color(common.color))));
  return kExitDone;
}

Result<int> run_prepare(const CommonOptions& common) {
  ASSAY_TRY(const Paths paths, find_paths());
  ASSAY_TRY(
      const gotool::Prepared prepared,
      gotool::prepare(go_sources(paths), [&](const std::string& step) { note(common, step); }));
  ASSAY_CHECK(print(prepared.folder.string() + "\n"));
  return kExitDone;
}

}  // namespace assay::app
