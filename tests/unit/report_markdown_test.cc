#include "report/markdown.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "report/display.h"

namespace assay::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TextStyle plain(unsigned width) {
  TextStyle style;
  style.width = width;
  return style;
}

constexpr const char* kReadme =
    "# A pool\n"
    "\n"
    "A **fixed** number of `workers`,\n"
    "see [the page](https://example.com/a).\n"
    "\n"
    "- at most `n` calls of a function with a long enough description to wrap\n"
    "  and its second line\n"
    "- another\n"
    "  1. inner\n"
    "\n"
    "```go\n"
    "func New(workers int) *Pool\n"
    "\n"
    "\treturn nil\n"
    "```\n"
    "\n"
    "    indented code\n"
    "\n"
    "| call | what |\n"
    "| --- | --- |\n"
    "| `New` | makes a pool |\n"
    "\n"
    "> quoted\n"
    "> words\n"
    "after\n";

TEST(Markdown, IsDrawnForATerminalWithoutColours) {
  EXPECT_EQ(markdown_to_text(kReadme, plain(60)),
            "A pool\n"
            "\n"
            "A fixed number of `workers`, see the page\n"
            "(https://example.com/a).\n"
            "\n"
            "• at most `n` calls of a function with a long enough\n"
            "  description to wrap and its second line\n"
            "• another\n"
            "  1. inner\n"
            "\n"
            "    func New(workers int) *Pool\n"
            "\n"
            "        return nil\n"
            "\n"
            "    indented code\n"
            "\n"
            "call   what\n"
            "`New`  makes a pool\n"
            "\n"
            "| quoted words after\n");
}

TEST(Markdown, ColoursTakeThePlaceOfMarks) {
  TextStyle style = plain(60);
  style.color = true;
  const std::string text = markdown_to_text("# Head\n\nA **bold** `word`.\n", style);
  EXPECT_THAT(text, HasSubstr(paint("Head", Tone::kBold, true)));
  EXPECT_THAT(text, HasSubstr(paint("bold", Tone::kBold, true)));
  EXPECT_THAT(text, HasSubstr(paint("word", Tone::kAccent, true) + "."));
  EXPECT_THAT(text, Not(HasSubstr("`")));
}

TEST(Markdown, NoLineButCodeIsWiderThanTheTerminal) {
  std::string long_text = "- ";
  for (int i = 0; i < 200; ++i) long_text += "word" + std::string(i % 13, 'x') + " ";
  long_text += std::string(300, 'y') + "\n\n## " + std::string(200, 'h');
  for (const unsigned width : {50U, 80U, 120U}) {
    const std::string drawn = markdown_to_text(long_text, plain(width));
    for (const std::string_view line : split(drawn, '\n'))
      EXPECT_LE(display_width(line), width) << line;
  }
  EXPECT_THAT(markdown_to_text("```\n" + std::string(300, 'c') + "\n```\n", plain(50)),
              HasSubstr(std::string(300, 'c')));
}

TEST(Markdown, NothingInItReachesTheTerminalAsACommand) {
  const std::string attack = "\x1b[2J\x07\xff\xe2\x80\xae";
  std::string text = "# " + attack + "\n" + attack + "\n- " + attack + "\n```\n" + attack +
                     "\n```\n| " + attack + " |\n[" + attack + "](" + attack +
                     ")\n::error::no\n\r\n`" + attack;
  const std::string drawn = markdown_to_text(text, plain(80));
  EXPECT_EQ(drawn, printable(drawn));
  for (const std::string_view line : split(drawn, '\n')) EXPECT_THAT(line, Not(StartsWith("::")));
}

TEST(Markdown, UnfinishedMarksAreText) {
  EXPECT_EQ(markdown_to_text("a `b and **c and [d](e\n", plain(80)), "a `b and **c and [d](e\n");
  EXPECT_EQ(markdown_to_text("2 * 3 * 4, a_b_c, #tag, \\*x\\*\n", plain(80)),
            "2 * 3 * 4, a_b_c, #tag, *x*\n");
  EXPECT_EQ(markdown_to_text("```\nnever closed\n", plain(80)), "    never closed\n");
  EXPECT_EQ(markdown_to_text("", plain(80)), "");
}

TEST(Markdown, ManyMarksTakeNoLongerThanTheyShould) {
  for (const char* mark : {"[", "`", "**", "](", "|", ">", "- ", "#"}) {
    std::string text = "x ";
    while (text.size() < 200'000) text += mark;
    EXPECT_FALSE(markdown_to_text(text, plain(80)).empty()) << mark;
  }
}

}  // namespace
}  // namespace assay::report
