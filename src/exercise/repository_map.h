// assay.json at the root of a candidate's repository: which exercise lies where.
//
//   {"schema_version": 1, "exercise": "race-fix"}                      the root is it
//   {"schema_version": 1, "exercises": {"race-fix": "race-fix", ...}}  a folder each
//
// The candidate can write anything there, so it is read strictly, and a folder is one
// below the root or nothing.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::exercise {

inline constexpr std::string_view kRepositoryMap = "assay.json";
inline constexpr std::size_t kMaxRepositoryMapBytes = 64U << 10;

struct RepositoryMap {
  std::map<std::string, std::string> folders;  ///< exercise to its folder; "" is the root
};

/// kUsage, with the place in it and what to write there, for anything else than the above.
Result<RepositoryMap> parse_repository_map(std::string_view bytes);

/// The bytes of an assay.json that says so.
std::string write_repository_map(const RepositoryMap& map);

}  // namespace assay::exercise
