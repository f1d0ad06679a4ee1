// Findings as SARIF 2.1.0, for code hosts: one run in a document, whoever's findings
// they are, because GitHub takes at most 20 runs.
//
// Of a race, the first access is the location and the rest of both stacks are related
// locations. Text from outside is escaped where SARIF gives characters a meaning
// (brackets make links, braces placeholders). A submission that we could not grade is a
// notification, never a result.
#pragma once

#include <string>
#include <vector>

#include "report/junit.h"
#include "report/view.h"

namespace assay::report {

struct SarifOptions {
  View view = View::kCandidate;
  std::size_t most_results = 25'000;  ///< GitHub refuses more; the worst stay, and a notification
                                      ///< says how many went
};

/// Ends in a newline. Locations are relative to the repository's root (its `subdir` comes first);
/// those of a named result are below a folder of the candidate's name, because many submissions
/// have the same files. An issue of no place is put on the first line of the first file, or of
/// go.mod, because GitHub takes no result without a location.
std::string to_sarif(const std::vector<NamedResult>& results, const SarifOptions& options);

/// `file` of a submission as a path from the root of what a code host shows; see to_sarif().
std::string path_from_root(const NamedResult& of, const std::string& file);

}  // namespace assay::report
