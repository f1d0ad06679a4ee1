#include "report/display.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "base/text.h"

namespace assay::report {
namespace {

constexpr std::size_t kMaxMarks = 4;  // Vietnamese, Thai and Hebrew need two or three
constexpr std::size_t kLongestCommand = 24;
constexpr std::string_view kEllipsis = "…";

// What stands in for our own marks where there is only ASCII; each is as wide as what it replaces.
struct Plainer {
  std::string_view mark;
  char ascii;
};
constexpr std::array kPlainer = {Plainer{"…", '~'}, Plainer{"•", '*'}, Plainer{"✓", '+'},
                                 Plainer{"✗", 'x'}, Plainer{"–", '-'}, Plainer{"│", '|'},
                                 Plainer{"█", '#'}, Plainer{"░", '.'}};

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Combining marks and variation selectors, by block: Unicode's categories Mn and Me, without the
// rare scripts. What is missing counts one column and makes a row too short, never too long.
constexpr std::array kNoWidth = {
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD},  Range{0x05BF, 0x05BF},
    Range{0x05C1, 0x05C2}, Range{0x05C4, 0x05C5}, Range{0x05C7, 0x05C7},  Range{0x0610, 0x061A},
    Range{0x064B, 0x065F}, Range{0x0670, 0x0670}, Range{0x06D6, 0x06DC},  Range{0x06DF, 0x06E4},
    Range{0x06E7, 0x06E8}, Range{0x06EA, 0x06ED}, Range{0x0900, 0x0902},  Range{0x093C, 0x093C},
    Range{0x0941, 0x0948}, Range{0x094D, 0x094D}, Range{0x0E31, 0x0E31},  Range{0x0E34, 0x0E3A},
    Range{0x0E47, 0x0E4E}, Range{0x0EB1, 0x0EB1}, Range{0x0EB4, 0x0EBC},  Range{0x1AB0, 0x1AFF},
    Range{0x1DC0, 0x1DFF}, Range{0x20D0, 0x20F0}, Range{0x302A, 0x302D},  Range{0x3099, 0x309A},
    Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xE0100, 0xE01EF}};

// Unicode's White_Space, as far as printable() lets it through.
constexpr std::array kBlank = {Range{0x20, 0x20},     Range{0xA0, 0xA0},     Range{0x1680, 0x1680},
                               Range{0x2000, 0x200A}, Range{0x202F, 0x202F}, Range{0x205F, 0x205F},
                               Range{0x3000, 0x3000}};

// East Asian Width W and F, by block, and the emoji that terminals draw two columns wide.
constexpr std::array kDouble = {
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},
    Range{0x23F0, 0x23F0},   Range{0x23F3, 0x23F3},   Range{0x25FD, 0x25FE},
    Range{0x2614, 0x2615},   Range{0x2648, 0x2653},   Range{0x267F, 0x267F},
    Range{0x2693, 0x2693},   Range{0x26A1, 0x26A1},   Range{0x26AA, 0x26AB},
    Range{0x26BD, 0x26BE},   Range{0x26C4, 0x26C5},   Range{0x26CE, 0x26CE},
    Range{0x26D4, 0x26D4},   Range{0x26EA, 0x26EA},   Range{0x26F2, 0x26F3},
    Range{0x26F5, 0x26F5},   Range{0x26FA, 0x26FA},   Range{0x26FD, 0x26FD},
    Range{0x2705, 0x2705},   Range{0x270A, 0x270B},   Range{0x2728, 0x2728},
    Range{0x274C, 0x274C},   Range{0x274E, 0x274E},   Range{0x2753, 0x2755},
    Range{0x2757, 0x2757},   Range{0x2795, 0x2797},   Range{0x27B0, 0x27B0},
    Range{0x27BF, 0x27BF},   Range{0x2B1B, 0x2B1C},   Range{0x2B50, 0x2B50},
    Range{0x2B55, 0x2B55},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},
    Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
    Range{0xFE10, 0xFE19},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},   Range{0x16FE0, 0x18CFF}, Range{0x1B000, 0x1B2FF},
    Range{0x1F004, 0x1F004}, Range{0x1F0CF, 0x1F0CF}, Range{0x1F18E, 0x1F18E},
    Range{0x1F191, 0x1F19A}, Range{0x1F200, 0x1F320}, Range{0x1F32D, 0x1F335},
    Range{0x1F337, 0x1F37C}, Range{0x1F37E, 0x1F393}, Range{0x1F3A0, 0x1F3CA},
    Range{0x1F3CF, 0x1F3D3}, Range{0x1F3E0, 0x1F3F0}, Range{0x1F3F4, 0x1F3F4},
    Range{0x1F3F8, 0x1F43E}, Range{0x1F440, 0x1F440}, Range{0x1F442, 0x1F4FC},
    Range{0x1F4FF, 0x1F53D}, Range{0x1F54B, 0x1F54E}, Range{0x1F550, 0x1F567},
    Range{0x1F57A, 0x1F57A}, Range{0x1F595, 0x1F596}, Range{0x1F5A4, 0x1F5A4},
    Range{0x1F5FB, 0x1F64F}, Range{0x1F680, 0x1F6C5}, Range{0x1F6CC, 0x1F6CC},
    Range{0x1F6D0, 0x1F6D2}, Range{0x1F6D5, 0x1F6DF}, Range{0x1F6EB, 0x1F6EC},
    Range{0x1F6F4, 0x1F6FC}, Range{0x1F7E0, 0x1F7EB}, Range{0x1F90C, 0x1F93A},
    Range{0x1F93C, 0x1F945}, Range{0x1F947, 0x1FAFF}, Range{0x20000, 0x3FFFD}};

