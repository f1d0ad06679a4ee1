// go vet, for exercises that make a criterion of it.
//
// All of its analyzers run, and only those that the exercise names are listened to:
// vet looks at every package that the candidate imports first, and what it found
// there is in the prepared cache for one set of flags. With the flags of each exercise
// that takes eight times as long.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "gotool/build.h"
#include "gotool/layout.h"
#include "gotool/limits.h"

namespace assay::gotool {
namespace {

using Json = nlohmann::json;

std::vector<std::string> analyzers_of(const Exercise& exercise) {
  std::vector<std::string> analyzers;
  for (const Criterion& criterion : exercise.criteria)
    analyzers.insert(analyzers.end(), criterion.evidence.vet.begin(), criterion.evidence.vet.end());
  return analyzers;
}

// An analyzer that there is not would find nothing, and its criterion be met by everyone.
Status check_known(const Prepared& prepared, const std::vector<std::string>& analyzers) {
  ASSAY_TRY(const std::string flags, read_file(prepared.vet_flags, 1U << 20));
  const Json list = Json::parse(flags, nullptr, false);
  std::set<std::string> known;
  for (const Json& flag : list)
    if (flag.is_object()) known.insert(flag.value("Name", ""));
  for (const std::string& analyzer : analyzers)
    if (!known.contains(analyzer))
      return fail(ErrorKind::kUsage,
                  "go vet of " + prepared.toolchain.version + " has no analyzer \"" +
                      printable_line(analyzer) + "\", which a criterion names",
                  "`go tool vet help` lists them");
  return {};
}

sandbox::RunSpec vet_spec(const Prepared& prepared, const Exercise& exercise,
                          const Workspace& workspace) {
  sandbox::RunSpec spec =
      build_sandbox(prepared.toolchain, prepared.kit, prepared.go_cache, exercise.build_limits);
  spec.name = "vet";
  spec.argv = {(prepared.toolchain.go_root / "bin/go").string(), "vet", "-race", "-trimpath",
               "-json"};
  spec.argv.push_back(exercise.package == "." ? "." : "./" + exercise.package);
  for (const auto& [name, bytes] : workspace.module)
    if (!name.ends_with("_test.go"))
      spec.files.push_back({std::string(inside::kModule) + "/" + name, bytes, 0444});
  return spec;
}

std::uint32_t number(const std::string& text) {
  return static_cast<std::uint32_t>(std::strtoul(text.c_str(), nullptr, 10));
}

// {"posn": "/work/module/pool.go:12:5", "message": "..."}
Diagnostic diagnostic(const std::string& analyzer, const Json& finding) {
  const std::string position = finding.value("posn", "");
  Diagnostic result{"", 0, 0, finding.value("message", ""), "vet:" + analyzer};
  const std::string root = std::string(inside::kModule) + "/";
  const auto parts = split(position, ':');
  if (parts.size() < 2) return result;
  result.file = parts[0].starts_with(root) ? parts[0].substr(root.size()) : parts[0];
  if (result.file.starts_with("./")) result.file.erase(0, 2);
  result.line = number(std::string(parts[1]));
  if (parts.size() > 2) result.column = number(std::string(parts[2]));
  return result;
}

// `go vet -json` prints, for each package, a "# package" line and an object {package: {analyzer:
// [finding, ...]}}.
Result<std::vector<Diagnostic>> parse_vet_json(const std::string& output,
                                               const std::vector<std::string>& wanted) {
  std::string json;
  for (const std::string_view line : split(output, '\n'))
    if (!line.starts_with("#")) json.append(line).append("\n");
  std::vector<Diagnostic> diagnostics;
  if (json.find('{') == std::string::npos) return diagnostics;
  const Json document = Json::parse(json, nullptr, false);
  if (!document.is_object()) return fail("read what go vet printed: it is no JSON object");
  for (const auto& [package, analyzers] : document.items()) {
    if (!analyzers.is_object()) continue;
    for (const auto& [analyzer, findings] : analyzers.items()) {
      if (std::find(wanted.begin(), wanted.end(), analyzer) == wanted.end()) continue;
      if (!findings.is_array()) return fail("go vet could not run its check " + analyzer);
      for (const Json& finding : findings)
        if (finding.is_object()) diagnostics.push_back(diagnostic(analyzer, finding));
    }
  }
  return diagnostics;
}

}  // namespace

Result<Vet> vet(sandbox::Runner& runner, const Prepared& prepared, const Exercise& exercise,
                const Workspace& workspace) {
  const std::vector<std::string> analyzers = analyzers_of(exercise);
  if (analyzers.empty()) return Vet{};
  ASSAY_CHECK(check_known(prepared, analyzers));
  ASSAY_TRY(const sandbox::RunResult run, runner.run(vet_spec(prepared, exercise, workspace)));
  const BuildLimits& limits = exercise.build_limits;
  if (run.cause == sandbox::Cause::kCancelled)
    return fail(ErrorKind::kInterrupted, "interrupted while the submission was vetted");
  if (starved(run, limits)) return fail_starved("vet", limits);
  // Code that compiles can still be too much for vet, or give it too much to say.
  if (run.cause != sandbox::Cause::kExited)
    return Vet{{{"", 0, 0, limit_message("go vet", run.cause, limits), "limit"}}, run.usage, false};
  if (run.exit_code != 0)
    return fail("vet the submission: go vet ended by " + std::string(sandbox::name(run.cause)) +
                " with exit code " + std::to_string(run.exit_code) + ": " +
                printable(run.err.substr(0, 1000)));
  ASSAY_TRY(auto diagnostics, parse_vet_json(run.out + run.err, analyzers));
  return Vet{std::move(diagnostics), run.usage, true};
}

}  // namespace assay::gotool
