#include "exercise/repository_map.h"

#include <gmock/gmock.h>

namespace assay::exercise {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(RepositoryMap, OneExerciseIsTheRoot) {
  const auto map = parse_repository_map(R"({"schema_version": 1, "exercise": "race-fix"})");
  ASSERT_TRUE(map) << map.error().message;
  EXPECT_THAT(map->folders, ElementsAre(Pair("race-fix", "")));
}

TEST(RepositoryMap, SeveralHaveAFolderEach) {
  const auto map = parse_repository_map(
      R"({"schema_version": 1, "exercises": {"race-fix": "go/race_fix.v2", "pool": "."}})");
  ASSERT_TRUE(map) << map.error().message;
  EXPECT_THAT(map->folders, ElementsAre(Pair("pool", ""), Pair("race-fix", "go/race_fix.v2")));
}

TEST(RepositoryMap, WritesWhatItReads) {
  for (const RepositoryMap& map : {RepositoryMap{{{"a", ""}}}, RepositoryMap{{{"a", "b"}}},
                                   RepositoryMap{{{"a", "a"}, {"b", "b/c"}}}}) {
    const auto again = parse_repository_map(write_repository_map(map));
    ASSERT_TRUE(again) << again.error().message << write_repository_map(map);
    EXPECT_EQ(again->folders, map.folders);
  }
}

TEST(RepositoryMap, RefusesWhatCouldLeadAnywhereElse) {
  for (const char* folder : {"..", "../x", "/etc", "a//b", "a/", "a/../b", ".git", "a/.git/b", "-x",
                             "a b", "a\\u0000b", "a\\\\b", "\\u202e", "a\\nb"}) {
    const auto map = parse_repository_map(R"({"schema_version":1,"exercises":{"race-fix":")" +
                                          std::string(folder) + "\"}}");
    ASSERT_FALSE(map) << folder;
    EXPECT_EQ(map.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(map.error().message, HasSubstr("/exercises/race-fix")) << folder;
  }
}

TEST(RepositoryMap, RefusesWhatIsNotExactlyAMap) {
  std::string many = R"({"schema_version":1,"exercises":{)";
  for (int i = 0; i < 200; ++i)
    many += "\"e" + std::to_string(i) + "\":\"f" + std::to_string(i) + "\",";
  many.back() = '}';
  for (const std::string& bytes :
       {std::string(), std::string("[]"), std::string("{"), std::string("\xff"), many + "}",
        std::string(R"({"schema_version":2,"exercise":"a"})"), std::string(R"({"exercise":"a"})"),
        std::string(R"({"schema_version":1})"),
        std::string(R"({"schema_version":1,"exercise":"a","exercises":{"a":"a"}})"),
        std::string(R"({"schema_version":1,"exercise":"a","exercise":"b"})"),
        std::string(R"({"schema_version":1,"exercise":"A b"})"),
        std::string(R"({"schema_version":1,"exercise":""})"),
        std::string(R"({"schema_version":1,"exercise":["a"]})"),
        std::string(R"({"schema_version":1,"exercises":{}})"),
        std::string(R"({"schema_version":1,"exercises":{"a":"x","b":"x"}})"),
        std::string(R"({"schema_version":1,"exercises":{"../a":"x"}})"),
        std::string(R"({"schema_version":1,"exercise":"a","more":1})"),
        R"({"schema_version":1,"exercise":"a"})" + std::string(kMaxRepositoryMapBytes, ' ')}) {
    const auto map = parse_repository_map(bytes);
    ASSERT_FALSE(map) << bytes.substr(0, 100);
    EXPECT_EQ(map.error().kind, ErrorKind::kUsage) << bytes.substr(0, 100);
    EXPECT_THAT(map.error().message, HasSubstr("assay.json")) << bytes.substr(0, 100);
  }
}

}  // namespace
}  // namespace assay::exercise
