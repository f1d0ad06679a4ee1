// The sheet that a text report is written on: headings, paragraphs, labelled
// values, quoted code. Every line of a report leaves through emit(), which sees to
// it that no line begins with what a CI takes for a command ("::error ...").
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/display.h"
#include "report/view.h"

namespace assay::report {

/// How a report for a terminal is drawn.
struct TextStyle {
  bool color = false;
  unsigned width = 80;  ///< columns; less than 50 counts as 50
  View view = View::kCandidate;
  bool unicode = true;  ///< marks and rules beyond ASCII
};

/// A piece of a line. `text` is safe to print: tame() made it, or we did.
struct Span {
  std::string text;
  Tone tone = Tone::kPlain;
};

class Page {
 public:
  explicit Page(const TextStyle& style);

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] bool color() const { return style_.color; }
  [[nodiscard]] View view() const { return style_.view; }
  [[nodiscard]] const std::string& text() const { return text_; }

  /// An empty line, unless the page is empty or its last line is.
  void gap();
  /// A gap, then a heading.
  void heading(std::string_view title);
  /// One line, cut at the page's width.
  void line(std::size_t indent, const std::vector<Span>& spans);
  /// `left`, and `right` at the page's right edge; `left` is cut to make room.
  void edges(const Span& left, const Span& right);
  /// Text wrapped between `indent` and the page's width; of very long text, the beginning.
  void paragraph(std::size_t indent, std::string_view text, Tone tone = Tone::kPlain);
  /// The lead, then text that wraps below itself from the column `indent` + `hang`. A lead wider
  /// than that gets a line of its own.
  void hanging(std::size_t indent, const Span& lead, std::size_t hang, std::string_view text,
               Tone tone = Tone::kPlain);
  /// Text about a place ("limiter.go:42"): beside it, or below it where the place is long. Without
  /// a place, behind a bullet.
  void located(std::size_t indent, const Span& place, std::string_view text);
  /// A line of the candidate's code or output behind a rule: "  42 │ l.tokens--".
  void quote(std::size_t indent, std::string_view label, std::string_view text);
  /// Lines that a Table made.
  void block(std::string_view lines);

 private:
  void emit(std::size_t indent, std::vector<Span> spans);

  TextStyle style_;
  std::size_t width_;
  std::string text_;
};

}  // namespace assay::report
