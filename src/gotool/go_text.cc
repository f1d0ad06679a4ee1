#include "gotool/go_text.h"

#include <algorithm>
#include <charconv>

namespace assay::gotool {
namespace {

void append_utf8(std::string& text, std::uint32_t point) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0 | (point >> 6));
    add(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    add(0xE0 | (point >> 12));
    add(0x80 | ((point >> 6) & 0x3F));
    add(0x80 | (point & 0x3F));
  } else {
    add(0xF0 | (point >> 18));
    add(0x80 | ((point >> 12) & 0x3F));
    add(0x80 | ((point >> 6) & 0x3F));
    add(0x80 | (point & 0x3F));
  }
}

// Takes `digits` hexadecimal digits off `text`.
std::optional<std::uint32_t> take_hex(std::string_view& text, std::size_t digits) {
  std::uint32_t value = 0;
  if (text.size() < digits) return std::nullopt;
  const char* end = text.data() + digits;
  const auto [at, error] = std::from_chars(text.data(), end, value, 16);
  if (error != std::errc() || at != end) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

// Takes what follows a backslash off `text` and appends what it stands for.
bool take_escape(std::string_view& text, std::string& out) {
  constexpr std::string_view kLetters = "abfnrtv\\\"";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\\"";
  if (text.empty()) return false;
  const char letter = text.front();
  text.remove_prefix(1);
  if (const std::size_t at = kLetters.find(letter); at != std::string_view::npos) {
    out += kMeanings[at];
    return true;
  }
  const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  if (digits == 0) return false;
  const auto value = take_hex(text, digits);
  if (!value || *value > 0x10FFFF) return false;
  if (letter == 'x') {
    out += static_cast<char>(*value);
  } else {
    append_utf8(out, *value);
  }
  return true;
}

}  // namespace

std::optional<std::uint64_t> read_number(std::string_view text) {
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text.empty() || text.size() > 18 || (text.size() > 1 && text[0] == '0')) {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<std::string> take_quoted(std::string_view& text) {
  std::string_view rest = text;
  if (!rest.starts_with('"')) return std::nullopt;
  rest.remove_prefix(1);
  std::string value;
  while (!rest.empty()) {
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '"') {
      text = rest;
      return value;
    }
    if (c < 0x20 || c > 0x7E) return std::nullopt;
    if (c != '\\') {
      value += c;
    } else if (!take_escape(rest, value)) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

bool FieldReader::enter(std::string_view name) {
  if (!first_) good_ = good_ && rest_.starts_with(' ');
  if (good_ && !first_) rest_.remove_prefix(1);
  first_ = false;
  good_ = good_ && rest_.starts_with(name) && rest_.substr(name.size()).starts_with('=');
  if (good_) rest_.remove_prefix(name.size() + 1);
  return good_;
}

std::string_view FieldReader::take_word() {
  const std::string_view word = rest_.substr(0, rest_.find(' '));
  rest_.remove_prefix(word.size());
  return word;
}

std::optional<std::uint64_t> FieldReader::number(std::string_view name) {
  if (!enter(name)) return std::nullopt;
  const auto value = read_number(take_word());
  good_ = value.has_value();
  return value;
}

std::optional<std::string> FieldReader::quoted(std::string_view name) {
  if (!enter(name)) return std::nullopt;
  auto value = take_quoted(rest_);
  good_ = value.has_value();
  return value;
}

std::optional<std::string> FieldReader::bare(std::string_view name) {
  if (!enter(name)) return std::nullopt;
  const std::string_view word = take_word();
  good_ = !word.empty();
  if (!good_) return std::nullopt;
  return std::string(word);
}

}  // namespace assay::gotool
