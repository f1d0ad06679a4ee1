// What commands share: assay's own places, the catalogue, the sandbox, the
// prepared cache.
#pragma once

#include <memory>
#include <string>

#include "app/options.h"
#include "app/paths.h"
#include "base/result.h"
#include "exercise/exercise.h"
#include "gotool/prepared.h"
#include "sandbox/sandbox.h"

namespace assay::app {

/// assay's own exercises and those of --exercises and ASSAY_EXERCISES (colon-separated); where two
/// have the same name, the user's wins.
Result<exercise::Catalogue> open_catalogue(const CommonOptions& common, const Paths& paths);

gotool::GoSources go_sources(const Paths& paths);

/// What grading needs, opened in the order in which it is cheapest to find out what is missing.
struct Workshop {
  gotool::Prepared prepared;
  std::unique_ptr<sandbox::Sandbox> sandbox;
  std::string isolation;
  std::string cgroup;  ///< "v1", "v2", "none"
};

/// Refuses a level that this machine does not reach; a weaker one must be named. Prepares the build
/// cache if that has not been done.
Result<Workshop> open_workshop(const CommonOptions& common, const Paths& paths,
                               const std::string& isolation);

/// Where results are kept for later runs: ASSAY_RESULTS, or a folder beside the prepared caches.
std::filesystem::path results_folder();

/// A whole number of sandboxes at once: `jobs`, or as many as there are cores.
unsigned slots_for(unsigned jobs);

}  // namespace assay::app
