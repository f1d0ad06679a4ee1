// Names of files for reports about people: whatever someone is called, the name that
// comes out is one component, the same on every system, and tells them apart.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace assay::report {

/// `text` in letters, digits, '.', '_' and '-', at most 80 of them, not beginning with a dot or a
/// dash. What had to be changed ends in eight digits of its digest, so that different texts have
/// different names; so does what a system keeps for itself ("con", "nul").
std::string file_stem(std::string_view text);

/// Gives names that differ in more than the case of letters.
class FileNames {
 public:
  /// "alice.rate-limiter.json" for ("alice", "rate-limiter", "json").
  std::string next(std::string_view candidate, std::string_view exercise,
                   std::string_view extension);

 private:
  std::set<std::string> taken_;
};

}  // namespace assay::report
