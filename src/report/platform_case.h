// What teaching platforms are told of a submission: the same cases for all of them, of
// which each has its own spelling.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/run.h"
#include "report/view.h"

namespace assay::report {

/// A criterion, or the submission as a whole where it has no score.
struct PlatformCase {
  enum class Status { kPass, kFail, kError };
  std::string id;    ///< the criterion's; "submission" of the whole
  std::string name;  ///< one printable line
  Status status = Status::kPass;
  std::uint32_t earned = 0;
  std::uint32_t points = 0;
  std::string message;  ///< why it was lost and the hint, printable; "" if it was met
  std::string
      output;  ///< what the first attempt that did not pass wrote, as far as the view shows it
  std::int64_t milliseconds = 0;
};

/// "pass", "fail" or "error", as the platforms call it.
std::string_view name(PlatformCase::Status status);

/// The cases of a result that has been cut to its view; never none. Of the Go runtime's own ends
/// (panic, time, memory ...) the status is kError, of what a test found kFail.
std::vector<PlatformCase> platform_cases(const GradeResult& result);

/// A record that holds nothing but `result`, as for a grade without a run.
SubmissionRecord record_of(const GradeResult& result);

/// How the final score follows from the machine's: "80 points, less 20 % for being 1 day late: 64".
/// "" where they are equal.
std::string explain_score(const SubmissionRecord& record);

/// What counts: the final score, and 0 where the candidate's own doing left none; nothing where we
/// could not grade.
std::optional<std::uint32_t> counted_score(const SubmissionRecord& record);

}  // namespace assay::report
