#include "app/context.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "app/console.h"
#include "base/text.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

Result<sandbox::Isolation> level_from(const std::string& name) {
  if (const auto level = sandbox::isolation_from(name)) return *level;
  return fail(ErrorKind::kUsage, "there is no isolation level \"" + name + "\"",
              "full, user or none");
}

// The folders of exercises that the user named.
std::vector<fs::path> users_folders(const CommonOptions& common) {
  std::vector<fs::path> roots = common.exercises;
  if (const char* more = std::getenv("ASSAY_EXERCISES"))
    for (const std::string_view folder : split(more, ':'))
      if (!folder.empty()) roots.emplace_back(folder);
  return roots;
}

// Hidden tests are built with the kit that this assay came with, whatever lies beside them: who
// works on both would wonder why a change has no effect.
void tell_of_other_kits(const CommonOptions& common, const Paths& paths) {
  for (const fs::path& root : users_folders(common)) {
    std::error_code ec;
    if (!fs::exists(root / "testkit/go.mod", ec) || fs::equivalent(root, paths.exercises, ec))
      continue;
    note(common, "the tests are built with the testkit of this assay, in " +
                     paths.exercises.string() + ", not with the one in " + root.string());
  }
}

// Compiling the standard library takes a while; whoever grades for the first time is told so.
Result<gotool::Prepared> prepared_cache(const CommonOptions& common, const Paths& paths) {
  const gotool::GoSources sources = go_sources(paths);
  if (auto prepared = gotool::find_prepared(sources)) return prepared;
  return gotool::prepare(sources, [&](const std::string& step) { note(common, step); });
}

}  // namespace

Result<exercise::Catalogue> open_catalogue(const CommonOptions& common, const Paths& paths) {
  std::vector<fs::path> roots = users_folders(common);
  roots.push_back(paths.exercises);
  return exercise::find_all(roots);
}

gotool::GoSources go_sources(const Paths& paths) {
  return {paths.exercises / "testkit", paths.programs / "inspect", paths.programs / "testbuild"};
}

Result<Workshop> open_workshop(const CommonOptions& common, const Paths& paths,
                               const std::string& isolation) {
  Workshop workshop;
  sandbox::SandboxOptions options;
  options.helper = paths.helper;
  ASSAY_TRY(options.isolation, level_from(isolation));
  ASSAY_TRY(sandbox::Sandbox sandbox, sandbox::Sandbox::open(options));
  workshop.sandbox = std::make_unique<sandbox::Sandbox>(std::move(sandbox));
  workshop.isolation = isolation;
  workshop.cgroup = workshop.sandbox->cgroup();
  tell_of_other_kits(common, paths);
  ASSAY_TRY(workshop.prepared, prepared_cache(common, paths));
  return workshop;
}

fs::path results_folder() {
  if (const char* named = std::getenv("ASSAY_RESULTS"); named != nullptr && *named != '\0')
    return fs::absolute(named);
  return gotool::cache_root() / "results";
}

unsigned slots_for(unsigned jobs) {
  return jobs != 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace assay::app
