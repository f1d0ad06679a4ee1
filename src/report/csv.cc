#include "report/csv.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "report/display.h"
#include "report/units.h"

namespace assay::report {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "-12", "-0.5"
bool is_negative_number(std::string_view text) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view part = dot == std::string_view::npos ? "0" : text.substr(dot + 1);
  return !whole.empty() && !part.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(part.begin(), part.end(), is_digit);
}

// Spreadsheets look past blanks, and take the wide forms for the narrow ones.
bool looks_like_formula(std::string_view text) {
  constexpr std::array<std::string_view, 12> kStarts = {"=",  "+",       "-",  "@",  "\t", "\r",
                                                        "\n", {"\0", 1}, "＝", "＋", "－", "＠"};
  const std::string_view rest = text.substr(after_blanks(text));
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return rest.starts_with(start); }) &&
         !is_negative_number(text);
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

}  // namespace

Csv& Csv::raw(std::string_view cell) {
  if (row_begun_) bytes_ += ',';
  row_begun_ = true;
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    bytes_ += cell;
    return *this;
  }
  bytes_ += '"';
  for (const char c : cell) {
    if (c == '"') bytes_ += '"';
    bytes_ += c;
  }
  bytes_ += '"';
  return *this;
}

Csv& Csv::text(std::string_view hostile) {
  // Before control characters become text: what was a tab to begin with is guarded all the same.
  const bool guard = looks_like_formula(hostile);
  const std::string shown = printable(hostile);
  return raw(guard || looks_like_formula(shown) ? "'" + shown : shown);
}

Csv& Csv::number(std::int64_t value) {
  return raw(std::to_string(value));
}

Csv& Csv::number(const std::optional<std::uint32_t>& value) {
  return raw(value ? std::to_string(*value) : "");
}

Csv& Csv::time(std::int64_t unix_seconds) {
  const std::string text = format_time_iso(unix_seconds);
  return raw(unix_seconds == 0 || text == format_time_iso(0) ? "" : text + "Z");
}

void Csv::end_row() {
  bytes_ += "\r\n";
  row_begun_ = false;
}

std::vector<std::string> distinct_columns(const std::vector<std::string>& names,
                                          const std::vector<std::string>& taken) {
  std::set<std::string> used;
  for (const std::string& name : taken) used.insert(lower(name));
  std::vector<std::string> distinct;
  for (const std::string& name : names) {
    const std::string base = name.empty() ? "column" : name;
    std::string free = base;
    for (std::size_t again = 2; !used.insert(lower(free)).second; ++again)
      free = base + "_" + std::to_string(again);
    distinct.push_back(std::move(free));
  }
  return distinct;
}

}  // namespace assay::report
