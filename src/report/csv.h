// CSV as RFC 4180 has it: commas, CRLF, quotes doubled. Text is printable UTF-8 without
// a byte-order mark.
//
// A cell of text that a spreadsheet would take for a formula gets an apostrophe first;
// quotes alone do not help. A negative number is no formula.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::report {

class Csv {
 public:
  /// A cell of text from anywhere.
  Csv& text(std::string_view hostile);
  Csv& number(std::int64_t value);
  /// Empty where there is none.
  Csv& number(const std::optional<std::uint32_t>& value);
  /// "2026-11-20T14:03:11Z"; empty for 0 and for times that no calendar has.
  Csv& time(std::int64_t unix_seconds);
  void end_row();

  /// What was written since the last call.
  std::string take() { return std::exchange(bytes_, {}); }

 private:
  Csv& raw(std::string_view cell);

  std::string bytes_;
  bool row_begun_ = false;
};

/// `names`, each made different from `taken` and from those before it, whatever their case: "Notes"
/// again becomes "Notes_2". An empty name becomes "column".
std::vector<std::string> distinct_columns(const std::vector<std::string>& names,
                                          const std::vector<std::string>& taken);

}  // namespace assay::report
