#include "attack/stage.h"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "attack/recipe.h"
#include "base/file.h"
#include "report/formats.h"
#include "report/html_report.h"
#include "report/result_json.h"
#include "report/text_report.h"
#include "support/git_fixture.h"

namespace assay::attack {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCanary = "nobody has been here\n";
constexpr const char* kStub = "assay_attack_stub.go";

std::string read(const fs::path& file) {
  auto bytes = read_file(file);
  if (!bytes) throw std::runtime_error(bytes.error().message);
  return *bytes;
}

void copy_over(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

std::string package_clause(const fs::path& starter) {
  for (const auto& entry : fs::directory_iterator(starter)) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".go") || name.ends_with("_test.go")) continue;
    const std::string text = "\n" + read(entry.path());
    const std::size_t at = text.find("\npackage ");
    if (at != std::string::npos) return text.substr(at + 1, text.find('\n', at + 1) - at);
  }
  throw std::runtime_error("no Go in " + starter.string());
}

fs::path go_program() {
  if (const char* named = std::getenv("ASSAY_GO")) return named;
  for (const char* place : {"/usr/local/go/bin/go", "/usr/lib/go/bin/go", "/usr/bin/go"})
    if (fs::exists(place)) return place;
  return "go";
}

// Reports as the candidate would get them, made of the reviewer's result by assay's own code.
std::vector<std::string> candidates_view(const std::string& json) {
  const auto read = report::from_json("result.json", json);
  if (!read) throw std::runtime_error(read.error().message);
  report::TextStyle style;
  style.view = report::View::kCandidate;
  std::vector<std::string> views = {report::to_text(read->result, style),
                                    report::to_json(read->result, style.view)};
  assay::Run run;
  SubmissionRecord record;
  record.entry.candidate = read->result.author.empty() ? "robin" : read->result.author;
  record.exercise = read->result.exercise;
  record.progress = Progress::kDone;
  record.result = read->result;
  report::ReportOptions options;
  options.view = style.view;
  for (const report::Format& format : report::formats()) {
    if (!format.of_submission) continue;
    const auto document = report::write_report(record, format.name, options);
    if (!document) throw std::runtime_error(document.error().message);
    views.push_back(document->bytes);
  }
  views.push_back(report::run_to_html(run, {style.view, false, {}}));
  return views;
}

}  // namespace

Stage::Stage() {
  std::ofstream(scratch_ / "canary") << kCanary;
  fs::create_directory(scratch_ / "tmp");
  // Programs of the sandbox run as other users.
  for (const fs::path& path : {scratch_.path(), scratch_ / "tmp"}) ::chmod(path.c_str(), 0755);
  ::chmod((scratch_ / "tmp").c_str(), 0777);
}

fs::path Stage::exercise_folder(const std::string& id) {
  const fs::path own = fs::path(ASSAY_ATTACKS) / "exercises" / id;
  return fs::exists(own) ? own : test::exercises_folder() / id;
}

fs::path Stage::fresh(const std::string& name) {
  const fs::path folder = scratch_ / (name + "-" + std::to_string(++count_));
  fs::create_directories(folder);
  return folder;
}

std::string Stage::filled(std::string text) const {
  constexpr std::string_view kMark = "{canary}";
  for (std::size_t at; (at = text.find(kMark)) != std::string::npos;)
    text.replace(at, kMark.size(), (scratch_ / "canary").string());
  return text;
}

void Stage::lay_files(const Submission& submission, const fs::path& folder) const {
  if (!submission.base.empty())
    copy_over(exercise_folder(submission.exercise) / submission.base, folder);
  for (const fs::path& each : submission.folders) copy_over(each, folder);
  for (const auto& [name, bytes] : submission.files) test::write_file(folder / name, filled(bytes));
}

// The exercise itself, or a copy with the attack's changes to its manifest.
fs::path Stage::copy_exercise(const Submission& submission) {
  const fs::path folder = fresh("exercises") / submission.exercise;
  copy_over(exercise_folder(submission.exercise), folder);
  Json manifest = Json::parse(read(folder / "exercise.json"));
  manifest.merge_patch(submission.patch);
  test::write_file(folder / "exercise.json", manifest.dump(2));
  return folder;
}

