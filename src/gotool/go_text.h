// Small readers for text that Go programs write: quoted strings, numbers, and the
// fields of a record. They take what is exactly right and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::gotool {

/// A decimal number of at most 18 digits (so it fits a signed 64-bit integer), without a sign and
/// without needless zeros.
std::optional<std::uint64_t> read_number(std::string_view text);

/// The string that begins with the '"' at the front of `text`, as strconv.QuoteToASCII wrote it,
/// and takes it off `text`. Nothing if there is none, or it does not end.
std::optional<std::string> take_quoted(std::string_view& text);

/// Reads `name=value name=value ...` in the order in which it is asked. Once something is amiss,
/// every later answer is nothing, so it is enough to look at the last.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : rest_(text) {}

  std::optional<std::uint64_t> number(std::string_view name);
  std::optional<std::string> quoted(std::string_view name);
  std::optional<std::string> bare(std::string_view name);  ///< up to the next space

  [[nodiscard]] bool at_end() const { return good_ && rest_.empty(); }

 private:
  bool enter(std::string_view name);
  std::string_view take_word();

  std::string_view rest_;
  bool good_ = true;
  bool first_ = true;
};

}  // namespace assay::gotool
