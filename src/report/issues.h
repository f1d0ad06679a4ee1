// What is wrong with a submission, and where in its files: the common ground of SARIF,
// GitLab's code quality and GitHub's annotations.
//
// One bug is one issue, however often it showed: races and crashes at the same frames
// are merged. A criterion that was lost without a report that names a place is an issue
// of the submission as a whole. Files that were left out are no issue, and a fault of
// ours is none either.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/result.h"

namespace assay::report {

enum class Level { kError, kWarning, kNote };

/// A line of one of the candidate's files.
struct Place {
  std::string file;          ///< relative to the module, with '/'; "": the submission as a whole
  std::uint32_t line = 0;    ///< from 1; 0: the whole file
  std::uint32_t column = 0;  ///< bytes, from 1; 0: unknown
  std::string source;        ///< the text of that line, if known
  std::string message;       ///< of a further place: "Previous read in (*bucket).left"
};

struct Issue {
  std::string rule;  ///< "race", "vet/copylocks", "policy/forbidden_import": [a-z0-9_./-]
  Level level = Level::kError;
  std::string title;    ///< the criterion's, or what the rule is about; one line
  std::string message;  ///< whole sentences; may have several lines
  Place at;
  std::vector<Place> further;  ///< the other frames of a race's or crash's stacks
  /// 64 hexadecimal digits: the same for the same problem in the next version of the file, as long
  /// as its line's text stays; different for every issue of a result.
  std::string fingerprint;
};

/// The issues of a result that has been cut to its view, the worst first. Text is hostile. Files
/// are relative and do not leave the module: a place that would is none.
std::vector<Issue> issues_of(const GradeResult& result);

/// What a rule is about, for those who do not know it.
struct RuleHelp {
  std::string name;         ///< "Data race"
  std::string description;  ///< one sentence
  std::string help;         ///< what to do
};
RuleHelp help_for(const std::string& rule);

}  // namespace assay::report
