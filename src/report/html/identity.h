// What could tell a reader of a blind review who a candidate is: names, addresses, repositories.
// The page replaces these wherever text is shown while it is anonymous.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/html/board.h"

namespace assay::report::html {

class Identities {
 public:
  explicit Identities(const Board& board);

  /// Printable texts that identify the row's candidate, longest first: the name and its words, the
  /// author's name and address, the source, and those components of it that no other candidate's
  /// source has.
  [[nodiscard]] std::vector<std::string> of(const Row& row) const;

 private:
  bool alone_;
  std::map<std::string, std::size_t, std::less<>> seen_;  // components, and in how many rows
};

}  // namespace assay::report::html
