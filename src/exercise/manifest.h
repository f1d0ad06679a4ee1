// The reader of exercise.json and expect.json.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/exercise.h"

namespace assay::exercise {

/// What exercise.json says, each field checked by itself and against the others. Whether the tests
/// it names exist is the caller's to check.
Result<Exercise> parse_manifest(std::string_view file, std::string_view bytes);

/// What a mutant's expect.json says.
struct Expectation {
  std::string summary;
  std::string base;  ///< name of the reference it is laid over; "" is the first
  std::vector<ExpectedLoss> loses;
};
Result<Expectation> parse_expectation(std::string_view file, std::string_view bytes,
                                      const Exercise& exercise);

}  // namespace assay::exercise
