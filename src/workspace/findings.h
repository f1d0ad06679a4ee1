// Findings, kept to a number that a report can hold: a hostile submission has a million.
#pragma once

#include <cstddef>
#include <vector>

#include "model/submission.h"

namespace assay::workspace {

inline constexpr std::size_t kMaxFindings = 200;

/// Adds `finding`. The last that a list takes says that there are more.
inline void add_finding(std::vector<Finding>& list, Finding finding) {
  if (list.size() + 1 < kMaxFindings)
    list.push_back(std::move(finding));
  else if (list.size() + 1 == kMaxFindings)
    list.push_back({"", 0, "more", "there are more of these; only the first are listed"});
}

}  // namespace assay::workspace