bool is_in(std::span<const Range> ranges, std::uint32_t point) {
  const auto at = std::upper_bound(ranges.begin(), ranges.end(), point,
                                   [](std::uint32_t p, const Range& r) { return p < r.first; });
  return at != ranges.begin() && point <= std::prev(at)->last;
}

// The first character of a non-empty `text`, and how wide it is drawn.
struct Character {
  std::string_view bytes;
  std::uint32_t point;
  std::size_t columns;
};

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0xC0 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (length == 1 || text.size() < length) return {text.substr(0, 1), byte(0), 1};
  std::uint32_t point = byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (byte(i) & 0x3FU);
  const std::size_t columns = is_in(kNoWidth, point) ? 0 : is_in(kDouble, point) ? 2 : 1;
  return {text.substr(0, length), point, columns};
}

// Where `text` must be cut so that what comes before is at most `columns` wide.
std::size_t fitting(std::string_view text, std::size_t columns) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Character next = first_character(text.substr(at));
    if (next.columns > columns) break;
    columns -= next.columns;
    at += next.bytes.size();
  }
  return at;
}

std::string limit_marks(std::string_view text) {
  std::string limited;
  std::size_t marks = 0;
  while (!text.empty()) {
    const Character next = first_character(text);
    marks = next.columns == 0 ? marks + 1 : 0;
    if (marks <= kMaxMarks) limited += next.bytes;
    text.remove_prefix(next.bytes.size());
  }
  return limited;
}

// GitHub obeys "##[", Azure "##vso[", TeamCity "##teamcity[".
std::string disarm(std::string_view text) {
  std::string disarmed;
  disarmed.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    disarmed += text[at];
    if (text[at] != '#' || text.substr(at + 1, 1) != "#") continue;
    const std::string_view rest = text.substr(at + 2, kLongestCommand);
    const std::size_t end = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
    if (end != std::string_view::npos && rest[end] == '[') disarmed += '\\';
  }
  return disarmed;
}

}  // namespace

std::string paint(std::string_view text, Tone tone, bool color) {
  constexpr std::array<std::string_view, 7> kCodes = {"", "1", "2", "32", "31", "33", "36"};
  const std::string_view code = kCodes[static_cast<std::size_t>(tone)];
  if (!color || code.empty() || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string tame(std::string_view hostile) {
  std::string spaced;
  spaced.reserve(hostile.size());
  for (const char c : hostile) {
    if (c == '\t')
      spaced += "    ";
    else
      spaced += c;
  }
  return disarm(limit_marks(printable_line(spaced)));
}

std::size_t after_blanks(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size()) {
    const Character next = first_character(line.substr(at));
    if (!is_in(kBlank, next.point)) break;
    at += next.bytes.size();
  }
  return at;
}

std::string disarm_start(std::string line) {
  const std::size_t start = after_blanks(line);
  if (line.compare(start, 2, "::") == 0) line.insert(start, "\\");
  return line;
}

std::vector<std::string> tame_lines(std::string_view hostile) {
  if (hostile.ends_with('\n')) hostile.remove_suffix(1);
  std::vector<std::string> lines;
  for (std::string_view line : split(hostile, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(tame(line));
  }
  return lines;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character next = first_character(text);
    columns += next.columns;
    text.remove_prefix(next.bytes.size());
  }
  return columns;
}

std::string to_ascii(std::string_view text) {
  std::string ascii;
  while (!text.empty()) {
    const Character next = first_character(text);
    const auto* known = std::find_if(kPlainer.begin(), kPlainer.end(),
                                     [&](const Plainer& p) { return p.mark == next.bytes; });
    if (known != kPlainer.end())
      ascii += known->ascii;
    else if (next.point < 0x80)
      ascii += next.bytes;
    else
      ascii.append(next.columns, '?');
    text.remove_prefix(next.bytes.size());
  }
  return ascii;
}

std::string truncate(std::string_view text, std::size_t columns) {
  if (fitting(text, columns) == text.size()) return std::string(text);
  if (columns == 0) return {};
  return std::string(text.substr(0, fitting(text, columns - 1))) + std::string(kEllipsis);
}

std::string truncate_start(std::string_view text, std::size_t columns) {
  std::size_t width = display_width(text);
  if (width <= columns) return std::string(text);
  if (columns == 0) return {};
  while (!text.empty() && width > columns - 1) {
    const Character next = first_character(text);
    width -= next.columns;
    text.remove_prefix(next.bytes.size());
  }
  return std::string(kEllipsis) + std::string(text);
}

std::string pad(std::string_view text, std::size_t columns, Align align) {
  const std::size_t width = display_width(text);
  const std::string fill(columns > width ? columns - width : 0, ' ');
  return align == Align::kLeft ? std::string(text) + fill : fill + std::string(text);
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  columns = std::max<std::size_t>(columns, 2);  // room for one wide character
  std::vector<std::string> lines;
  std::string line;
  for (std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    const std::size_t used = display_width(line) + 1;
    if (!line.empty() && (used > columns || fitting(word, columns - used) < word.size())) {
      lines.push_back(std::move(line));
      line.clear();
    }
    for (std::size_t at = fitting(word, columns); at < word.size(); at = fitting(word, columns)) {
      lines.emplace_back(word.substr(0, at));
      word.remove_prefix(at);
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace assay::report
