#include "app/paths.h"

#include <cstdlib>

namespace assay::app {
namespace {

namespace fs = std::filesystem;

// Programs lie in the same places in an installation and in a build tree: bin/ and libexec/assay/.
Paths with_sources(const fs::path& prefix, const fs::path& exercises, const fs::path& programs) {
  return {prefix / "libexec/assay/assay-sandbox", exercises, programs};
}

Paths installed(const fs::path& prefix) {
  return with_sources(prefix, prefix / "share/assay/exercises", prefix / "share/assay");
}

// The prefix is <source>/build/<preset>.
Paths in_tree(const fs::path& prefix) {
  const fs::path source = prefix.parent_path().parent_path();
  return with_sources(prefix, source / "exercises", source / "src/gotool");
}

bool complete(const Paths& paths) {
  std::error_code ec;
  return fs::exists(paths.helper, ec) && fs::exists(paths.exercises / "testkit/go.mod", ec) &&
         fs::exists(paths.programs / "inspect/go.mod", ec) &&
         fs::exists(paths.programs / "testbuild/go.mod", ec);
}

void apply_environment(Paths& paths) {
  if (const char* libexec = std::getenv("ASSAY_LIBEXEC"))
    paths.helper = fs::path(libexec) / "assay-sandbox";
  if (const char* share = std::getenv("ASSAY_SHARE")) {
    paths.exercises = fs::path(share) / "exercises";
    paths.programs = fs::path(share);
  }
}

}  // namespace

Result<Paths> find_paths() {
  std::error_code ec;
  const fs::path program = fs::read_symlink("/proc/self/exe", ec);
  if (ec) return fail("find assay's own files: read /proc/self/exe: " + ec.message());
  const fs::path prefix = program.parent_path().parent_path();
  Paths paths = installed(prefix);
  if (!complete(paths) && complete(in_tree(prefix))) paths = in_tree(prefix);
  apply_environment(paths);
  if (complete(paths)) return paths;
  return fail("assay's own files are missing: no " + paths.helper.string() +
                  ", or no exercises in " + paths.exercises.string(),
              "install assay again, or name its folders with ASSAY_LIBEXEC and ASSAY_SHARE");
}

}  // namespace assay::app
