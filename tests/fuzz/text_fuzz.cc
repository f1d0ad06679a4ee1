// What printable() lets through must be harmless on a terminal, whatever came in.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  const std::string lines = assay::printable(text);
  require(assay::is_utf8(lines));
  for (const char c : lines) require(!is_control(c) || c == '\n' || c == '\t');
  require(assay::printable(lines) == lines);

  const std::string line = assay::printable_line(text);
  require(assay::is_utf8(line));
  for (const char c : line) require(!is_control(c));

  const std::size_t half = size / 2;
  const std::string_view a = text.substr(0, std::min<std::size_t>(half, 64));
  const std::string_view b = text.substr(half, 64);
  require(assay::edit_distance(a, b) == assay::edit_distance(b, a));
  require(assay::edit_distance(a, a) == 0);
  return 0;
}
