#include "exercise/names.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace assay::exercise {
namespace {

constexpr std::array<std::string_view, 14> kNeverImported = {
    "C",           "unsafe",         "plugin",        "expvar",           "os/exec",
    "runtime/cgo", "runtime/race",   "runtime/pprof", "runtime/coverage", "runtime/trace",
    "testing",     "net/http/pprof", "net/http/cgi",  "net/http/fcgi"};

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower_or_digit(char c) {
  return is_lower(c) || is_digit(c);
}
bool is_word(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) || c == '_';
}

template <class Predicate>
bool all(std::string_view text, Predicate predicate) {
  return !text.empty() && std::all_of(text.begin(), text.end(), predicate);
}

}  // namespace

bool is_slug(std::string_view text) {
  const auto parts = split(text, '-');
  return text.size() <= 64 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return all(part, is_lower_or_digit);
         });
}

bool is_identifier(std::string_view text) {
  return all(text, is_word) && !is_digit(text[0]);
}

bool is_test_name(std::string_view text) {
  return text.size() > 4 && text.starts_with("Test") && all(text, is_word) && !is_lower(text[4]) &&
         text != "TestMain";
}

bool is_standard_import(std::string_view path) {
  const auto parts = split(path, '/');
  return is_lower(parts[0].empty() ? '/' : parts[0][0]) &&
         std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return all(part, is_lower_or_digit) && part != "internal" && part != "vendor";
         });
}

bool is_never_importable(std::string_view path) {
  return path.starts_with("testing/") ||
         std::find(kNeverImported.begin(), kNeverImported.end(), path) != kNeverImported.end();
}

std::string_view package_of(std::string_view qualified_name) {
  return qualified_name.substr(0, qualified_name.rfind('.'));
}

bool is_qualified_name(std::string_view text) {
  const std::string_view package = package_of(text);
  if (package.size() == text.size()) return false;
  const std::string_view name = text.substr(package.size() + 1);
  return is_standard_import(package) && is_identifier(name) && is_upper(name[0]);
}

bool is_analyzer_name(std::string_view text) {
  return all(text, is_lower_or_digit) && is_lower(text[0]);
}

bool is_package_folder(std::string_view text) {
  const auto parts = split(text, '/');
  return text == "." || std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return is_identifier(part) && part[0] != '_' && part != "vendor" && part != "testdata";
         });
}

bool is_submission_glob(std::string_view text) {
  return text.ends_with(".go") && !text.ends_with("_test.go") && !text.starts_with(".") &&
         !text.starts_with("_") && all(text, [](char c) {
           return is_word(c) || c == '.' || c == '-' || c == '*' || c == '?';
         });
}

bool is_go_version(std::string_view text) {
  if (!text.starts_with("1.") || text.size() > 5 || text.substr(2).starts_with("0")) return false;
  unsigned minor = 0;
  const char* const end = text.data() + text.size();
  const auto [after, failure] = std::from_chars(text.data() + 2, end, minor);
  return failure == std::errc() && after == end && minor >= 25;
}

}  // namespace assay::exercise
