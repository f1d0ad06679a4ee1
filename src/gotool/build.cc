#include "gotool/build.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/fd.h"
#include "base/text.h"
#include "gotool/goreports.h"
#include "gotool/layout.h"
#include "gotool/limits.h"

namespace assay::gotool {
namespace {

constexpr const char* kMainFile = "assay_main_test.go";
constexpr int kOwnFault = 70;  // ownFault in testbuild/main.go
constexpr std::uint64_t kMaxBinaryBytes = 256ULL << 20;

std::string in_package(const Exercise& exercise, const std::string& name) {
  return exercise.package == "." ? name : exercise.package + "/" + name;
}

std::string package_argument(const Exercise& exercise) {
  return exercise.package == "." ? "." : "./" + exercise.package;
}

// The exercise's go.mod, with the kit as one more module.
std::string go_mod_with_kit(const std::string& go_mod) {
  return go_mod + "\nrequire assay.test/testkit v0.0.0\n\nreplace assay.test/testkit => " +
         std::string(inside::kKit) + "\n";
}

std::string main_file(const Exercise& exercise, BuildKind kind) {
  std::string source = "package " + exercise.package_name +
                       "_test\n\nimport (\n\t\"testing\"\n\n\t\"assay.test/testkit/harness\"\n)\n\n"
                       "func TestMain(m *testing.M) {\n\tharness.Main(m, []harness.Test{\n";
  for (const std::string& test : tests_of(exercise, kind))
    source += "\t\t{Name: \"" + test + "\", Func: " + test + "},\n";
  return source + "\t})\n}\n";
}

FileSet module_with_tests(const Exercise& exercise, const Workspace& workspace, BuildKind kind) {
  FileSet module = workspace.module;
  module["go.mod"] = go_mod_with_kit(module["go.mod"]);
  module[in_package(exercise, kMainFile)] = main_file(exercise, kind);
  return module;
}

// With -trimpath some messages name files by the module: "counter/counter.go".
void name_within_module(const std::string& module, std::vector<Diagnostic>& diagnostics) {
  for (Diagnostic& diagnostic : diagnostics)
    if (diagnostic.file.starts_with(module + "/")) diagnostic.file.erase(0, module.size() + 1);
}

Result<Fd> create_binary(const std::filesystem::path& path) {
  Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd) return fail_errno("create " + path.string());
  return fd;
}

sandbox::RunSpec compile_spec(const Prepared& prepared, const BuildRequest& request, int binary) {
  const Exercise& exercise = request.exercise;
  sandbox::RunSpec spec =
      build_sandbox(prepared.toolchain, prepared.kit, prepared.go_cache, exercise.build_limits);
  const bool race = request.kind == BuildKind::kRace;
  spec.binds.push_back({prepared.testbuild, inside::kTestbuild});
  spec.binds.push_back(
      {race ? prepared.race_packages : prepared.plain_packages, inside::kPackages});
  spec.binds.push_back({prepared.godebug, inside::kGodebug});
  spec.argv = {inside::kTestbuild, "-std", inside::kPackages, "-godebug", inside::kGodebug};
  if (race) spec.argv.emplace_back("-race");
  spec.argv.insert(spec.argv.end(), {"-X", "assay.test/testkit/harness.key=" + to_hex(request.key),
                                     "-o", inside::kBinary, package_argument(exercise)});
  add_files(module_with_tests(exercise, request.workspace, request.kind), inside::kModule, spec);
  spec.exports.push_back({inside::kBinary, kMaxBinaryBytes, binary});
  return spec;
}

}  // namespace

std::vector<std::string> tests_of(const Exercise& exercise, BuildKind kind) {
  std::vector<std::string> tests;
  for (const Criterion& criterion : exercise.criteria)
    if (criterion.evidence.build == kind)
      tests.insert(tests.end(), criterion.evidence.tests.begin(), criterion.evidence.tests.end());
  return tests;
}

Result<Build> build(sandbox::Runner& runner, const Prepared& prepared,
                    const BuildRequest& request) {
  ASSAY_TRY(Fd binary, create_binary(request.binary));
  ASSAY_TRY(sandbox::RunResult run, runner.run(compile_spec(prepared, request, binary.get())));
  Build built;
  built.usage = run.usage;
  built.output = run.out + run.err;
  const BuildLimits& limits = request.exercise.build_limits;
  if (run.cause == sandbox::Cause::kCancelled)
    return fail(ErrorKind::kInterrupted, "interrupted while the submission was built");
  if (starved(run, limits)) return fail_starved("build", limits);
  if (run.cause != sandbox::Cause::kExited) {
    built.diagnostics.push_back({"", 0, 0, limit_message("building", run.cause, limits), "limit"});
    return built;
  }
  if (run.exit_code == kOwnFault)
    return fail("build the submission: " + printable(built.output.substr(0, 2000)),
                "`assay doctor` shows what is wrong with the set-up");
  if (run.exit_code != 0) {
    built.diagnostics = parse_compiler_output(built.output);
    name_within_module(request.exercise.module_path, built.diagnostics);
    if (built.diagnostics.empty())
      return fail("build the submission: it failed without a file being named: " +
                  printable(built.output.substr(0, 2000)));
    return built;
  }
  if (run.exported.size() != 1 || run.exported[0] <= 0)
    return fail("build the submission: no test binary was made");
  if (::fchmod(binary.get(), 0111) != 0) return fail_errno("protect the test binary");
  built.ok = true;
  return built;
}

}  // namespace assay::gotool
