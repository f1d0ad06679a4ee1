// Compares what a report says with a file in tests/unit/golden. After a change
// that is meant, run the test with ASSAY_UPDATE_GOLDEN=1 and read the difference
// in git before you commit it.
#pragma once

#include <string>
#include <string_view>

namespace assay {

/// Fails the running test where `actual` and the file `name` differ.
void expect_golden(const std::string& name, std::string_view actual);

}  // namespace assay
