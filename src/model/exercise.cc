#include "model/exercise.h"

#include <fnmatch.h>

#include <algorithm>

namespace assay {

bool is_submission_file(const Exercise& exercise, std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const bool root = slash == std::string_view::npos;
  const std::string name(root ? path : path.substr(slash + 1));
  const auto& globs = exercise.policy.files;
  // Go does not look at files whose names begin with '_' or '.'.
  return (root ? "." : path.substr(0, slash)) == exercise.package && name.ends_with(".go") &&
         !name.ends_with("_test.go") && !name.starts_with("_") && !name.starts_with(".") &&
         std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
           return fnmatch(glob.c_str(), name.c_str(), FNM_PERIOD) == 0;
         });
}

bool is_built_from_starter(const Exercise& exercise, std::string_view path) {
  return !is_submission_file(exercise, path) && !path.ends_with("_test.go");
}

}  // namespace assay
