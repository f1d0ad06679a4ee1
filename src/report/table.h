// A table for a terminal: columns as wide as what they hold, and when that is too
// much, the flexible ones give way, by wrapping or by cutting their text.
#pragma once

#include <string>
#include <vector>

#include "model/packing.h"
#include "report/display.h"

namespace assay::report {

/// What a column does when there is not enough room for it.
enum class Fit { kKeep, kWrap, kCut, kCutStart };

struct Column {
  std::string title;  ///< all empty: the table has no head
  Align align = Align::kLeft;
  Fit fit = Fit::kKeep;
};

/// Text that is safe to print (see tame()), and what it means.
struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns);

  /// A row; missing cells are empty, cells beyond the columns are ignored.
  void add(std::vector<Cell> cells);
  /// A row that is not divided into columns, but wraps over all of them.
  void add_note(Cell note, std::size_t indent = 0);
  [[nodiscard]] bool empty() const { return count_ == 0; }

  /// Lines that end in a newline, at most `width` columns wide as long as the columns that keep
  /// their width allow it, each indented by `indent`; without spaces at the ends of lines.
  [[nodiscard]] std::string text(std::size_t width, bool color, std::size_t indent = 0) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t available) const;
  void write_row(std::string& text, const std::vector<Cell>& cells,
                 const std::vector<std::size_t>& widths, bool color, std::size_t indent) const;

  std::vector<Column> columns_;
  std::vector<std::size_t> widest_;  // of what each column holds
  // As vectors of strings, ten thousand rows would take five times as much.
  Packer rows_;
  std::size_t count_ = 0;
};

}  // namespace assay::report
