// Runs a Python script over documents: validators that exist only there.
#pragma once

#include <string>
#include <vector>

namespace assay {

/// Writes `documents` to files of their own and runs python3 with `words` and those files' names.
/// The exit code; -1 if that could not be done, 77 where there is no python3. What the script says
/// goes to this test's stderr.
int run_python(std::vector<std::string> words, const std::vector<std::string>& documents);

/// Whether a test that got `code` from run_python() may be skipped: what it needs is not installed,
/// and ASSAY_NO_SKIP is not set.
bool may_skip(int code);

}  // namespace assay
