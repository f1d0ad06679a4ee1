#include "base/text.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <utility>

namespace assay {
namespace {

struct Decoded {
  std::uint32_t point = 0;
  std::size_t length = 0;  // 0: the first byte begins no well-formed sequence
};

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || first > 0xF4 || text.size() < length) return {};
  std::uint32_t point = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    point = (point << 6) | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < kSmallest[length] || point > 0x10FFFF || surrogate) return {};
  return {point, length};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Characters that change how their neighbours are read, or that cannot be seen: Unicode's
// Default_Ignorable_Code_Point, Bidi_Control, the C1 controls, line separators, noncharacters that
// terminals drop, and the blank that looks like nothing (U+2800).
constexpr Range kDeceptive[] = {
    {0x7F, 0x9F},      {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},     {0x115F, 0x1160},
    {0x17B4, 0x17B5},  {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
    {0x2800, 0x2800},  {0x3164, 0x3164}, {0xFDD0, 0xFDEF}, {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},  {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF}};

bool is_deceptive(std::uint32_t point) {
  const auto* const after =
      std::find_if(std::begin(kDeceptive), std::end(kDeceptive),
                   [point](const Range& range) { return point <= range.last; });
  return after != std::end(kDeceptive) && point >= after->first;
}

std::string hex(std::uint32_t value, std::size_t width) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  while (value != 0 || text.size() < width) {
    text.insert(text.begin(), kDigits[value & 15]);
    value >>= 4;
  }
  return text;
}

std::string show(std::string_view text, bool keep_lines) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto [point, length] = decode(text);
    if (length == 0) {
      shown += "\\x" + hex(static_cast<unsigned char>(text[0]), 2);
      text.remove_prefix(1);
      continue;
    }
    if (point == '\n' || point == '\t') {
      if (keep_lines)
        shown += static_cast<char>(point);
      else
        shown += point == '\n' ? "\\n" : "\\t";
    } else if (point < 0x20) {
      shown += "\\x" + hex(point, 2);
    } else if (is_deceptive(point)) {
      shown += "\\u{" + hex(point, 4) + "}";
    } else {
      shown += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return shown;
}

}  // namespace

std::string printable(std::string_view text) {
  return show(text, true);
}
std::string printable_line(std::string_view text) {
  return show(text, false);
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = decode(text).length;
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string fold_case(std::string_view utf8) {
  static const locale_t kLocale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  std::string folded;
  folded.reserve(utf8.size());
  while (!utf8.empty()) {
    auto [point, length] = decode(utf8);
    if (length == 0) return folded.append(utf8);
    utf8.remove_prefix(length);
    if (point < 0x80) {
      folded +=
          point >= 'A' && point <= 'Z' ? static_cast<char>(point + 32) : static_cast<char>(point);
      continue;
    }
    // Upper, then lower: this joins letters with two lower-case forms, such as the two sigmas.
    if (kLocale != nullptr) point = ::towlower_l(::towupper_l(point, kLocale), kLocale);
    for (int shift = 24; shift >= 0; shift -= 8)
      folded += static_cast<char>((point >> shift) & 0xFFU);
  }
  return folded;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, substitute}));
    }
  }
  return row[b.size()];
}

}  // namespace assay
