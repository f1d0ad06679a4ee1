// Blocks are recognised line by line, then their text is divided into words that
// carry what they mean, and the words are laid out in lines.
#include "report/markdown.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "report/table.h"

namespace assay::report {
namespace {

constexpr std::size_t kMaxBytes = 1U << 20;
constexpr std::size_t kMaxIndent = 16;
constexpr std::size_t kReach = 1024;  // how far ahead the end of what a mark begins is looked for
constexpr std::size_t kNarrowestMarkdown = 40;

using Word = std::vector<Span>;  // pieces without a space between them

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool is_fence(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.starts_with("```") || text.starts_with("~~~");
}

// How many '#' make a heading of it; 0 if it is none.
std::size_t heading_level(std::string_view line) {
  const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
  return level >= 1 && level <= 6 && level < line.size() && line[level] == ' ' ? level : 0;
}

// The length of "- ", "* ", "12. " at the front of `text`; 0 if there is none.
std::size_t bullet_length(std::string_view text) {
  if (text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ")) return 2;
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == std::string_view::npos || digits == 0 || digits > 3) return 0;
  return text.substr(digits).starts_with(". ") ? digits + 2 : 0;
}

bool is_rule(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.size() >= 3 && (text.find_first_not_of('-') == std::string_view::npos ||
                              text.find_first_not_of('*') == std::string_view::npos);
}

bool is_table_row(std::string_view line) {
  return trimmed(line).starts_with("|");
}

// The row of dashes below a table's head.
bool is_table_rule(std::string_view line) {
  return trimmed(line).find_first_not_of("|-: ") == std::string_view::npos;
}

std::vector<std::string> table_cells(std::string_view line) {
  std::string_view text = trimmed(line);
  text.remove_prefix(1);
  if (text.ends_with('|')) text.remove_suffix(1);
  std::vector<std::string> cells;
  for (const std::string_view cell : split(text, '|')) cells.emplace_back(trimmed(cell));
  return cells;
}

// Divides a block's text into words. Without colours the marks of code stay, because nothing else
// would tell it from the words around it.
class Inline {
 public:
  Inline(std::string_view text, bool color) : text_(text), color_(color) {}

  std::vector<Word> words() {
    while (at_ < text_.size()) step();
    end_word();
    return std::move(words_);
  }

 private:
  void step() {
    const std::string_view rest = text_.substr(at_, kReach);
    if (rest.front() == '`') return code(rest);
    if (rest.starts_with("**") && (bold_ || rest.find("**", 2) != std::string_view::npos)) {
      bold_ = !bold_;
      at_ += 2;
    } else if (rest.front() == '[' && link(rest)) {
      return;
    } else if (rest.front() == '\\' && rest.size() > 1 &&
               std::string_view("\\`*_[]#|-").find(rest[1]) != std::string_view::npos) {
      put(rest.substr(1, 1), bold_ ? Tone::kBold : Tone::kPlain);
      at_ += 2;
    } else {
      put(rest.substr(0, 1), bold_ ? Tone::kBold : Tone::kPlain);
      ++at_;
    }
  }

  void code(std::string_view rest) {
    const std::size_t ticks = std::min(rest.find_first_not_of('`'), rest.size());
    const std::string mark(ticks, '`');
    const std::size_t end = rest.find(mark, ticks);
    const std::string_view inside =
        end == std::string_view::npos ? rest : rest.substr(ticks, end - ticks);
    if (end == std::string_view::npos || !color_)
      put(rest.substr(0, end == std::string_view::npos ? ticks : end + ticks), Tone::kPlain);
    else
      put(inside, Tone::kAccent);
    at_ += end == std::string_view::npos ? ticks : end + ticks;
  }

