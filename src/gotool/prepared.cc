#include "gotool/prepared.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <vector>

#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"
#include "gotool/layout.h"
#include "proc/run.h"

namespace assay::gotool {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFormat = "assay prepared cache 4";
constexpr const char* kPrepareHint = "run `assay prepare`: it takes about two minutes, once";
constexpr const char* kGccHint =
    "the race detector needs it even when nothing is compiled: apt-get install gcc libc6-dev";

Result<FileSet> sources_below(const fs::path& folder) {
  FileSet files;
  std::error_code ec;
  for (auto it = fs::recursive_directory_iterator(folder, ec);
       !ec && it != fs::recursive_directory_iterator(); it.increment(ec)) {
    const fs::path& path = it->path();
    const std::string name = path.lexically_relative(folder).generic_string();
    const bool used =
        path.extension() == ".go" || path.extension() == ".s" || path.filename() == "go.mod";
    if (!it->is_regular_file() || !used || name.ends_with("_test.go")) continue;
    ASSAY_TRY(std::string bytes, read_file(path));
    files.emplace(name, std::move(bytes));
  }
  if (ec) return fail("read assay's Go sources in " + folder.string() + ": " + ec.message());
  if (!files.contains("go.mod"))
    return fail("assay's Go sources are missing: there is no go.mod in " + folder.string(),
                "install assay again");
  return files;
}

void hash_files(const FileSet& files, Hasher& hasher) {
  hasher.add_field(std::to_string(files.size()));
  for (const auto& [name, bytes] : files) hasher.add_field(name).add_field(bytes);
}

struct Plan {
  Prepared prepared;
  std::string family;  // what the names of all caches of this Go and this compiler begin with
  FileSet kit;
  FileSet inspector;
  FileSet testbuild;
};

Result<Plan> plan_for(const GoSources& sources) {
  Plan plan;
  ASSAY_TRY(plan.prepared.toolchain, find_toolchain());
  ASSAY_TRY(plan.prepared.c_compiler, c_compiler());
  ASSAY_TRY(plan.kit, sources_below(sources.kit));
  ASSAY_TRY(plan.inspector, sources_below(sources.inspector));
  ASSAY_TRY(plan.testbuild, sources_below(sources.testbuild));
  Hasher go_sources;
  hash_files(plan.kit, go_sources);
  hash_files(plan.inspector, go_sources);
  hash_files(plan.testbuild, go_sources);
  plan.prepared.kit_digest = to_hex(go_sources.finish());
  const std::string tools = to_hex(Hasher()
                                       .add_field(kFormat)
                                       .add_field(plan.prepared.toolchain.version)
                                       .add_field(plan.prepared.toolchain.go_root.string())
                                       .add_field(plan.prepared.c_compiler)
                                       .finish());
  Prepared& prepared = plan.prepared;
  plan.family = prepared.toolchain.version + "-" + tools.substr(0, 12) + "-";
  prepared.folder = cache_root() / (plan.family + prepared.kit_digest.substr(0, 12));
  prepared.go_cache = prepared.folder / "gocache";
  prepared.inspector = prepared.folder / "inspect";
  prepared.testbuild = prepared.folder / "testbuild";
  prepared.race_packages = prepared.folder / "race.packages";
  prepared.plain_packages = prepared.folder / "plain.packages";
  prepared.godebug = prepared.folder / "godebug";
  prepared.kit = prepared.folder / "testkit";
  prepared.vet_flags = prepared.folder / "vet-flags.json";
  return plan;
}

Status write_files(const FileSet& files, const fs::path& folder) {
  for (const auto& [name, bytes] : files) {
    std::error_code ec;
    fs::create_directories((folder / name).parent_path(), ec);
    if (ec) return fail("make " + (folder / name).parent_path().string() + ": " + ec.message());
    ASSAY_CHECK(write_file_atomically(folder / name, bytes));
  }
  return {};
}

class Preparation {
 public:
  Preparation(const Plan& plan, const fs::path& folder, const std::function<void(std::string)>& say)
      : plan_(plan), folder_(folder), say_(say) {}

