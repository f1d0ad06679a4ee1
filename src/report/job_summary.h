// The job summary of GitHub Actions ($GITHUB_STEP_SUMMARY), of one submission or of a
// run.
//
// It is Markdown that consists of HTML blocks, because Markdown has no way to quote any
// text whatever. Every character from outside that is not a letter, a digit or a space
// is a numeric reference, so that nothing opens a tag or ends the block; and the text
// stands in <code> or <pre>, which is where GitHub makes no mentions, links, images or
// emoji of what it finds.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/run.h"
#include "report/view.h"

namespace assay::report {

/// GitHub takes 1 MiB a step, and drops what is larger. Rows that do not fit are left out, and
/// counted in a last line.
struct SummaryOptions {
  View view = View::kCandidate;
  std::size_t most_bytes = 1'000'000;
};

std::string to_job_summary(const GradeResult& result, const SummaryOptions& options);
std::string to_job_summary(const Run& run, const SummaryOptions& options);

/// `hostile` as one line in <code>.
std::string quoted_html(std::string_view hostile);

}  // namespace assay::report