  // [words](target): the words, and the target unless it says the same.
  bool link(std::string_view rest) {
    const std::size_t middle = rest.find("](");
    const std::size_t end = rest.find(')', middle == std::string_view::npos ? 0 : middle);
    if (middle == std::string_view::npos || end == std::string_view::npos) return false;
    const std::string_view words = rest.substr(1, middle - 1);
    const std::string_view target = rest.substr(middle + 2, end - middle - 2);
    if (words.find('[') != std::string_view::npos) return false;
    put(words, Tone::kPlain);
    if (target != words) {
      put(" (", Tone::kPlain);
      put(target, Tone::kFaint);
      put(")", Tone::kPlain);
    }
    at_ += end + 1;
    return true;
  }

  void put(std::string_view text, Tone tone) {
    for (const char c : text) {
      if (c == ' ') {
        end_word();
        continue;
      }
      if (word_.empty() || word_.back().tone != tone) word_.push_back({"", tone});
      word_.back().text += c;
    }
  }

  void end_word() {
    if (!word_.empty()) words_.push_back(std::move(word_));
    word_.clear();
  }

  std::string_view text_;
  bool color_;
  bool bold_ = false;
  std::size_t at_ = 0;
  Word word_;
  std::vector<Word> words_;
};

std::size_t width_of(const Word& word) {
  std::size_t width = 0;
  for (const Span& span : word) width += display_width(span.text);
  return width;
}

// A word that is wider than a line is cut into pieces that are not.
std::vector<Word> fit(std::vector<Word> words, std::size_t columns) {
  std::vector<Word> fitting;
  for (Word& word : words) {
    if (width_of(word) <= columns) {
      fitting.push_back(std::move(word));
      continue;
    }
    for (const Span& span : word)
      for (std::string& piece : wrap(span.text, columns))
        fitting.push_back({{std::move(piece), span.tone}});
  }
  return fitting;
}

class Renderer {
 public:
  explicit Renderer(const TextStyle& style)
      : style_(style),
        page_(style),
        width_(std::max<std::size_t>(style.width, kNarrowestMarkdown)) {}

  std::string render(std::string_view markdown) {
    const std::vector<std::string> lines = tame_lines(markdown.substr(0, kMaxBytes));
    for (std::size_t i = 0; i < lines.size();) i = block(lines, i);
    return page_.text();
  }

 private:
  using Lines = std::vector<std::string>;

  // Draws the block that begins at line `i` and gives the line after it.
  std::size_t block(const Lines& lines, std::size_t i) {
    const std::string& line = lines[i];
    if (trimmed(line).empty()) {
      page_.gap();
      return i + 1;
    }
    if (is_fence(line)) return fenced(lines, i);
    if (const std::size_t level = heading_level(line); level > 0) {
      page_.gap();
      lay_out(0, 0, "", trimmed(std::string_view(line).substr(level)), Tone::kBold);
      page_.gap();
      return i + 1;
    }
    if (is_rule(line)) {
      page_.line(0, {{std::string(width_ / 2, '-'), Tone::kFaint}});
      return i + 1;
    }
    if (is_table_row(line)) return table(lines, i);
    if (indent_of(line) >= 4 && bullet_length(trimmed(line)) == 0) return indented(lines, i);
    return flowing(lines, i);
  }

  std::size_t fenced(const Lines& lines, std::size_t i) {
    const std::size_t margin = indent_of(lines[i]);
    const std::string mark(trimmed(lines[i]).substr(0, 3));
    for (++i; i < lines.size() && !trimmed(lines[i]).starts_with(mark); ++i)
      code(std::string_view(lines[i]).substr(std::min(margin, indent_of(lines[i]))));
    return i + 1;
  }

  std::size_t indented(const Lines& lines, std::size_t i) {
    for (; i < lines.size() && indent_of(lines[i]) >= 4; ++i)
      code(std::string_view(lines[i]).substr(4));
    return i;
  }

  // A line of code, never wrapped: it could no longer be copied.
  void code(std::string_view text) {
    if (trimmed(text).empty())
      page_.gap();
    else
      page_.block(paint("    " + std::string(text), Tone::kAccent, style_.color));
  }

