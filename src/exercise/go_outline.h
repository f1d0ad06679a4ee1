// Just enough of Go's syntax to know what a file of an exercise declares. Comments and
// literals are skipped, so what only looks like a declaration does not count.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::exercise {

struct GoOutline {
  std::string package;                 ///< of the package clause; "" if there is none
  std::vector<std::string> functions;  ///< at top level, without methods, in order
};

/// Never fails; a file that is no Go gives what could be made of it. Linear in its size.
GoOutline outline(std::string_view source);

}  // namespace assay::exercise
