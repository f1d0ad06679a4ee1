// The one way by which text becomes markup. Whatever a candidate can influence passes through
// escaped(); attribute values are always in double quotes.
#pragma once

#include <string>
#include <string_view>

namespace assay::report::html {

/// One line of text for an element or a quoted attribute: printable, with & < > " ' as references.
std::string escaped(std::string_view hostile);

/// The same for a text that keeps its lines.
std::string escaped_lines(std::string_view hostile);

/// ` name="value"`, escaped.
std::string attribute(std::string_view name, std::string_view value);

}  // namespace assay::report::html
