#include "base/dates.h"

#include <ctime>
#include <optional>
#include <regex>
#include <string>

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
  const std::string copy(text);
  const auto refuse = [&] {
    return fail(ErrorKind::kUsage, "\"" + printable_line(text) + "\" is no date",
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

}  // namespace assay
