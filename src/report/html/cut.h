// What of a run a report may hold at all. Everything that is drawn or written as data later comes
// from what these functions give back, so nothing that they took out can reach the page.
#pragma once

#include "model/run.h"
#include "report/html_report.h"

namespace assay::report::html {

/// `run` as `options` allow it to be seen: the view's cut of every result, without credentials, one
/// candidate's part where one is named, and without what two runs differ in where the report has to
/// be reproducible. For a candidate, races, crashes and tests are known by their criterion's title.
Run cut(Run run, const HtmlOptions& options);
/// The same of one submission.
SubmissionRecord cut(SubmissionRecord record, const HtmlOptions& options);

/// What a race or crash is about: the title of the criterion that its test counts for; without one,
/// the test itself.
std::string title_of(const std::string& test, const GradeResult& result);

}  // namespace assay::report::html
