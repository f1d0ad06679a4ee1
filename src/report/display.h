// Text in columns. A column is a cell of a terminal: an East Asian wide character
// or an emoji takes two, a combining mark none. All functions take valid UTF-8
// (run what came from outside through tame() first); on invalid bytes they count
// one column each and never read past the end.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::report {

/// What a piece of text means; paint() turns it into a colour.
enum class Tone { kPlain, kBold, kFaint, kGood, kBad, kWarn, kAccent };

/// `text` between the escape sequences of `tone`, or as it is where `color` is false.
std::string paint(std::string_view text, Tone tone, bool color);

/// One line of harmless text: printable_line(), with tabs as spaces, with no more than a few
/// combining marks on one character, so that nothing overprints the lines around it, and with a
/// backslash within what a CI obeys anywhere in a line ("##[error]", "##vso[").
std::string tame(std::string_view hostile);

/// Where `line` goes on after its leading blanks, which are what a CI's runner (.NET's TrimStart)
/// skips when it looks for a command: spaces, and Unicode's other spaces too.
std::size_t after_blanks(std::string_view line);

/// `line`, with a backslash before "::" where it begins with that, after blanks or not: GitHub
/// obeys such lines.
std::string disarm_start(std::string line);

/// The lines of a longer text, each through tame(). A final newline makes no line of its own.
std::vector<std::string> tame_lines(std::string_view hostile);

std::size_t display_width(std::string_view text);

/// `text` for a terminal without Unicode: our marks as plainer ones, all else as question marks, in
/// the same columns.
std::string to_ascii(std::string_view text);

/// At most `columns` wide; what was cut is shown as an ellipsis.
std::string truncate(std::string_view text, std::size_t columns);
/// The same, but the start is cut: for paths, whose end tells more.
std::string truncate_start(std::string_view text, std::size_t columns);

enum class Align { kLeft, kRight };
/// Filled with spaces up to `columns`; longer text stays as it is.
std::string pad(std::string_view text, std::size_t columns, Align align = Align::kLeft);

/// Lines of at most `columns`, broken at spaces, and inside words that are longer than a line.
/// There is at least one line; runs of spaces become one.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace assay::report
