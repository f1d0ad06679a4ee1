// Divides what a process wrote to stdout or stderr among the tests it ran.
//
// Before each test the harness writes to both streams
//
//     \n \x01 assay <32 hexadecimal digits> <index> \n
//
// whose digits are the first half of HMAC-SHA256(key, nonce + " out " + index). Only
// the holder of the key can write a mark before its time, and one that has been seen
// is not believed again, so candidate code can neither put its output into another
// test's part nor end its own part.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "gotool/records.h"

namespace assay::gotool {

struct OutputPart {
  std::optional<std::size_t> index;  ///< position in the plan; none: before the first test
  std::string_view text;             ///< within the bytes that were handed in
};

/// The parts, in order, without the marks. The first has no index and may be empty; texts and marks
/// together are all of `output`.
std::vector<OutputPart> split_output(std::string_view output, const RecordPlan& plan);

/// The part of this test, or "".
std::string_view output_of(const std::vector<OutputPart>& parts, std::size_t index);

}  // namespace assay::gotool
