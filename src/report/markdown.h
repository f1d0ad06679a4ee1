// A README for a terminal: what Markdown marks is drawn, everything else is kept.
// The text may come from anyone, so all of it goes through tame(); nothing in it
// reaches the terminal as a command.
#pragma once

#include <string>
#include <string_view>

#include "report/page.h"

namespace assay::report {

/// Headings, paragraphs, lists, quotes and tables wrapped at style.width; code as it stands,
/// indented. Never fails: what is no Markdown is a paragraph. Of more than a mebibyte, the
/// beginning.
std::string markdown_to_text(std::string_view markdown, const TextStyle& style);

}  // namespace assay::report
