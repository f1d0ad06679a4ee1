// The interviewer's questions: the numbered list in the section "## Questions" of an exercise's
// interviewer.md, which the criteria of exercise.json refer to by number (`ask`).
//
// An item begins with its number at the beginning of a line ("3. What ..."); the lines after it
// belong to it until the next number, a line that is not indented after a blank one, or a heading.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/exercise.h"

namespace assay::exercise {

/// One item: Markdown, each paragraph on one line, a blank line between two.
struct Question {
  std::uint32_t number = 0;  ///< as it is written
  std::string text;
};

/// The questions of a page, in its order; none if it has no such section. Never fails.
std::vector<Question> parse_questions(std::string_view markdown);

/// What to ask someone who lost `criterion`, most relevant first; none if it names no question.
/// Markdown of the exercise's author, for interviewers only. An error if interviewer.md is missing,
/// larger than 1 MiB, no UTF-8, numbered otherwise than 1, 2, 3, ... or has no such question.
Result<std::vector<std::string>> questions_of(const Exercise& exercise, const Criterion& criterion);

/// Whether every question that a criterion names is there.
Status check_questions(const Exercise& exercise);

}  // namespace assay::exercise
