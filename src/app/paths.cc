#include "app/paths.h"

#include <cstdlib>

namespace assay::app {
namespace {

namespace fs = std::filesystem;

Paths installed(const fs::path& prefix) {
  return {prefix / "libexec/assay/assay-sandbox", prefix / "share/assay/exercises",
          prefix / "share/assay/inspect"};
}

// <source>/build/<preset>/src/app/assay
Paths in_tree(const fs::path& build, const fs::path& source) {
  return {build / "sandbox/assay-sandbox", source / "exercises", source / "src/gotool/inspect"};
}

bool complete(const Paths& paths) {
  std::error_code ec;
  return fs::exists(paths.helper, ec) && fs::exists(paths.exercises / "testkit/go.mod", ec) &&
         fs::exists(paths.inspector / "go.mod", ec);
}

void apply_environment(Paths& paths) {
  if (const char* libexec = std::getenv("ASSAY_LIBEXEC"))
    paths.helper = fs::path(libexec) / "assay-sandbox";
  if (const char* share = std::getenv("ASSAY_SHARE")) {
    paths.exercises = fs::path(share) / "exercises";
    paths.inspector = fs::path(share) / "inspect";
  }
}

}  // namespace

Result<Paths> find_paths() {
  std::error_code ec;
  const fs::path program = fs::read_symlink("/proc/self/exe", ec);
  if (ec) return fail("find assay's own files: read /proc/self/exe: " + ec.message());
  const fs::path folder = program.parent_path();
  Paths paths = installed(folder.parent_path());
  if (const fs::path build = folder.parent_path().parent_path(); !complete(paths))
    if (const Paths tree = in_tree(build, build.parent_path().parent_path()); complete(tree))
      paths = tree;
  apply_environment(paths);
  if (complete(paths)) return paths;
  return fail("assay's own files are missing: no " + paths.helper.string() + ", or no exercises in " +
                  paths.exercises.string(),
              "install assay again, or name its folders with ASSAY_LIBEXEC and ASSAY_SHARE");
}

}  // namespace assay::app
