// The interviewer's questions: what a page says, and every way in which a criterion's are refused.
#include "exercise/questions.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "exercise/exercise.h"
#include "exercise_support.h"

namespace assay::exercise {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "number text" of each.
std::vector<std::string> parsed(std::string_view page) {
  std::vector<std::string> texts;
  for (const Question& question : parse_questions(page))
    texts.push_back(std::to_string(question.number) + " " + question.text);
  return texts;
}

TEST(Questions, AreTheItemsOfTheirSection) {
  EXPECT_THAT(parsed("# Page\n\n1. No question.\n\n## Questions\n\nAsk two.\n\n"
                     "1. *Why?* Because\n   of this,\n\tand that.\n2. *How?*\n\n"
                     "## Red flags\n\n3. None.\n"),
              ElementsAre("1 *Why?* Because of this, and that.", "2 *How?*"));
  EXPECT_THAT(parsed("## Questions  \r\n1. a\r\n   b\r\n2. c\r\n"), ElementsAre("1 a b", "2 c"));
  EXPECT_THAT(parsed("## Questions\n1. a\n# Another page\n2. b\n"), ElementsAre("1 a"));
  EXPECT_THAT(parsed("## Questions\n1. a\n## Other\n## Questions\n2. b"),
              ElementsAre("1 a", "2 b"));
}

TEST(Questions, HoldTheirParagraphsAndLists) {
  EXPECT_THAT(
      parsed("## Questions\n1. a\n\n   b\n   1. c\n\n2. d\n\nAside.\nMore.\n\n3. e\n### f\n"),
      ElementsAre("1 a\n\nb 1. c", "2 d", "3 e ### f"));
  EXPECT_THAT(parsed("## Questions\n9. a\nlazy\n0. b\n1.c\n1) d\n"),
              ElementsAre("9 a lazy", "0 b 1.c 1) d"));
}

TEST(Questions, AreNoneWithoutTheSection) {
  for (const char* page :
       {"", "\n", "1. a\n", "# Questions\n1. a\n", "## Follow-up questions\n1. a\n",
        "### Questions\n1. a", "##Questions\n1. a", "## Questions", "## Questions\n- a"})
    EXPECT_THAT(parsed(page), IsEmpty()) << page;
}

TEST(Questions, ComeOfAnyBytes) {
  const std::string head = "## Questions\n";
  EXPECT_THAT(parsed(head + "1234567890. a\n999999999. b\n. c\n1"),
              ElementsAre("999999999 b . c 1"));
  EXPECT_THAT(parsed(head + "1. \n2. \t\r\n   \n"), ElementsAre("1 ", "2 "));
  EXPECT_THAT(parsed(head + std::string("1. \0\xFF\n\x80", 7)),
              ElementsAre(std::string("1 \0\xFF \x80", 6)));
  EXPECT_EQ(parsed(head + std::string(1'000'000, '1')).size(), 0U);
  EXPECT_EQ(parsed(head + "1. " + std::string(1'000'000, 'a')).size(), 1U);
  EXPECT_EQ(parsed(head + "1. a" + std::string(1'000'000, '\n')).size(), 1U);
}

class Asked : public testing::Test {
 protected:
  [[nodiscard]] std::string refused() const {
    const std::string text = refusal(read(exercise_.path()));
    const std::string root = exercise_.path().string() + "/";
    return text.starts_with(root) ? text.substr(root.size()) : text;
  }
  void ask(const json& numbers) const {
    json manifest = full_manifest();
    manifest["criteria"][1]["ask"] = numbers;
    exercise_.write_json("exercise.json", manifest);
  }

  ExerciseFolder exercise_;
};

TEST_F(Asked, InTheOrderOfTheCriterion) {
  const auto exercise = read(exercise_.path());
  ASSERT_TRUE(exercise) << refusal(exercise);
  EXPECT_THAT(questions_of(*exercise, exercise->criteria[0]).value(),
              ElementsAre("*And then?*", "*Why?* Because."));
  EXPECT_THAT(questions_of(*exercise, exercise->criteria[1]).value(), IsEmpty());
  EXPECT_THAT(questions_of(*exercise, exercise->criteria[3]).value(),
              ElementsAre("*How much?* It depends."));
}

TEST_F(Asked, OnlyWhatIsThere) {
  ask({3, 4});
  EXPECT_EQ(
      refused(),
      "exercise.json: /criteria/1/ask/1: names question 4, but the list below \"## Questions\" in "
      "interviewer.md has 3 | add the question there, or correct the number");
  exercise_.write("interviewer.md", "## Follow-up questions\n1. a\n2. b\n3. c\n4. d\n");
  EXPECT_THAT(refused(), HasSubstr("/criteria/0/ask/0: names question 3, but the list below "
                                   "\"## Questions\" in interviewer.md has 0"));
}

TEST_F(Asked, OfAPageThatIsInOrder) {
  exercise_.write("interviewer.md", "## Questions\n1. a\n2. b\n4. d\n");
  EXPECT_EQ(refused(),
            "interviewer.md: the question after 2 has the number 4 | number them 1, 2, 3, ...");
  exercise_.write("interviewer.md", "## Questions\n1. a\n2. b\n3. \xFF\n");
  EXPECT_EQ(refused(), "interviewer.md is no UTF-8 text | save it as UTF-8");
  exercise_.write("interviewer.md", std::string((1U << 20) + 1, '\n'));
  EXPECT_EQ(refused(), "interviewer.md is larger than 1 MiB | make it shorter");
  exercise_.remove("interviewer.md");
  EXPECT_EQ(
      refused(),
      "interviewer.md is missing, and criteria name its questions | write it, or remove \"ask\" "
      "from exercise.json");
  ASSERT_EQ(::mkfifo(exercise_.at("interviewer.md").c_str(), 0600), 0);
  EXPECT_EQ(refused(), "interviewer.md is no regular file | put the page there");
}

TEST_F(Asked, OfNoPageIfNobodyAsks) {
  json manifest = full_manifest();
  for (json& criterion : manifest["criteria"]) criterion.erase("ask");
  exercise_.write_json("exercise.json", manifest);
  exercise_.remove("interviewer.md");
  const auto exercise = read(exercise_.path());
  ASSERT_TRUE(exercise) << refusal(exercise);
  EXPECT_THAT(questions_of(*exercise, exercise->criteria[0]).value(), IsEmpty());
}

// A page that has changed since the exercise was read is an error, never a wrong question.
TEST_F(Asked, WhenThePageHasChanged) {
  const auto exercise = read(exercise_.path());
  ASSERT_TRUE(exercise) << refusal(exercise);
  exercise_.write("interviewer.md", "## Questions\n1. a\n");
  const auto asked = questions_of(*exercise, exercise->criteria[3]);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(asked.error().message, HasSubstr("/criteria/3/ask/0: names question 2"));
}

}  // namespace
}  // namespace assay::exercise
