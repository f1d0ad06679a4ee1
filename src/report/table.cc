#include "report/table.h"

#include <algorithm>
#include <numeric>

namespace assay::report {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kReadable = 20;
constexpr std::size_t kNarrowestTable = 8;

std::vector<std::string> fit_cell(const std::string& text, Fit fit, std::size_t width) {
  switch (fit) {
    case Fit::kKeep:
      return {text};
    case Fit::kWrap:
      return display_width(text) <= width ? std::vector{text} : wrap(text, width);
    case Fit::kCut:
      return {truncate(text, width)};
    case Fit::kCutStart:
      return {truncate_start(text, width)};
  }
  return {text};
}

struct Row {
  std::vector<Cell> cells;
  bool is_note = false;  // one cell, over all columns
  std::size_t indent = 0;
};

// model/packing.h looks for it where the type is, as for that of a cell.
void fields(auto& pack, Is<Row> auto& row) {
  pack(row.cells, row.is_note, row.indent);
}

}  // namespace

static void fields(auto& pack, Is<Cell> auto& cell) {
  pack(cell.text, cell.tone);
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {
  for (const Column& column : columns_) widest_.push_back(display_width(column.title));
}

void Table::add(std::vector<Cell> cells) {
  cells.resize(columns_.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    widest_[i] = std::max(widest_[i], display_width(cells[i].text));
  rows_(Row{std::move(cells)});
  ++count_;
}

void Table::add_note(Cell note, std::size_t indent) {
  rows_(Row{{std::move(note)}, true, indent});
  ++count_;
}

std::vector<std::size_t> Table::widths(std::size_t available) const {
  std::vector<std::size_t> widths = widest_;
  std::size_t total = std::accumulate(widths.begin(), widths.end(),
                                      kGap * (columns_.empty() ? 0 : columns_.size() - 1));
  // Text that wraps loses nothing, so it gives way first.
  const auto shrink = [&](bool wrapping_only, std::size_t narrowest) {
    while (total > available) {
      std::size_t widest = columns_.size();
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Fit fit = columns_[i].fit;
        if (fit == Fit::kKeep || (wrapping_only && fit != Fit::kWrap)) continue;
        if (widths[i] > narrowest && (widest == columns_.size() || widths[i] > widths[widest]))
          widest = i;
      }
      if (widest == columns_.size()) return;
      --widths[widest];
      --total;
    }
  };
  shrink(true, kReadable);
  shrink(false, kNarrowestTable);
  return widths;
}

void Table::write_row(std::string& text, const std::vector<Cell>& cells,
                      const std::vector<std::size_t>& widths, bool color,
                      std::size_t indent) const {
  std::vector<std::vector<std::string>> fitted;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    fitted.push_back(fit_cell(cells[i].text, columns_[i].fit, widths[i]));
    height = std::max(height, fitted.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string row;
    std::size_t blanks = indent;  // written only when something follows them
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = line < fitted[i].size() ? fitted[i][line] : "";
      const std::size_t width = display_width(cell);
      const std::size_t fill = widths[i] > width ? widths[i] - width : 0;
      if (columns_[i].align == Align::kRight) blanks += fill;
      if (!cell.empty()) {
        row += std::string(blanks, ' ') + paint(cell, cells[i].tone, color);
        blanks = 0;
      }
      if (columns_[i].align == Align::kLeft) blanks += fill;
      blanks += kGap;
    }
    text += row + "\n";
  }
}

std::string Table::text(std::size_t width, bool color, std::size_t indent) const {
  const std::vector<std::size_t> columns = widths(width > indent ? width - indent : 0);
  std::string text;
  std::vector<Cell> head;
  for (const Column& column : columns_) head.push_back({column.title, Tone::kFaint});
  if (std::any_of(head.begin(), head.end(), [](const Cell& cell) { return !cell.text.empty(); }))
    write_row(text, head, columns, color, indent);
  Unpacker rows(rows_.bytes());
  for (std::size_t left = count_; left > 0; --left) {
    Row row;
    rows(row);
    if (!row.is_note) {
      write_row(text, row.cells, columns, color, indent);
      continue;
    }
    const std::size_t start = indent + row.indent;
    for (const std::string& line : wrap(row.cells[0].text, width > start ? width - start : 0))
      text += line.empty() ? "\n"
                           : std::string(start, ' ') + paint(line, row.cells[0].tone, color) + "\n";
  }
  return text;
}

}  // namespace assay::report
