// The two forms of a roster, read into entries in their order. Problems tell what was
// refused; what is returned then is of no use but for looking at it for more of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "roster/entry.h"
#include "roster/problems.h"

namespace assay::roster {

std::vector<Placed> read_csv(const std::string& name, std::string_view bytes, EntryReader& reader,
                             Problems& problems);

/// What is no JSON at all, or has too much of it, is the error.
Result<std::vector<Placed>> read_json(const std::string& name, std::string_view bytes,
                                      EntryReader& reader, Problems& problems);

}  // namespace assay::roster
