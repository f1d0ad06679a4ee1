#include "exercise/go_outline.h"

#include <algorithm>

namespace assay::exercise {
namespace {

bool is_word_of_go(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Gives the words and punctuation of Go source, one by one.
class Words {
 public:
  explicit Words(std::string_view source) : rest_(source) {}

  // The next word, or one other character, or "" at the end.
  std::string_view next() {
    while (!rest_.empty()) {
      if (rest_.starts_with("//"))
        skip_past("\n", 2);
      else if (rest_.starts_with("/*"))
        skip_past("*/", 2);
      else if (rest_[0] == '`')
        skip_past("`", 1);
      else if (rest_[0] == '"' || rest_[0] == '\'')
        skip_quoted();
      else if (is_word_of_go(rest_[0]))
        return take(word_length());
      else if (is_space(rest_[0]))
        rest_.remove_prefix(1);
      else
        return take(1);
    }
    return {};
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  [[nodiscard]] std::size_t word_length() const {
    const auto* const end = std::find_if_not(rest_.begin(), rest_.end(), is_word_of_go);
    return static_cast<std::size_t>(end - rest_.begin());
  }
  std::string_view take(std::size_t length) {
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }
  void skip_past(std::string_view end, std::size_t from) {
    const std::size_t at = rest_.find(end, from);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
  }
  // A quoted literal ends at its line's end at the latest.
  void skip_quoted() {
    const char quote = take(1)[0];
    while (!rest_.empty() && rest_[0] != '\n') {
      const char c = take(1)[0];
      if (c == quote) return;
      if (c == '\\' && !rest_.empty() && rest_[0] != '\n') rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
};

}  // namespace

GoOutline outline(std::string_view source) {
  GoOutline found;
  Words words(source);
  std::string_view before;
  long depth = 0;  // of brackets of every kind
  for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
    if (word == "(" || word == "{" || word == "[") ++depth;
    if (word == ")" || word == "}" || word == "]") --depth;
    if (depth == 0 && before == "func" && is_word_of_go(word[0]))
      found.functions.emplace_back(word);
    if (before == "package" && found.package.empty() && is_word_of_go(word[0]))
      found.package = word;
    before = word;
  }
  return found;
}

}  // namespace assay::exercise
