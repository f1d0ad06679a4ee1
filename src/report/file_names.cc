#include "report/file_names.h"

#include <algorithm>
#include <array>

#include "base/digest.h"

namespace assay::report {
namespace {

constexpr std::size_t kLongest = 80;
constexpr std::size_t kDigits = 8;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lowered;
}

// Windows' device names, with whatever follows the first dot.
bool is_device(std::string_view text) {
  const std::string name = lower(text.substr(0, text.find('.')));
  constexpr std::array<std::string_view, 4> kDevices = {"con", "prn", "aux", "nul"};
  if (std::find(kDevices.begin(), kDevices.end(), name) != kDevices.end()) return true;
  return name.size() == 4 && (name.starts_with("com") || name.starts_with("lpt")) &&
         name[3] >= '0' && name[3] <= '9';
}

std::string digits_of(std::string_view text) {
  return to_hex(sha256(text)).substr(0, kDigits);
}

}  // namespace

std::string file_stem(std::string_view text) {
  std::string stem;
  for (const char c : text.substr(0, kLongest)) stem += is_plain(c) ? c : '_';
  if (stem.empty() || stem.front() == '.' || stem.front() == '-' || is_device(stem))
    stem.insert(0, "_");
  if (stem.back() == '.') stem.back() = '_';
  if (stem == text) return stem;
  stem.resize(std::min(stem.size(), kLongest - kDigits - 1));
  return stem + "-" + digits_of(text);
}

std::string FileNames::next(std::string_view candidate, std::string_view exercise,
                            std::string_view extension) {
  const std::string stem = file_stem(candidate) + "." + file_stem(exercise);
  std::string name = stem + "." + std::string(extension);
  for (std::size_t again = 2; !taken_.insert(lower(name)).second; ++again)
    name = stem + "-" + std::to_string(again) + "." + std::string(extension);
  return name;
}

}  // namespace assay::report
