// What GitHub Actions reads of a step: workflow commands on standard output, and the
// Markdown file of the job summary.
//
// The rules are the runner's (actions/runner, ActionCommand.cs): a line is a command if
// it begins with "::" after blanks, or holds "##[" anywhere. So candidates' bytes go out
// only as the escaped data of a command of ours, on a line that we began.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "report/junit.h"
#include "report/view.h"

namespace assay::report {

/// "::error file=limiter.go,line=42,endLine=42,title=Data race::..." for each issue of `result`, a
/// line each; at most ten of a kind, the runner's limit, of which the last then says how many more
/// there are. Files are relative to the repository's root. A submission that we could not grade is
/// an error without a file.
std::string to_annotations(const GradeResult& result, View view);

/// One command. `properties` are name and value; those without a value are left out.
struct Property {
  std::string_view name;
  std::string value;
};
std::string workflow_command(std::string_view command, const std::vector<Property>& properties,
                             std::string_view message);

/// `text` so that the runner obeys nothing in it: between "::stop-commands::TOKEN" and "::TOKEN::",
/// with a token that nobody could know. For whatever a step prints of a submission.
Result<std::string> without_commands(std::string_view text);
/// The same with a given token of letters and digits.
std::string without_commands(std::string_view text, std::string_view token);

}  // namespace assay::report
