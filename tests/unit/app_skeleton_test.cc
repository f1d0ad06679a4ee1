// What `assay new` writes is an exercise that src/exercise takes, whatever it is called.
#include "app/skeleton.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "exercise/exercise.h"
#include "exercise/questions.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

class Skeleton : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    for (const auto& [name, bytes] : skeleton_of(GetParam())) {
      fs::create_directories((folder() / name).parent_path());
      std::ofstream(folder() / name, std::ios::binary) << bytes;
    }
  }
  [[nodiscard]] fs::path folder() const { return scratch.path() / GetParam(); }

  const TempDir scratch = TempDir::make("assay-skeleton").value();
};

TEST_P(Skeleton, IsAWholeExercise) {
  const auto exercise = exercise::read(folder());
  ASSERT_TRUE(exercise) << exercise.error().message;
  const auto known = exercise::read_known_solutions(*exercise);
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_EQ(known->references.size(), 1U);
  EXPECT_EQ(known->mutants.size(), 1U);
}

TEST_P(Skeleton, ShowsHowQuestionsFollowFromACriterion) {
  const auto exercise = exercise::read(folder());
  ASSERT_TRUE(exercise) << exercise.error().message;
  for (const Criterion& criterion : exercise->criteria) {
    const auto questions = exercise::questions_of(*exercise, criterion);
    ASSERT_TRUE(questions) << questions.error().message;
    EXPECT_FALSE(questions->empty()) << criterion.id;
    for (const std::string& question : *questions)
      EXPECT_THAT(question, testing::MatchesRegex("\\*.+\\?\\* .+")) << criterion.id;
  }
}

INSTANTIATE_TEST_SUITE_P(Names, Skeleton, testing::Values("team-tally", "3-sum", "x"));

}  // namespace
}  // namespace assay::app
