#include "source/names.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::source {
namespace {

std::string rule_of(std::string_view name) {
  const auto problem = check_name(name);
  return problem ? problem->rule : "";
}

TEST(Names, OrdinaryOnesPass) {
  for (const char* name : {"a.go", "limiter_test.go", "..go", "...", ".gitignore", ".github",
                           "gitx", "größe.go", "日本.go", "-rf", "a b", ".gitattributes"})
    EXPECT_EQ(rule_of(name), "") << name;
}

TEST(Names, OnesThatLeaveTheFolderAreHostile) {
  for (const auto& [name, rule] : std::initializer_list<std::pair<std::string, std::string>>{
           {"", "name_empty"}, {".", "name_dots"}, {"..", "name_dots"}, {"a/b", "name_slash"}}) {
    const auto problem = check_name(name);
    ASSERT_TRUE(problem) << name;
    EXPECT_EQ(problem->rule, rule);
    EXPECT_TRUE(problem->hostile);
  }
}

TEST(Names, GitFolderIsKnownInEveryDisguise) {
  for (const char* name : {".git", ".GIT", ".Git", ".git ", ".git.", ".git . .", "git~1", "GIT~1",
                           ".git::$INDEX_ALLOCATION", ".g\u200cit", "\uFEFF.git"})
    EXPECT_EQ(rule_of(name), "name_git") << name;
  EXPECT_FALSE(is_git_folder_name("git~2"));
  EXPECT_FALSE(is_git_folder_name(".gitmodules"));
}

TEST(Names, UnprintableOnesAreRefusedButNotHostile) {
  EXPECT_EQ(rule_of("a\n.go"), "name_control");
  EXPECT_EQ(rule_of("a\x1b[31m.go"), "name_control");
  EXPECT_EQ(rule_of(std::string_view("a\0b.go", 6)), "name_control");
  EXPECT_EQ(rule_of("a\x7f.go"), "name_control");
  EXPECT_EQ(rule_of("a\u202eog.go"), "name_control");
  EXPECT_EQ(rule_of("a\u200b.go"), "name_control");
  EXPECT_EQ(rule_of("caf\xe9.go"), "name_encoding");
  EXPECT_EQ(rule_of("\xc0\xae\xc0\xae"), "name_encoding");
  EXPECT_EQ(rule_of("..\\..\\x.go"), "name_backslash");
  EXPECT_FALSE(check_name("caf\xe9.go")->hostile);
}

TEST(Names, LengthHasALimitOnBothSides) {
  EXPECT_EQ(rule_of(std::string(255, 'a')), "");
  EXPECT_EQ(rule_of(std::string(256, 'a')), "name_long");
  std::string path = std::string(255, 'a');
  for (int i = 0; i < 3; ++i) path += "/" + std::string(255, 'a');
  ASSERT_EQ(path.size(), 1023U);
  EXPECT_FALSE(check_path(path));
  path += "/b";
  ASSERT_TRUE(check_path(path));
  EXPECT_EQ(check_path(path)->rule, "path_long");
}

TEST(Names, PathIsCheckedComponentByComponent) {
  EXPECT_FALSE(check_path("a/b/c.go"));
  EXPECT_EQ(check_path("a/../c.go")->rule, "name_dots");
  EXPECT_EQ(check_path("/etc/passwd")->rule, "name_empty");
  EXPECT_EQ(check_path("a//b")->rule, "name_empty");
  EXPECT_EQ(check_path("a/.GIT/config")->rule, "name_git");
}

}  // namespace
}  // namespace assay::source
