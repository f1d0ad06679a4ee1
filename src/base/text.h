// Text that came from outside is hostile: it may hold terminal escapes, invalid
// UTF-8 or characters that reorder what a person reads. These functions make it
// printable; nothing else in assay does that on its own.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
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

/// The parts are views of `text`, so a string that would be gone at once is refused.
std::vector<std::string_view> split(std::string_view text, char separator);
template <class Text>
requires std::same_as<std::remove_const_t<Text>, std::string> std::vector<std::string_view> split(
    Text&& text, char separator)
= delete;

/// How many single-character edits lead from one to the other; for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace assay
