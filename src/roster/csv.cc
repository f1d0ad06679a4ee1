#include "roster/csv.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace assay::roster {
namespace {

constexpr std::string_view kDelimiters = ",;\t";
constexpr std::size_t kMaxFirstLine = 1 << 20;  // of it, what is looked at for the delimiter

// The delimiter that "sep=;" names, as spreadsheets write it; '\0' if the line is none of these.
char named_delimiter(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const bool names = line.size() == 5 && line.substr(1, 3) == "ep=" && (line[0] | 0x20) == 's';
  return names && kDelimiters.find(line[4]) != std::string_view::npos ? line[4] : '\0';
}

// The delimiter that is most often outside of quotes in the first line; a comma where none is.
char likely_delimiter(std::string_view bytes) {
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool quoted = false;
  for (const char c : bytes.substr(0, kMaxFirstLine)) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) break;
    if (const auto which = kDelimiters.find(c); which != std::string_view::npos && !quoted)
      ++counts[which];
  }
  const auto most = std::max_element(counts.begin(), counts.end()) - counts.begin();
  return kDelimiters[static_cast<std::size_t>(most)];
}

bool has_text(const CsvRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return !cell.empty(); });
}

}  // namespace

CsvReader::CsvReader(std::string_view bytes) : bytes_(bytes) {
  if (bytes_.starts_with("\xEF\xBB\xBF")) bytes_.remove_prefix(3);
  const std::size_t end = std::min(bytes_.find('\n'), bytes_.size());
  delimiter_ = named_delimiter(bytes_.substr(0, end));
  if (delimiter_ == '\0') {
    delimiter_ = likely_delimiter(bytes_);
    return;
  }
  place_ = std::min(end + 1, bytes_.size());
  line_ = 2;
}

CsvError CsvReader::error(std::string message, std::string hint) const {
  return {line_, std::move(message), std::move(hint)};
}

tl::expected<std::optional<CsvRow>, CsvError> CsvReader::next() {
  while (!failed_) {
    skip_empty_lines();
    if (at_end()) break;
    CsvRow row;
    row.line = line_;
    if (const auto end = read_row(row); !end) {
      failed_ = true;
      return tl::unexpected(end.error());
    }
    if (has_text(row)) return row;
  }
  return std::nullopt;
}

void CsvReader::skip_empty_lines() {
  for (;;) {
    const std::string_view rest = bytes_.substr(place_, 2);
    const std::size_t length = rest.starts_with('\n') ? 1 : rest == "\r\n" ? 2 : 0;
    if (length == 0) return;
    place_ += length;
    ++line_;
  }
}

CsvReader::CellEnd CsvReader::read_row(CsvRow& row) {
  for (;;) {
    if (row.cells.size() == kMaxColumns)
      return tl::unexpected(
          error("has more than " + std::to_string(kMaxColumns) + " cells", "remove columns"));
    CellEnd end = read_cell(row.cells.emplace_back());
    if (!end || *end == End::kRow) return end;
  }
}

CsvReader::CellEnd CsvReader::read_cell(std::string& cell) {
  const std::size_t begun = line_;
  const bool quoted = !at_end() && bytes_[place_] == '"';
  if (auto broken = quoted ? read_quoted(cell) : read_plain(cell)) return tl::unexpected(*broken);
  const bool too_long = cell.size() > kMaxCellBytes;
  const bool zero = cell.find('\0') != std::string::npos;
  if (too_long || zero || !is_utf8(cell)) {
    CsvError refused =
        too_long ? error("holds a cell of more than " + std::to_string(kMaxCellBytes) + " bytes",
                         "shorten it; or is a quote missing or one too many?")
        : zero   ? error("holds a NUL byte", "save it as CSV in UTF-8")
                 : error("is not UTF-8", "save it as CSV in UTF-8");
    refused.line = begun;
    return tl::unexpected(std::move(refused));
  }
  return read_end();
}

std::optional<CsvError> CsvReader::read_quoted(std::string& cell) {
  const std::size_t begun = line_;
  ++place_;
  for (;;) {
    const std::size_t quote = bytes_.find('"', place_);
    if (quote == std::string_view::npos)
      return CsvError{begun, "a quote begins here and does not end",
                      "write a quote within a quoted cell twice"};
    const std::string_view part = bytes_.substr(place_, quote - place_);
    cell += part.substr(0, kMaxCellBytes + 1);  // one more is one too many, and is seen
    line_ += static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
    place_ = quote + 1;
    if (cell.size() > kMaxCellBytes || at_end() || bytes_[place_] != '"') return std::nullopt;
    cell += '"';
    ++place_;
  }
}

std::optional<CsvError> CsvReader::read_plain(std::string& cell) {
  const std::array<char, 4> stops = {delimiter_, '\r', '\n', '"'};
  const std::size_t stop =
      std::min(bytes_.find_first_of(stops.data(), place_, stops.size()), bytes_.size());
  if (stop < bytes_.size() && bytes_[stop] == '"')
    return error("there is a quote within a cell that does not begin with one",
                 "write the whole cell in quotes, and each quote within it twice");
  cell = bytes_.substr(place_, std::min(stop - place_, kMaxCellBytes + 1));
  place_ = stop;
  return std::nullopt;
}

CsvReader::CellEnd CsvReader::read_end() {
  if (at_end()) return End::kRow;
  const char c = bytes_[place_];
  if (c == delimiter_) {
    ++place_;
    return End::kCell;
  }
  const std::size_t feed = c == '\r' ? place_ + 1 : place_;
  if (feed < bytes_.size() && bytes_[feed] == '\n') {
    place_ = feed + 1;
    ++line_;
    return End::kRow;
  }
  if (c == '\r')
    return tl::unexpected(error("a carriage return is not followed by a line feed",
                                "save it with line ends of CRLF or LF"));
  return tl::unexpected(
      error("text follows the quote that ends a cell", "write a quote within a quoted cell twice"));
}

}  // namespace assay::roster
