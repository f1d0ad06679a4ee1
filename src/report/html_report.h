// A batch as one HTML file that opens from disk: leaderboard, charts, matrix, a page a
// candidate, and how the exercises did. It asks nothing of any other address, runs no script but
// its own (a Content-Security-Policy with hashes sees to that), and can be read without any.
#pragma once

#include <optional>
#include <string>

#include "model/run.h"
#include "report/outline.h"
#include "report/view.h"

namespace assay::report {

struct HtmlOptions {
  View view = View::kCandidate;
  bool reproducible = false;  ///< leave out what differs between two runs (report/reproducible.h)
  /// Only this candidate's submissions, and nothing that tells of the others.
  std::optional<std::string> candidate;
};

/// Writes the document, UTF-8, from the outlines of its submissions; each whole one is asked for
/// once, when its candidate's part is written. Equal input gives equal bytes. The first error of
/// `whole` or `sink`, which then has half a document.
Status write_html(Run outlines, const WholeSubmission& whole, const HtmlOptions& options,
                  const Sink& sink);

/// The same as a string.
std::string run_to_html(const Run& run, const HtmlOptions& options);

}  // namespace assay::report
