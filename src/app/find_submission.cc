#include "app/find_submission.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "exercise/repository_map.h"
#include "workspace/workspace.h"

namespace assay::app {
namespace {

using exercise::kRepositoryMap;

// What a first look at a source's names told about one exercise.
struct Names {
  bool at_root = false;    // files that the exercise grades
  bool in_folder = false;  // the same, in the folder that is called as the exercise
};

void look(const Exercise& exercise, std::string_view path, Names& names) {
  names.at_root = names.at_root || workspace::wanted(exercise, path);
  const std::string folder = exercise.id + "/";
  if (path.starts_with(folder) && workspace::wanted(exercise, path.substr(folder.size())))
    names.in_folder = true;
}

std::string list(const exercise::RepositoryMap& map) {
  std::string text;
  for (const auto& [id, folder] : map.folders) text += (text.empty() ? "" : ", ") + id;
  return text;
}

Finding broken_map(const Error& error) {
  return {std::string(kRepositoryMap), 0, "assay_json",
          error.message + (error.hint.empty() ? "" : ": " + error.hint)};
}

source::Options for_exercise(const Exercise& exercise, source::Options options) {
  options.wanted = [&exercise](std::string_view path) { return workspace::wanted(exercise, path); };
  options.wanted_folder = [&exercise](std::string_view folder) {
    return exercise.package == folder || exercise.package.starts_with(std::string(folder) + "/");
  };
  return options;
}

Result<FoundSubmission> take(const Exercise& exercise, SubmissionRef ref,
                             const source::Options& options) {
  ASSAY_TRY(Snapshot snapshot, source::take_snapshot(ref, for_exercise(exercise, options)));
  return FoundSubmission{std::move(ref), std::move(snapshot)};
}

// The folder of `exercise` within the root that was looked at; a map that makes no sense is an
// error of kind kUsage.
Result<std::string> folder_of(const Exercise& exercise, const std::optional<std::string>& map_bytes,
                              const Names& names) {
  if (!map_bytes) return !names.at_root && names.in_folder ? exercise.id : "";
  ASSAY_TRY(const exercise::RepositoryMap map, exercise::parse_repository_map(*map_bytes));
  if (const auto at = map.folders.find(exercise.id); at != map.folders.end()) return at->second;
  return fail(ErrorKind::kNotFound,
              "the submission's assay.json does not name " + exercise.id + ", but " + list(map),
              "add it there, or name its folder with --subdir");
}

// Takes the map out of a snapshot, where it is no part of what is graded.
std::optional<std::string> take_map(Snapshot& snapshot) {
  const auto at = snapshot.files.find(std::string(kRepositoryMap));
  if (at == snapshot.files.end()) return std::nullopt;
  std::string bytes = std::move(at->second);
  snapshot.files.erase(at);
  return bytes;
}

}  // namespace

Result<FoundSubmission> find_submission(const Exercise& exercise, const SubmissionRef& ref,
                                        const source::Options& options) {
  if (!ref.subdir.empty()) return take(exercise, ref, options);
  Names names;
  source::Options first = for_exercise(exercise, options);
  first.wanted = [&](std::string_view path) {
    look(exercise, path, names);
    return path == kRepositoryMap || workspace::wanted(exercise, path);
  };
  ASSAY_TRY(Snapshot snapshot, source::take_snapshot(ref, first));
  const auto map = take_map(snapshot);
  auto folder = folder_of(exercise, map, names);
  if (!folder && folder.error().kind != ErrorKind::kUsage) return tl::unexpected(folder.error());
  if (!folder)
    snapshot.rejected.push_back(broken_map(folder.error()));
  else if (!folder->empty()) {
    SubmissionRef inside = ref;
    inside.subdir = *folder;
    return take(exercise, std::move(inside), options);
  }
  return FoundSubmission{ref, std::move(snapshot)};
}

Result<std::vector<std::string>> find_exercises(const std::vector<std::string>& known,
                                                const SubmissionRef& ref, source::Options options) {
  std::vector<std::string> ids;
  options.wanted = [&](std::string_view path) {
    const std::string_view top = path.substr(0, path.find('/'));
    if (top.size() < path.size() && std::find(known.begin(), known.end(), top) != known.end() &&
        std::find(ids.begin(), ids.end(), top) == ids.end())
      ids.emplace_back(top);
    return path == kRepositoryMap;
  };
  ASSAY_TRY(Snapshot snapshot, source::take_snapshot(ref, options));
  if (const auto bytes = take_map(snapshot)) {
    ASSAY_TRY(const exercise::RepositoryMap map, exercise::parse_repository_map(*bytes));
    ids.clear();
    for (const auto& [id, folder] : map.folders) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  if (ids.empty())
    return fail(ErrorKind::kNotFound,
                "the submission does not say which exercise it is: there is no assay.json at its "
                "root, and no folder called like an exercise",
                "name the exercise: assay grade EXERCISE SOURCE");
  return ids;
}

}  // namespace assay::app
