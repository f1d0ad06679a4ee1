// A strict reader of RFC 4180: what it would have to guess is an error with its line.
//
// Beyond the RFC, because spreadsheets write it: a UTF-8 byte-order mark, LF for CRLF,
// semicolons or tabs for commas, a first line "sep=;", and rows without any text, which
// are left out. Time and memory grow with the bytes, whatever they are.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace assay::roster {

inline constexpr std::size_t kMaxColumns = 200;
inline constexpr std::size_t kMaxCellBytes = 64 << 10;

struct CsvRow {
  std::size_t line = 0;  ///< on which it begins, from 1; a quoted cell may hold more lines
  std::vector<std::string> cells;
};

struct CsvError {
  std::size_t line = 0;
  std::string message;  ///< what is wrong there; printable
  std::string hint;
};

class CsvReader {
 public:
  /// Takes the delimiter that stands most often in the first line, outside of quotes; `bytes` must
  /// outlive the reader.
  explicit CsvReader(std::string_view bytes);

  /// The next row that holds any text, or nothing at the end. Every cell is well-formed UTF-8
  /// without NUL. After an error there is no sure place to go on from, and nothing more comes.
  tl::expected<std::optional<CsvRow>, CsvError> next();

  [[nodiscard]] char delimiter() const { return delimiter_; }

 private:
  enum class End { kCell, kRow };
  using CellEnd = tl::expected<End, CsvError>;

  void skip_empty_lines();
  CellEnd read_row(CsvRow& row);
  CellEnd read_cell(std::string& cell);
  std::optional<CsvError> read_quoted(std::string& cell);
  std::optional<CsvError> read_plain(std::string& cell);
  CellEnd read_end();
  [[nodiscard]] CsvError error(std::string message, std::string hint = {}) const;
  [[nodiscard]] bool at_end() const { return place_ == bytes_.size(); }

  std::string_view bytes_;
  char delimiter_ = ',';
  std::size_t place_ = 0;
  std::size_t line_ = 1;
  bool failed_ = false;
};

}  // namespace assay::roster
