// assay cache: results that later runs need not compute again.

#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "report/units.h"
#include "store/result_cache.h"

namespace assay::app {
namespace {

std::string to_json(const std::string& folder, const store::CacheFacts& facts,
                    std::uint64_t removed) {
  const nlohmann::ordered_json json = {{"schema_version", 1},
                                       {"folder", folder},
                                       {"results", facts.entries},
                                       {"bytes", facts.bytes},
                                       {"oldest_use", facts.oldest_use},
                                       {"newest_use", facts.newest_use},
                                       {"removed", removed}};
  return json.dump(2) + "\n";
}

std::string to_text(const std::string& folder, const store::CacheFacts& facts) {
  std::string text =
      fmt::format("{}: {}, {}\n", folder, report::format_count(facts.entries, "result"),
                  report::format_bytes(facts.bytes));
  if (facts.entries != 0)
    text += fmt::format("last used between {} and {}\n", report::format_time(facts.oldest_use),
                        report::format_time(facts.newest_use));
  return text;
}

}  // namespace

Result<int> run_cache(const CommonOptions& common, const CacheOptions& options) {
  const std::filesystem::path folder = results_folder();
  ASSAY_TRY(auto cache, store::ResultCache::open(folder));
  std::uint64_t removed = 0;
  if (options.prune) {
    // What was used exactly so long ago counts as unused, so that 0 means all.
    const std::int64_t unused_since = std::time(nullptr) - options.unused_for + 1;
    ASSAY_TRY(removed, cache.prune(unused_since, options.max_bytes));
    note(common, "removed " + report::format_count(removed, "result"));
  }
  ASSAY_TRY(const store::CacheFacts facts, cache.facts());
  ASSAY_CHECK(print(options.json ? to_json(folder.string(), facts, removed)
                                 : to_text(folder.string(), facts)));
  return kExitDone;
}

}  // namespace assay::app
