// From a folder to an Exercise. What a manifest may say is written down for
// people in exercises/README.md and for editors in exercises/exercise.schema.json;
// this module is what decides.
//
// Every error names the file, the place in it and the remedy. Nothing of an
// exercise is used before all of it has been checked.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/exercise.h"

namespace assay::exercise {

/// Reads and checks exercise.json, starter/ and hidden/ below `folder`, and the questions of
/// interviewer.md that criteria name.
Result<Exercise> read(const std::filesystem::path& folder);

/// Reads solutions/ and mutants/ of an exercise; each mutant is laid over its base.
Result<KnownSolutions> read_known_solutions(const Exercise& exercise);

/// Regular files below `folder` by their name relative to it; none if there is no such folder.
/// Symlinks and special files are an error, and so are more than 16 MiB or 1024 files in all.
Result<FileSet> read_tree(const std::filesystem::path& folder);

/// The folders that hold an exercise.json below each of `roots`, one level deep, by id. Where two
/// roots have an exercise of the same name, that of the first counts.
struct Catalogue {
  std::vector<std::filesystem::path> roots;
  std::map<std::string, std::filesystem::path> folders;
};
Result<Catalogue> find_all(const std::vector<std::filesystem::path>& roots);

/// The exercise of that id, or a folder given as a path ("./private/cache"); kNotFound with the
/// nearest id if there is none.
Result<Exercise> find(const Catalogue& catalogue, std::string_view id_or_path);

}  // namespace assay::exercise
