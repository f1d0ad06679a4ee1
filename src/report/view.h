// Who reads a report, and what they may see of a result.
#pragma once

#include <optional>
#include <string_view>

#include "model/result.h"

namespace assay::report {

enum class View {
  kCandidate,  ///< criteria, points, hints, their own frames and messages about their own files
  kReviewer,   ///< everything
};
std::string_view name(View view);
std::optional<View> view_from_name(std::string_view name);

/// What is said of a fault of ours where its insides are nobody's business.
inline constexpr std::string_view kOurFault =
    "the grader could not do its work; this is not about the submission";

/// `result` without what a candidate must not read: what tests wrote and why they failed (unless
/// the exercise shows messages), frames and diagnostics outside `result.files`, words of a panic
/// that are not the Go runtime's own, and the insides of a fault of ours.
GradeResult for_candidate(GradeResult result);

/// `result` as `view` may see it.
GradeResult seen_by(View view, GradeResult result);

/// `source` as the user named it, without the credentials that a URL may hold.
std::string without_credentials(std::string_view source);

}  // namespace assay::report
