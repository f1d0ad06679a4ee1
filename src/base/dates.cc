#include "base/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <regex>

#include "base/text.h"

namespace assay {
namespace {

int number(const std::string& text) {
  return text.empty() ? 0 : std::stoi(text);
}

// Seconds east of UTC that "Z", "+02:00" or "-0530" says.
std::int64_t offset_of(const std::string& zone) {
  if (zone == "Z" || zone == "z") return 0;
  const int hours = number(zone.substr(1, 2));
  const int minutes = number(zone.substr(zone.size() - 2));
  return (zone[0] == '-' ? -1 : 1) * (hours * 3600LL + minutes * 60LL);
}

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr std::array<Unit, 5> kUnits = {
    {{'w', 604'800}, {'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}}};
constexpr std::int64_t kTenYears = 3'653 * 86'400LL;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes "12h" and blanks after it off the front. Units that are larger than the last one, or the
// same, are not looked for.
std::optional<std::int64_t> take_part(std::string_view& text, const Unit*& unit) {
  std::int64_t count = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && digits < 10 && is_digit(text[digits]); ++digits)
    count = count * 10 + (text[digits] - '0');
  if (digits == 0 || digits == text.size()) return std::nullopt;
  const char letter = static_cast<char>(text[digits] | 0x20);
  unit = std::find_if(unit, kUnits.end(), [&](const Unit& one) { return one.letter == letter; });
  if (unit == kUnits.end()) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of(' ', digits + 1), text.size()));
  return count * (unit++)->seconds;
}

// Whether the calendar has that day: mktime would silently make 2 March of 30 February.
bool is_real(const std::tm& date) {
  std::tm copy = date;
  const std::time_t time = ::timegm(&copy);
  return time != -1 && copy.tm_mday == date.tm_mday && copy.tm_mon == date.tm_mon &&
         copy.tm_hour == date.tm_hour && copy.tm_min == date.tm_min;
}

}  // namespace

Result<std::int64_t> parse_date(std::string_view text) {
  static const std::regex kForm(
      R"((\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?\s?(Z|z|[+-]\d{2}:?\d{2})?)?)");
  std::smatch match;
  const std::string copy(text.substr(0, 41));
  const auto refuse = [&] {
    return fail(ErrorKind::kUsage, "\"" + printable_line(text.substr(0, 80)) + "\" is no date",
                "write 2026-03-01, 2026-03-01T18:00 or 2026-03-01T18:00:00Z");
  };
  if (copy.size() > 40 || !std::regex_match(copy, match, kForm)) return refuse();
  std::tm date{};
  date.tm_year = number(match.str(1)) - 1900;
  date.tm_mon = number(match.str(2)) - 1;
  date.tm_mday = number(match.str(3));
  const bool whole_day = !match[4].matched;
  date.tm_hour = whole_day ? 23 : number(match.str(4));
  date.tm_min = whole_day ? 59 : number(match.str(5));
  date.tm_sec = whole_day ? 59 : number(match.str(6));
  date.tm_isdst = -1;
  if (!is_real(date)) return refuse();
  if (match[7].matched) return static_cast<std::int64_t>(::timegm(&date)) - offset_of(match.str(7));
  return static_cast<std::int64_t>(std::mktime(&date));
}

std::string date_text(std::int64_t unix_seconds) {
  constexpr std::int64_t kFirst = -62'167'219'200;  // of the year 0
  constexpr std::int64_t kLast = 253'402'300'799;   // of the year 9999
  const std::time_t time = std::clamp(unix_seconds, kFirst, kLast);
  std::tm date{};
  ::gmtime_r(&time, &date);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", date.tm_year + 1900, date.tm_mon + 1,
                     date.tm_mday, date.tm_hour, date.tm_min, date.tm_sec);
}

Result<std::int64_t> parse_duration(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return fail(ErrorKind::kUsage,
                "\"" + printable_line(text.substr(0, 80)) + "\" " + std::string(why),
                "write 2d, 36h, 90m or 1d12h");
  };
  if (text == "0") return 0;
  std::int64_t sum = 0;
  const Unit* unit = kUnits.begin();
  for (std::string_view rest = text; !rest.empty() || unit == kUnits.begin();) {
    const auto part = take_part(rest, unit);
    if (!part) return refuse("is no duration");
    if ((sum += *part) > kTenYears) return refuse("is longer than ten years");
  }
  return sum;
}

std::string duration_text(std::int64_t seconds) {
  std::string text;
  for (const auto& [letter, length] : kUnits) {
    if (letter == 'w' || seconds < length) continue;  // days are counted, not weeks
    text += std::to_string(seconds / length) + letter;
    seconds %= length;
  }
  return text.empty() ? "0" : text;
}

}  // namespace assay
