#include "exercise/assessment.h"

#include <gmock/gmock.h>

namespace assay::exercise {
namespace {

using ::testing::HasSubstr;

std::string file_with(const std::string& assessments) {
  return R"({"schema_version": 1, "assessments": [)" + assessments + "]}";
}

std::string one(const std::string& exercises) {
  return R"({"id": "core", "title": "Core", "minutes": 90, "exercises": [)" + exercises + "]}";
}

TEST(Assessments, AreRead) {
  const auto read = parse_assessments(
      "a.json",
      file_with(one(R"({"exercise": "race-fix"}, {"exercise": "worker-pool", "weight": 3})")));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->at(0).id, "core");
  EXPECT_EQ(read->at(0).minutes, 90U);
  ASSERT_EQ(read->at(0).parts.size(), 2U);
  EXPECT_EQ(read->at(0).parts[0].weight, 1U);
  EXPECT_EQ(read->at(0).parts[1].exercise, "worker-pool");
  EXPECT_EQ(read->at(0).parts[1].weight, 3U);
}

TEST(Assessments, EveryMistakeNamesItsPlace) {
  const std::string part = R"({"exercise": "race-fix"})";
  const std::pair<std::string, std::string> cases[] = {
      {"[]", "a.json"},
      {R"({"schema_version": 2, "assessments": []})", "/schema_version"},
      {file_with(one("")), "/assessments/0/exercises"},
      {file_with(one(part + "," + part)), "/assessments/0/exercises/1/exercise"},
      {file_with(one(part) + "," + one(part)), "/assessments/1"},
      {file_with(one(R"({"exercise": "../x"})")), "/assessments/0/exercises/0/exercise"},
      {file_with(one(R"({"exercise": "a", "weight": 0})")), "/assessments/0/exercises/0/weight"},
      {file_with(one(R"({"exercise": "a", "weight": 101})")), "/assessments/0/exercises/0/weight"},
      {file_with(one(R"({"exercise": "a", "wait": 1})")), "wait"},
      {file_with(R"({"id": "a b", "title": "T", "minutes": 9, "exercises": []})"),
       "/assessments/0/id"},
      {file_with("{\"id\": \"a\", \"title\": \"\\u001b[2J\", \"minutes\": 9, \"exercises\": []}"),
       "/assessments/0/title"},
      {file_with(R"({"id": "a", "title": "T", "minutes": 0, "exercises": []})"),
       "/assessments/0/minutes"},
  };
  for (const auto& [bytes, place] : cases) {
    const auto read = parse_assessments("a.json", bytes);
    ASSERT_FALSE(read) << bytes;
    EXPECT_EQ(read.error().kind, ErrorKind::kUsage) << bytes;
    EXPECT_THAT(read.error().message, HasSubstr(place)) << bytes;
  }
}

}  // namespace
}  // namespace assay::exercise