  std::size_t table(const Lines& lines, std::size_t i) {
    std::vector<std::vector<std::string>> rows;
    const std::size_t head = i;
    for (; i < lines.size() && is_table_row(lines[i]); ++i)
      if (!is_table_rule(lines[i])) rows.push_back(table_cells(lines[i]));
    if (rows.empty()) return i;
    const bool has_head = head + 1 < lines.size() && is_table_rule(lines[head + 1]);
    std::vector<Column> columns;
    for (const std::string& title : rows.front())
      columns.push_back({has_head ? title : "", Align::kLeft, Fit::kWrap});
    Table drawn(columns);
    for (std::size_t row = has_head ? 1 : 0; row < rows.size(); ++row) {
      std::vector<Cell> cells;
      for (std::string& cell : rows[row]) cells.push_back({std::move(cell)});
      drawn.add(std::move(cells));
    }
    page_.block(drawn.text(width_, style_.color));
    return i;
  }

  // A paragraph, an entry of a list or a quote: a first line and those that go on with it.
  std::size_t flowing(const Lines& lines, std::size_t i) {
    std::string_view first = trimmed(lines[i]);
    std::size_t indent = std::min(indent_of(lines[i]), kMaxIndent);
    std::string lead;
    const bool quote = first.starts_with(">");
    if (const std::size_t bullet = bullet_length(first); bullet > 0) {
      lead = first.substr(0, bullet);
      if (bullet == 2) lead = style_.unicode ? "• " : "* ";
      first.remove_prefix(bullet);
    } else if (quote) {
      lead = "| ";
    }
    std::string text(unquoted(first, quote));
    for (++i; i < lines.size() && goes_on(lines[i], quote); ++i)
      text.append(" ").append(unquoted(trimmed(lines[i]), quote));
    lay_out(indent, display_width(lead), lead, text, Tone::kPlain);
    return i;
  }

  static std::string_view unquoted(std::string_view text, bool quote) {
    if (!quote || !text.starts_with(">")) return text;
    text.remove_prefix(1);
    return trimmed(text);
  }

  static bool goes_on(std::string_view line, bool quote) {
    const std::string_view text = trimmed(line);
    return !text.empty() && !is_fence(line) && heading_level(line) == 0 && !is_table_row(line) &&
           bullet_length(text) == 0 && (quote || !text.starts_with(">"));
  }

  // `text` behind `lead`, its further lines below its beginning. Words take `tone` unless they have
  // one of their own.
  void lay_out(std::size_t indent, std::size_t hang, const std::string& lead, std::string_view text,
               Tone tone) {
    const std::size_t columns =
        std::max<std::size_t>(width_ - indent - hang, kNarrowestMarkdown / 2);
    std::vector<Span> line;
    std::size_t used = 0;
    bool first = true;
    const auto flush = [&] {
      if (first && !lead.empty()) line.insert(line.begin(), {lead, Tone::kPlain});
      std::string drawn;
      for (const Span& span : line) drawn += paint(span.text, span.tone, style_.color);
      page_.block(std::string(indent + (first ? 0 : hang), ' ') + drawn);
      line.clear();
      used = 0;
      first = false;
    };
    for (Word& word : fit(Inline(text, style_.color).words(), columns)) {
      const std::size_t width = width_of(word);
      if (used > 0 && used + 1 + width > columns) flush();
      if (used > 0) line.push_back({" ", Tone::kPlain});
      used += width + (used > 0 ? 1 : 0);
      for (Span& span : word)
        line.push_back({std::move(span.text), span.tone == Tone::kPlain ? tone : span.tone});
    }
    if (!line.empty() || (first && !lead.empty())) flush();
  }

  TextStyle style_;
  Page page_;
  std::size_t width_;
};

}  // namespace

std::string markdown_to_text(std::string_view markdown, const TextStyle& style) {
  return Renderer(style).render(markdown);
}

}  // namespace assay::report
