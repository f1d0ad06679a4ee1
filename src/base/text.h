// Text that came from outside is hostile: it may hold terminal escapes, invalid
// UTF-8 or characters that reorder what a person reads. These functions make it
// printable; nothing else in assay does that on its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Valid UTF-8 in which control characters (but tab and newline), bidirectional controls,
/// zero-width and invalid sequences are shown as \xNN or \u{NNNN}.
std::string printable(std::string_view text);

/// printable(), with newlines and tabs shown as \n and \t: for names and one-line fields.
std::string printable_line(std::string_view text);

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, nothing over U+10FFFF).
bool is_utf8(std::string_view text);

/// A key that is equal for well-formed names which a case-insensitive file system would confuse.
/// It is no text.
std::string fold_case(std::string_view utf8);

std::vector<std::string_view> split(std::string_view text, char separator);

/// How many single-character edits lead from one to the other; for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace assay