std::string Stage::build_source(const Submission& submission) {
  const Source& source = submission.source;
  if (source.kind == "text") return filled(source.text);
  const fs::path folder = fresh("submission");
  const Recipe recipe{[this](std::string text) { return filled(std::move(text)); }};
  if (source.kind == "git") {
    const test::GitFixture git(folder);
    lay_files(submission, folder);
    return carry_out(recipe, source.steps, git);
  }
  lay_files(submission, folder);
  if (source.kind == "archive") {
    const fs::path archive = fresh("archive") / ("submission." + source.format);
    pack(recipe, source, folder, archive);
    return archive;
  }
  place(recipe, source.entries, folder);
  return folder;
}

Graded Stage::run(const fs::path& exercise, const std::string& source,
                  const Submission& submission) {
  const fs::path json = fresh("result") / "result.json";
  std::vector<std::string> arguments = {"--quiet", "grade", exercise, source, "--json", json};
  arguments.insert(arguments.end(), submission.arguments.begin(), submission.arguments.end());
  std::map<std::string, std::string> environment = {{"TMPDIR", scratch_ / "tmp"}};
  for (const auto& [name, value] : submission.environment) environment[name] = filled(value);
  Graded graded;
  graded.ran = test::run_assay(arguments, environment);
  graded.text = graded.ran.out;
  graded.candidate = {};
  if (!fs::exists(json)) return graded;
  const std::string document = read(json);
  graded.result = Json::parse(document);
  graded.candidate = candidates_view(document);
  return graded;
}

Graded Stage::grade(const Submission& submission) {
  const std::string source = build_source(submission);
  return run(
      submission.patch.empty() ? exercise_folder(submission.exercise) : copy_exercise(submission),
      source, submission);
}

Graded Stage::grade_unpoliced(const Submission& submission) {
  Submission patched = submission;
  patched.patch["submission"]["files"] = {kStub};
  const fs::path exercise = copy_exercise(patched);
  const fs::path starter = exercise / "starter";
  const std::string clause = package_clause(starter);
  const fs::path files = fresh("files");
  lay_files(submission, files);
  for (const auto& entry : fs::directory_iterator(files)) {
    const fs::path name = entry.path().filename();
    if (entry.is_regular_file() && name != "go.mod" && !name.string().ends_with("_test.go"))
      fs::copy(entry.path(), starter / name, fs::copy_options::overwrite_existing);
  }
  const fs::path stub = fresh("stub");
  test::write_file(stub / kStub, clause);
  return run(exercise, stub, submission);
}

test::Ran Stage::go_test(const Submission& submission, const std::vector<std::string>& arguments) {
  const fs::path exercise = exercise_folder(submission.exercise);
  const fs::path tree = fresh("tree");
  copy_over(exercise / "starter", tree);
  lay_files(submission, tree);
  copy_over(exercise / "hidden", tree);
  const fs::path cache = fs::path(ASSAY_ATTACK_CACHE);
  fs::create_directories(cache);
  std::vector<std::string> argv = {go_program(), "test"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  argv.emplace_back(".");
  // Both streams are looked at together, as a log shows them.
  std::string line = "exec 2>&1; exec";
  for (const std::string& word : argv) line += " '" + word + "'";
  const auto [status, out] =
      test::run_command({"/bin/sh", "-c", line}, {},
                        {"GOCACHE=" + cache.string(), "GOENV=off", "GOWORK=off", "GOPROXY=off",
                         "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "HOME=/nonexistent"},
                        tree);
  return {status, out, ""};
}

std::string Stage::damage() const {
  std::string damage;
  if (read(scratch_ / "canary") != kCanary) damage += "a file of the host was changed; ";
  for (const auto& entry : fs::directory_iterator(scratch_ / "tmp"))
    damage += entry.path().string() + " was left behind; ";
  return damage;
}

}  // namespace assay::attack
