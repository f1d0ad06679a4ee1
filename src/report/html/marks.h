// What stands for a verdict or an outcome on the page: a letter and a shape beside the colour, so
// that nothing depends on seeing colours, and the words that say it.
#pragma once

#include <string_view>

#include "model/run.h"

namespace assay::report::html {

struct Mark {
  char letter;            ///< unique among verdicts: what the matrix shows
  std::string_view kind;  ///< shape and colour: "met", "wrong", "race", "limit", "void", "skip"
  std::string_view word;  ///< "race", "CPU time"
};

Mark mark_of(Verdict verdict);

/// "graded", "rejected", ... of a result; "pending" where there is none yet.
std::string_view state_of(const SubmissionRecord& record);

/// The words for a state: "does not build".
std::string_view words_for(std::string_view state);

}  // namespace assay::report::html