  Status carry_out() {
    ASSAY_CHECK(write_files(plan_.kit, folder_ / "testkit"));
    ASSAY_CHECK(write_files(plan_.inspector, folder_ / "src/inspect"));
    ASSAY_CHECK(write_files(plan_.testbuild, folder_ / "src/testbuild"));
    ASSAY_CHECK(write_files(warm_up_module(), folder_ / "src/warmup"));
    fs::create_directories(folder_ / "tmp");
    begin_with_a_relative();
    say_("compiling the inspector and the builder of test binaries");
    for (const char* program : {"inspect", "testbuild"})
      ASSAY_CHECK(go(std::string("src/") + program,
                     {"build", "-trimpath", "-o", (folder_ / program).string(), "."}));
    say_("compiling the standard library with the race detector");
    ASSAY_CHECK(go("src/warmup", {"build", "-race", "-trimpath", "std"}));
    say_("compiling the standard library without it");
    ASSAY_CHECK(go("src/warmup", {"build", "-trimpath", "std"}));
    say_("compiling the test kit, and letting go vet read the standard library");
    const std::string kit = "assay.test/testkit/...";
    ASSAY_CHECK(go("src/warmup", {"build", "-race", "-trimpath", kit}));
    ASSAY_CHECK(go("src/warmup", {"build", "-trimpath", kit}));
    const std::string out = (folder_ / "tmp/warmup.test").string();
    ASSAY_CHECK(go("src/warmup", {"test", "-c", "-race", "-trimpath", "-o", out, "."}));
    ASSAY_CHECK(go("src/warmup", {"test", "-c", "-trimpath", "-o", out, "."}));
    ASSAY_CHECK(prepare_testbuild());
    ASSAY_CHECK(prepare_vet());
    fs::remove_all(folder_ / "tmp");
    fs::remove_all(folder_ / "src");
    fs::remove(folder_ / "gocache/trim.txt");  // each build gets one of its own (layout.cc)
    return make_immutable();
  }

 private:
  // A cache of the same Go and compiler differs in the kit only: its standard library is taken
  // over, by hard links where they are possible. What cannot be taken over is compiled.
  void begin_with_a_relative() {
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(folder_.parent_path(), ec)) {
      if (!entry.path().filename().string().starts_with(plan_.family)) continue;
      fs::copy(entry.path() / "gocache", folder_ / "gocache",
               fs::copy_options::recursive | fs::copy_options::create_hard_links, ec);
      if (ec) fs::remove_all(folder_ / "gocache", ec);
      return;
    }
  }

  // A module in the shape of a graded one, so that what is cached is what a grading asks for.
  static FileSet warm_up_module() {
    return {{"go.mod",
             "module warmup\n\ngo 1.25\n\nrequire assay.test/testkit v0.0.0\n\n"
             "replace assay.test/testkit => ../../testkit\n"},
            {"warmup.go", "package warmup\n\nfunc One() int { return 1 }\n"},
            {"warmup_test.go",
             "package warmup_test\n\nimport (\n\t\"testing\"\n\t\"testing/synctest\"\n\n"
             "\t_ \"assay.test/testkit\"\n\t\"assay.test/testkit/harness\"\n\t\"warmup\"\n)\n\n"
             "func TestOne(t *testing.T) {\n\tsynctest.Test(t, func(t *testing.T) {\n"
             "\t\tif warmup.One() != 1 {\n\t\t\tt.Fail()\n\t\t}\n\t})\n}\n\n"
             "func TestMain(m *testing.M) {\n"
             "\tharness.Main(m, []harness.Test{{Name: \"TestOne\", Func: TestOne}})\n}\n"}};
  }

  // What the go command knows and testbuild reads: where each compiled package lies, as a sandbox
  // sees it, and which GODEBUG settings go with a module's version of Go.
  Status prepare_testbuild() {
    const std::string here = std::to_string((folder_ / "gocache").string().size());
    const std::string format =
        "{{if .Export}}packagefile {{.ImportPath}}=" + std::string(inside::kCache) +
        "{{slice .Export " + here + "}}{{end}}";
    for (const bool race : {true, false}) {
      const auto list = [&](const char* module, std::vector<std::string> packages) {
        if (race) packages.insert(packages.begin(), "-race");
        packages.insert(packages.begin(), {"list", "-trimpath", "-export", "-f", format});
        return go(module, std::move(packages));
      };
      ASSAY_TRY(std::string lines, list("src/warmup", {"-deps", "std", "assay.test/testkit/..."}));
      if (const auto start = list("src/testbuild", {"./start"}))
        lines += *start;
      else
        say_("the go command will make each binary, which takes longer: " + start.error().message);
      ASSAY_CHECK(
          write_file_atomically(folder_ / (race ? "race.packages" : "plain.packages"), lines));
    }
    std::string table;
    for (unsigned minor = kLeastGoMinor; minor <= plan_.prepared.toolchain.minor; ++minor) {
      const std::string version = "1." + std::to_string(minor);
      ASSAY_CHECK(write_files({{"go.mod", "module version\n\ngo " + version + "\n"},
                               {"main.go", "package main\n\nfunc main() {}\n"}},
                              folder_ / "src/version"));
      ASSAY_TRY(const std::string settings,
                go("src/version", {"list", "-f", "{{.DefaultGODEBUG}}", "."}));
      table.append(version).append(" ").append(settings);
    }
    return write_file_atomically(folder_ / "godebug", table);
  }

  // go vet looks at all that a package imports before it looks at the package, and remembers that
  // only for the very same flags: those of vet.cc, over a package that imports all there is.
  Status prepare_vet() {
    ASSAY_TRY(const std::string packages, go("src/warmup", {"list", "std"}));
    std::string source = "package everything\n\nimport (\n";
    for (const std::string_view package : split(packages, '\n'))
      if (is_importable(package)) source.append("\t_ \"").append(package).append("\"\n");
    ASSAY_CHECK(write_files(
        {{"go.mod", "module everything\n\ngo 1.25\n"}, {"everything.go", source + ")\n"}},
        folder_ / "src/everything"));
    ASSAY_CHECK(go("src/everything", {"vet", "-race", "-trimpath", "-json", "."}));
    ASSAY_TRY(const std::string flags, go("src/everything", {"tool", "vet", "-flags"}));
    return write_file_atomically(folder_ / "vet-flags.json", flags);
  }

