#include "exercise/questions.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/file.h"
#include "base/text.h"

namespace assay::exercise {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxPageBytes = 1ULL << 20;
constexpr std::string_view kHeading = "## Questions";
constexpr std::size_t kMaxDigits = 9;  // as CommonMark has it

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// Whether a section of the same rank, or a higher one, begins.
bool is_heading(std::string_view line) {
  return line.starts_with("# ") || line.starts_with("## ");
}

// "12. Why?" is question 12; an indented number belongs to the question above it.
std::optional<Question> beginning(std::string_view line) {
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (digits == 0 || digits > kMaxDigits) return std::nullopt;
  const std::string_view rest = line.substr(digits);
  if (!rest.starts_with(". ") && !rest.starts_with(".\t")) return std::nullopt;
  Question question;
  std::from_chars(line.data(), line.data() + digits, question.number);
  question.text = trimmed(rest.substr(1));
  return question;
}

// Collects the lines of a list into its items.
class Items {
 public:
  void take(std::string_view line) {
    const std::string_view text = trimmed(line);
    if (auto question = beginning(line)) {
      questions_.push_back(*std::move(question));
      open_ = true;
      blank_ = false;
    } else if (text.empty()) {
      blank_ = true;
    } else if (open_) {
      continue_with(line, text);
    }
  }

  std::vector<Question> finish() { return std::move(questions_); }

 private:
  void continue_with(std::string_view line, std::string_view text) {
    const bool indented = line.front() == ' ' || line.front() == '\t';
    if (blank_ && !indented) {
      open_ = false;
      return;
    }
    std::string& whole = questions_.back().text;
    whole += whole.empty() ? "" : blank_ ? "\n\n" : " ";
    whole += text;
    blank_ = false;
  }

  std::vector<Question> questions_;
  bool open_ = false;   // the last question goes on
  bool blank_ = false;  // the line before this one was
};

tl::unexpected<Error> refuse(const fs::path& file, const std::string& what, std::string hint) {
  return fail(ErrorKind::kUsage, printable_line(file.string()) + what, std::move(hint));
}

fs::path page_of(const Exercise& exercise) {
  return exercise.folder / "interviewer.md";
}

// The page's questions, of which the number n is at n - 1.
Result<std::vector<Question>> read_questions(const Exercise& exercise) {
  const fs::path page = page_of(exercise);
  std::error_code ec;
  const fs::file_status status = fs::status(page, ec);
  if (status.type() == fs::file_type::not_found)
    return refuse(page, " is missing, and criteria name its questions",
                  "write it, or remove \"ask\" from exercise.json");
  // Opening a FIFO would keep us waiting for ever.
  if (!ec && !fs::is_regular_file(status))
    return refuse(page, " is no regular file", "put the page there");
  if (fs::file_size(page, ec) > kMaxPageBytes && !ec)
    return refuse(page, " is larger than 1 MiB", "make it shorter");
  ASSAY_TRY(const std::string bytes, read_file(page, kMaxPageBytes));
  if (!is_utf8(bytes)) return refuse(page, " is no UTF-8 text", "save it as UTF-8");
  std::vector<Question> questions = parse_questions(bytes);
  for (std::size_t i = 0; i < questions.size(); ++i)
    if (questions[i].number != i + 1)
      return refuse(page,
                    ": the question after " + std::to_string(i) + " has the number " +
                        std::to_string(questions[i].number),
                    "number them 1, 2, 3, ...");
  return questions;
}

// The questions that a criterion names; `pointer` is the criterion's in exercise.json.
Result<std::vector<std::string>> pick(const Exercise& exercise, const Criterion& criterion,
                                      const std::vector<Question>& questions,
                                      const std::string& pointer) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < criterion.ask.size(); ++i) {
    const std::uint32_t number = criterion.ask[i];
    if (number == 0 || number > questions.size())
      return refuse(exercise.folder / "exercise.json",
                    ": " + pointer + "/ask/" + std::to_string(i) + ": names question " +
                        std::to_string(number) + ", but the list below \"" + std::string(kHeading) +
                        "\" in interviewer.md has " + std::to_string(questions.size()),
                    "add the question there, or correct the number");
    texts.push_back(questions[number - 1].text);
  }
  return texts;
}

bool names_questions(const Criterion& criterion) {
  return !criterion.ask.empty();
}

}  // namespace

std::vector<Question> parse_questions(std::string_view markdown) {
  Items items;
  bool inside = false;
  for (const std::string_view line : split(markdown, '\n')) {
    if (is_heading(line))
      inside = trimmed(line) == kHeading;
    else if (inside)
      items.take(line);
  }
  return items.finish();
}

Result<std::vector<std::string>> questions_of(const Exercise& exercise,
                                              const Criterion& criterion) {
  if (!names_questions(criterion)) return std::vector<std::string>{};
  ASSAY_TRY(const auto questions, read_questions(exercise));
  const auto at = std::find_if(exercise.criteria.begin(), exercise.criteria.end(),
                               [&](const Criterion& one) { return one.id == criterion.id; });
  return pick(exercise, criterion, questions,
              "/criteria/" + std::to_string(at - exercise.criteria.begin()));
}

Status check_questions(const Exercise& exercise) {
  const auto& criteria = exercise.criteria;
  if (std::none_of(criteria.begin(), criteria.end(), names_questions)) return {};
  ASSAY_TRY(const auto questions, read_questions(exercise));
  for (std::size_t i = 0; i < criteria.size(); ++i)
    ASSAY_CHECK(pick(exercise, criteria[i], questions, "/criteria/" + std::to_string(i)));
  return {};
}

}  // namespace assay::exercise
