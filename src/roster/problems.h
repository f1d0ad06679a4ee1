// What is wrong with a roster, gathered so that a team mends it in one go, and what is
// merely odd.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "roster/roster.h"

namespace assay::roster {

class Problems {
 public:
  /// Any text may be hostile; it becomes printable here. `where` is "roster.csv:12: deadline".
  void refuse(std::string_view where, std::string_view what, std::string_view hint = {});
  void remark(std::string_view where, std::string_view message);

  [[nodiscard]] bool none() const { return count_ == 0; }
  /// kUsage with the first ten problems, each on a line of its own if there are several, and how
  /// many more there are; what to do about the first three kinds of them.
  [[nodiscard]] Status status(std::string_view name) const;
  /// The first two hundred, and how many more there are. Once.
  std::vector<Remark> take_remarks(std::string_view name);

 private:
  std::size_t count_ = 0;
  std::vector<std::string> first_;
  std::vector<std::string> hints_;
  std::vector<Remark> remarks_;
  std::size_t more_remarks_ = 0;
};

}  // namespace assay::roster
