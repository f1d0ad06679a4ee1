// What only shows when entries are looked at together: a candidate who is there twice,
// names that are easily confused, one repository given by two, a path among URLs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "roster/entry.h"
#include "roster/problems.h"

namespace assay::roster {

/// Equal for names that differ only by case, blanks and joiners.
std::string spoken_name(std::string_view name);

/// Equal for names that differ only in what file names often cannot hold, besides.
std::string file_name(std::string_view name);

/// Refuses what is there twice, and remarks on the rest. An entry that lacks a name or a repository
/// has been refused already, and is not compared by it.
void compare(const std::vector<Placed>& entries, Problems& problems);

}  // namespace assay::roster
