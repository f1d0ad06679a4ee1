#include "report/page.h"

#include <algorithm>

#include "base/text.h"

namespace assay::report {
namespace {

constexpr unsigned kNarrowestPage = 50;
constexpr std::size_t kLongPlace = 24;

// What a paragraph may fill of the screen: a message can be a megabyte long.
constexpr std::size_t kMostLines = 16;

std::vector<std::string> wrap_paragraph(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines = wrap(truncate(text, columns * kMostLines), columns);
  if (lines.size() > kMostLines) {
    lines.resize(kMostLines);
    lines.back() = truncate(lines.back() + "…", columns);
  }
  return lines;
}

// GitHub obeys "::error ..." where a line begins with it, after blanks too.
void disarm(std::vector<Span>& spans) {
  for (Span& span : spans) {
    if (after_blanks(span.text) == span.text.size()) continue;
    span.text = disarm_start(std::move(span.text));
    return;
  }
}

}  // namespace

Page::Page(const TextStyle& style) : style_(style), width_(std::max(style.width, kNarrowestPage)) {}

void Page::emit(std::size_t indent, std::vector<Span> spans) {
  disarm(spans);
  while (!spans.empty()) {
    std::string& last = spans.back().text;
    last.erase(last.find_last_not_of(' ') + 1);
    if (!last.empty()) break;
    spans.pop_back();
  }
  if (!spans.empty()) text_ += std::string(indent, ' ');
  for (const Span& span : spans)
    text_ += paint(style_.unicode ? span.text : to_ascii(span.text), span.tone, style_.color);
  text_ += '\n';
}

void Page::gap() {
  if (!text_.empty() && !text_.ends_with("\n\n")) text_ += '\n';
}

void Page::heading(std::string_view title) {
  gap();
  emit(0, {{std::string(title), Tone::kBold}});
}

void Page::line(std::size_t indent, const std::vector<Span>& spans) {
  std::size_t room = width_ > indent ? width_ - indent : 0;
  std::vector<Span> cut;
  for (const Span& span : spans) {
    cut.push_back({truncate(span.text, room), span.tone});
    room -= display_width(cut.back().text);
  }
  emit(indent, std::move(cut));
}

void Page::edges(const Span& left, const Span& right) {
  const std::string end = truncate(right.text, width_ / 2);
  const std::size_t room = width_ - display_width(end) - 2;
  emit(0, {{truncate(left.text, room), left.tone},
           {std::string(room - std::min(room, display_width(left.text)) + 2, ' ')},
           {end, right.tone}});
}

void Page::paragraph(std::size_t indent, std::string_view text, Tone tone) {
  for (std::string& line : wrap_paragraph(text, width_ - std::min(width_ - 1, indent)))
    emit(indent, {{std::move(line), tone}});
}

void Page::hanging(std::size_t indent, const Span& lead, std::size_t hang, std::string_view text,
                   Tone tone) {
  const std::size_t column = indent + hang;
  const std::vector<std::string> lines =
      wrap_paragraph(text, width_ - std::min(width_ - 1, column));
  std::size_t next = 0;
  if (display_width(lead.text) < hang) {
    emit(indent, {{pad(lead.text, hang), lead.tone}, {lines[next++], tone}});
  } else {
    line(indent, {lead});
  }
  for (; next < lines.size(); ++next) emit(column, {{lines[next], tone}});
}

void Page::located(std::size_t indent, const Span& place, std::string_view text) {
  const std::size_t columns = display_width(place.text);
  if (columns == 0) {
    hanging(indent, {"•", place.tone}, 2, text);
  } else if (columns <= kLongPlace) {
    hanging(indent, place, columns + 2, text);
  } else {
    line(indent, {{truncate_start(place.text, width_ - indent), place.tone}});
    paragraph(indent + 4, text);
  }
}

void Page::quote(std::size_t indent, std::string_view label, std::string_view text) {
  line(indent, {{std::string(label) + " │ ", Tone::kFaint}, {std::string(text)}});
}

void Page::block(std::string_view lines) {
  if (lines.ends_with('\n')) lines.remove_suffix(1);
  for (const std::string_view each : split(lines, '\n')) emit(0, {{std::string(each)}});
}

}  // namespace assay::report
