#include "app/changed.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "source/changes.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kShared[] = {"testkit", "assessments.json", "assessments.schema.json",
                                   "exercise.schema.json", "expect.schema.json"};

// `path` relative to `top`; nothing if it lies elsewhere.
std::optional<fs::path> below(const fs::path& top, const fs::path& path) {
  std::error_code ec;
  const fs::path real = fs::canonical(path, ec);
  if (ec) return std::nullopt;
  const fs::path relative = real.lexically_relative(top);
  if (relative.empty() || *relative.begin() == "..") return std::nullopt;
  return relative;
}

// Whether one of `names` is `path` or below it.
bool holds(const std::vector<std::string>& names, const fs::path& path) {
  const std::string folder = path.generic_string();
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return name == folder || name.starts_with(folder + "/");
  });
}

bool touches(const std::vector<std::string>& names, const fs::path& exercise) {
  return holds(names, exercise) ||
         std::any_of(std::begin(kShared), std::end(kShared), [&](const char* shared) {
           return holds(names, exercise.parent_path() / shared);
         });
}

}  // namespace

Result<std::vector<Exercise>> touched_since(const std::string& rev, const fs::path& where,
                                            std::vector<Exercise> exercises) {
  const auto top = source::work_tree_of(where);
  if (!top)
    return fail(ErrorKind::kUsage,
                printable_line(where.string()) +
                    " is in no Git repository, so nothing can have "
                    "changed since " +
                    printable_line(rev),
                "name a folder of exercises that is in one with --exercises, or leave "
                "--changed-since out");
  std::set<std::string> paths;
  for (const Exercise& exercise : exercises) {
    const auto folder = below(*top, exercise.folder);
    if (!folder) continue;
    paths.insert(folder->generic_string());
    for (const char* shared : kShared)
      paths.insert((folder->parent_path() / shared).generic_string());
  }
  ASSAY_TRY(const auto names, source::changed_since(*top, rev, {paths.begin(), paths.end()}));
  std::erase_if(exercises, [&](const Exercise& exercise) {
    const auto folder = below(*top, exercise.folder);
    return !folder || !touches(names, *folder);
  });
  return exercises;
}

}  // namespace assay::app
