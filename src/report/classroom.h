// What GitHub Classroom's autograding reporter takes from a grading step: the value of
// its output `result`, JSON in base64.
//
// The reporter adds up the points of the tests, and prints their names and messages into
// the job's log, line by line; so no line in them is one that the runner obeys.
#pragma once

#include <string>
#include <string_view>

#include "report/platform_case.h"

namespace assay::report {

/// One line of base64, without a newline, as `echo "result=..." >> $GITHUB_OUTPUT` wants it. The
/// points add up to the score that counts: what lateness or a person's decision changed is a test
/// of its own, with points below zero where it took some. Of a submission that we could not grade
/// no points are reported. Needs a result in `record`.
std::string to_classroom(const SubmissionRecord& record, View view);

/// The JSON that to_classroom() encodes.
std::string to_classroom_json(const SubmissionRecord& record, View view);

/// RFC 4648, with padding.
std::string base64(std::string_view bytes);

}  // namespace assay::report
