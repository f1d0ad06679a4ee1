// A submission on its way: where it comes from, what was found there, and the
// tree that is built.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/exercise.h"

namespace assay {

/// What the user named. At most one of `ref` and `at` is set.
struct SubmissionRef {
  std::string source;              ///< path or URL, as given
  std::optional<std::string> ref;  ///< branch, tag or commit
  std::optional<std::int64_t> at;  ///< last first-parent commit up to this Unix time
  std::string subdir;              ///< folder of the module within the source; "" is the root
};

/// A file of the submission that was not used, and why.
struct Finding {
  std::string path;        ///< relative to the submission's root; hostile, never print it raw
  std::uint32_t line = 0;  ///< 1-based; 0: the whole file
  std::string rule;        ///< stable name: "symlink", "forbidden_import", "test_file", ...
  std::string message;     ///< one sentence for the candidate
};

/// Bytes read from the submission's source. Nothing of it has touched the disk as a tree.
struct Snapshot {
  std::string origin;               ///< the source without credentials, for reports
  std::string kind;                 ///< "git", "folder", "archive"
  std::string commit;               ///< hexadecimal; "" where there is none
  std::string tree;                 ///< Git tree id of the subdir, or SHA-256 over names and bytes
  std::string ref;                  ///< what `commit` was resolved from
  std::int64_t commit_time = 0;     ///< committer's clock: self-declared
  std::string author;               ///< "Name <mail>", hostile
  FileSet files;                    ///< below subdir, only names that passed every check
  std::vector<Finding> rejected;    ///< why the submission as a whole cannot be graded
  std::vector<Finding> dropped;     ///< entries left out, and reported
  std::vector<std::string> others;  ///< names (checked, at most 1,000) of files nobody asked for
};

/// The tree to build: every name has been checked and every byte comes from here.
struct Workspace {
  FileSet module;  ///< the module root: go.mod, candidate's files, hidden tests
  std::vector<std::string> candidate_files;  ///< keys of `module` that the candidate wrote
  std::string package = ".";                 ///< folder of the package that is tested
  std::vector<Finding> rejected;
  std::vector<Finding> dropped;
};

}  // namespace assay