  static bool is_importable(std::string_view package) {
    if (package.empty()) return false;
    for (const std::string_view part : split(package, '/'))
      if (part == "internal" || part == "vendor") return false;
    return true;
  }

  // What the go command prints.
  Result<std::string> go(const std::string& cwd, std::vector<std::string> arguments) {
    proc::Command command;
    command.argv = {(plan_.prepared.toolchain.go_root / "bin/go").string()};
    std::move(arguments.begin(), arguments.end(), std::back_inserter(command.argv));
    command.env = go_environment(plan_.prepared.toolchain, (folder_ / "gocache").string(),
                                 (folder_ / "tmp").string());
    command.env.emplace_back("GOGC=400");  // makes large compilations up to 15 % faster
    command.cwd = folder_ / cwd;
    command.timeout = std::chrono::minutes(20);
    ASSAY_TRY(proc::Output output, proc::run(command));
    if (output.ok()) return std::move(output.out);
    return fail("prepare the build cache: go " + command.argv[1] + ": " + proc::describe(output) +
                    ": " + printable(output.err.substr(0, 2000)),
                "is " + plan_.prepared.toolchain.go_root.string() + " a complete Go?");
  }

  // Readable for everyone, and dated far ahead: the go command touches entries that it uses when
  // they are older than an hour, which would copy each of them into every build's own layer.
  Status make_immutable() {
    const timespec far_ahead{4102444800, 0};  // the year 2100
    const timespec times[2] = {far_ahead, far_ahead};
    std::error_code ec;
    for (auto it = fs::recursive_directory_iterator(folder_, ec);
         !ec && it != fs::recursive_directory_iterator(); it.increment(ec)) {
      const bool executable = it->is_directory() || it->path() == folder_ / "inspect" ||
                              it->path() == folder_ / "testbuild";
      if (::chmod(it->path().c_str(), executable ? 0755 : 0644) != 0 ||
          ::utimensat(AT_FDCWD, it->path().c_str(), times, 0) != 0)
        return fail_errno("set mode and time of " + it->path().string());
    }
    if (ec) return fail("list " + folder_.string() + ": " + ec.message());
    if (::chmod(folder_.c_str(), 0755) != 0) return fail_errno("set the mode of the cache");
    return {};
  }

  const Plan& plan_;
  const fs::path folder_;
  const std::function<void(std::string)>& say_;
};

}  // namespace

Result<std::string> c_compiler() {
  proc::Command command;
  command.argv = {"/usr/bin/gcc", "--version"};
  command.env = {"PATH=/usr/bin:/bin", "LC_ALL=C"};
  const auto output = proc::run(command);
  if (!output || !output->ok())
    return fail("there is no C compiler: /usr/bin/gcc --version failed", kGccHint);
  return std::string(split(output->out, '\n').front());
}

fs::path cache_root() {
  const auto environment = [](const char* name) -> std::string {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
  };
  if (const std::string named = environment("ASSAY_CACHE"); !named.empty())
    return fs::absolute(named);
  if (::geteuid() == 0) return "/var/cache/assay";
  if (const std::string xdg = environment("XDG_CACHE_HOME"); !xdg.empty())
    return fs::path(xdg) / "assay";
  const std::string home = environment("HOME");
  return fs::path(home.empty() ? "/var/tmp" : home) / ".cache/assay";
}

Result<Prepared> find_prepared(const GoSources& sources) {
  ASSAY_TRY(Plan plan, plan_for(sources));
  std::error_code ec;
  if (!fs::exists(plan.prepared.folder, ec))
    return fail("the build cache for " + plan.prepared.toolchain.version + " is not prepared",
                kPrepareHint);
  return plan.prepared;
}

Result<Prepared> prepare(const GoSources& sources, const std::function<void(std::string)>& say) {
  ASSAY_TRY(Plan plan, plan_for(sources));
  const Prepared& prepared = plan.prepared;
  std::error_code ec;
  if (fs::exists(prepared.folder, ec)) return prepared;
  fs::create_directories(cache_root(), ec);
  if (ec)
    return fail("make " + cache_root().string() + ": " + ec.message(),
                "name a folder that can be written to with ASSAY_CACHE");
  ASSAY_TRY(TempDir folder, TempDir::make("preparing", cache_root()));
  ASSAY_CHECK(Preparation(plan, folder.path(), say).carry_out());
  if (::rename(folder.path().c_str(), prepared.folder.c_str()) == 0) {
    folder.keep();
  } else if (const int why = errno; !fs::exists(prepared.folder, ec)) {
    return fail_errno("publish " + prepared.folder.string(), why);
  }
  return prepared;
}

}  // namespace assay::gotool
