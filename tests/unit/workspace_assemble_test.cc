// What of a submission is built, what is left out, and what rejects it.
#include <gmock/gmock.h>

#include "workspace/findings.h"
#include "workspace_support.h"

namespace assay::workspace {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Snapshot snapshot_of(FileSet files) {
  Snapshot snapshot;
  snapshot.files = std::move(files);
  return snapshot;
}

Workspace must_assemble(const Exercise& exercise, const Snapshot& snapshot) {
  Result<Workspace> workspace = assemble(exercise, snapshot);
  EXPECT_TRUE(workspace) << (workspace ? "" : workspace.error().message);
  return workspace.value_or(Workspace{});
}

Workspace must_assemble(FileSet files) {
  return must_assemble(exercise_at("."), snapshot_of(std::move(files)));
}

const std::string kCode = "package counter // candidate's\n";

TEST(Assemble, LaysTheCandidatesFilesIntoTheExercise) {
  const Workspace workspace =
      must_assemble({{"counter.go", kCode}, {"more.go", "package counter\n"}});
  EXPECT_THAT(keys(workspace.module),
              ElementsAre("README.md", "contract.go", "counter.go", "go.mod", "hidden_test.go",
                          "internal/clock/clock.go", "more.go", "testdata/in.txt"));
  EXPECT_EQ(workspace.module.at("counter.go"), kCode);
  EXPECT_THAT(workspace.candidate_files, ElementsAre("counter.go", "more.go"));
  EXPECT_EQ(workspace.package, ".");
  EXPECT_THAT(workspace.rejected, IsEmpty());
  EXPECT_THAT(workspace.dropped, IsEmpty());
}

TEST(Assemble, UsesASubfolderWhereThePackageIsInOne) {
  const Workspace workspace =
      must_assemble(exercise_at("internal/counter"),
                    snapshot_of({{"internal/counter/counter.go", kCode},
                                 {"counter.go", "package main\n"},
                                 {"internal/counter/sub/x.go", "package sub\n"},
                                 {"internal/x.go", "package internal\n"},
                                 {"internal/counterx/x.go", "package counterx\n"}}));
  EXPECT_THAT(keys(workspace.module),
              ElementsAre("README.md", "go.mod", "internal/clock/clock.go",
                          "internal/counter/contract.go", "internal/counter/counter.go",
                          "internal/counter/hidden_test.go", "internal/counter/testdata/in.txt"));
  EXPECT_THAT(workspace.candidate_files, ElementsAre("internal/counter/counter.go"));
  EXPECT_EQ(workspace.package, "internal/counter");
  EXPECT_THAT(
      brief(workspace.dropped),
      ElementsAre("counter.go:0 other_package", "internal/counter/sub/x.go:0 other_package",
                  "internal/counterx/x.go:0 other_package", "internal/x.go:0 other_package"));
  EXPECT_EQ(workspace.dropped[0].message, "only files in the folder internal/counter/ are graded");
}

TEST(Assemble, DoesNotBringStarterFilesBackThatTheCandidateRemoved) {
  const Workspace workspace = must_assemble({{"renamed.go", kCode}});
  EXPECT_FALSE(workspace.module.contains("counter.go"));
  EXPECT_THAT(workspace.candidate_files, ElementsAre("renamed.go"));
}

TEST(Assemble, UsesTheExercisesOwnVersionOfEverythingElse) {
  const Exercise exercise = exercise_at(".");
  const Workspace workspace =
      must_assemble(exercise, snapshot_of({{"counter.go", kCode},
                                           {"go.mod", "module evil\nreplace x => /\n"},
                                           {"README.md", "mine"},
                                           {"internal/clock/clock.go", "package evil\n"},
                                           {"counter_test.go", "package counter // mine"},
                                           {"hidden_test.go", "package counter_test // mine"}}));
  EXPECT_EQ(workspace.module.at("go.mod"), exercise.starter.at("go.mod"));
  EXPECT_EQ(workspace.module.at("README.md"), "the task\n");
  EXPECT_EQ(workspace.module.at("internal/clock/clock.go"), "package clock\n");
  EXPECT_EQ(workspace.module.at("hidden_test.go"), "package counter_test\n");
  EXPECT_FALSE(workspace.module.contains("counter_test.go"));
  EXPECT_THAT(workspace.rejected, IsEmpty());
  EXPECT_THAT(brief(workspace.dropped),
              ElementsAre("counter_test.go:0 test_file", "go.mod:0 module_file",
                          "hidden_test.go:0 test_file", "internal/clock/clock.go:0 other_package"));
}

TEST(Assemble, DoesNotReportWhatTheStarterBrought) {
  const Exercise exercise = exercise_at(".");
  EXPECT_THAT(must_assemble(exercise, snapshot_of(exercise.starter)).dropped, IsEmpty());
}

TEST(Assemble, DropsWhatIsNotGradedAndSaysWhy) {
  Snapshot snapshot = snapshot_of({{"counter.go", kCode}});
  snapshot.others = {"go.sum",        "go.work",        "go.work.sum",   "sub/go.mod",
                     "vendor/a/a.go", "vendor/m.txt",   "x.c",           "x.S",
                     "x.s",           "x.syso",         "x.h",           "x.swigcxx",
                     "sub/x.cpp",     "a_test.go",      "sub/b_test.go", "cmd/main.go",
                     "_skipped.go",   ".hidden.go",     "notes.txt",     "Makefile",
                     ".gitignore",    "testdata/x.txt", "x.go.bak",      "X.GO",
                     "vendored.txt"};
  EXPECT_THAT(
      brief(must_assemble(exercise_at("."), snapshot).dropped),
      ElementsAre("go.sum:0 module_file", "go.work:0 module_file", "go.work.sum:0 module_file",
                  "sub/go.mod:0 module_file", "vendor/a/a.go:0 vendor", "vendor/m.txt:0 vendor",
                  "x.c:0 not_go", "x.S:0 not_go", "x.s:0 not_go", "x.syso:0 not_go", "x.h:0 not_go",
                  "x.swigcxx:0 not_go", "sub/x.cpp:0 not_go", "a_test.go:0 test_file",
                  "sub/b_test.go:0 test_file", "cmd/main.go:0 other_package",
                  "_skipped.go:0 ignored_by_go", ".hidden.go:0 ignored_by_go"));
}

TEST(Assemble, GivesAReasonForEveryDroppedFile) {
  Snapshot snapshot = snapshot_of({{"counter.go", kCode}});
  snapshot.others = {"go.mod", "vendor/a.go", "a_test.go", "x.c", "_x.go", "sub/x.go"};
  for (const Finding& finding : must_assemble(exercise_at("."), snapshot).dropped)
    EXPECT_GT(finding.message.size(), 20U) << finding.rule;
}

TEST(Assemble, NeverBuildsWhatIsNoGoWhateverThePatternsSay) {
  Exercise exercise = exercise_at(".");
  exercise.policy.files = {"*", "*.go", "*_test.go", ".*", "_*"};
  const Workspace workspace =
      must_assemble(exercise, snapshot_of({{"counter.go", kCode},
                                           {"go.mod", "module evil\n"},
                                           {"x.s", "TEXT"},
                                           {"x.syso", "ELF"},
                                           {"a_test.go", "package counter\n"},
                                           {"_x.go", "package counter\n"},
                                           {".x.go", "package counter\n"}}));
  EXPECT_THAT(workspace.candidate_files, ElementsAre("counter.go"));
  EXPECT_EQ(workspace.module.at("go.mod"), "module counter\n\ngo 1.25\n");
  EXPECT_THAT(workspace.dropped, testing::SizeIs(6));
}

TEST(Assemble, TakesOnlyWhatThePatternsName) {
  Exercise exercise = exercise_at(".");
  exercise.policy.files = {"counter*.go", "x?.go"};
  exercise.starter.emplace("doc.go", "package counter // doc\n");
  const Workspace workspace =
      must_assemble(exercise, snapshot_of({{"counter.go", kCode},
                                           {"counter_more.go", kCode},
                                           {"x1.go", kCode},
                                           {"x12.go", kCode},
                                           {"doc.go", "package counter // mine\n"}}));
  EXPECT_THAT(workspace.candidate_files, ElementsAre("counter.go", "counter_more.go", "x1.go"));
  EXPECT_EQ(workspace.module.at("doc.go"), "package counter // doc\n");
  EXPECT_THAT(brief(workspace.dropped),
              ElementsAre("doc.go:0 not_submission", "x12.go:0 not_submission"));
}

TEST(Assemble, RejectsNamesOfTheExercisesOwnFiles) {
  const Workspace workspace = must_assemble({{"counter.go", kCode}, {"contract.go", kCode}});
  EXPECT_THAT(brief(workspace.rejected), ElementsAre("contract.go:0 reserved_name"));
  EXPECT_EQ(workspace.module.at("contract.go"), "package counter // the exercise's own\n");
  EXPECT_THAT(workspace.candidate_files, ElementsAre("counter.go"));
}

TEST(Assemble, RejectsNamesThatToolsReadInTheirOwnWay) {
  using namespace std::string_literals;
  for (const std::string& name : {"-o.go"s, "a b.go"s, "a\nb.go"s, "a\tb.go"s, "a.go\0.go"s,
                                  "ä.go"s, "a;b.go"s, "a\"b.go"s, "$(x).go"s, "a\\b.go"s, "a:b.go"s,
                                  "\xFF.go"s, "\x1b[31m.go"s, std::string(253, 'a') + ".go"}) {
    const Workspace workspace = must_assemble({{name, kCode}});
    EXPECT_THAT(brief(workspace.rejected), ElementsAre(name + ":0 file_name"));
    EXPECT_FALSE(workspace.module.contains(name));
  }
  for (const std::string& name : {"a-b_c.d.go"s, "A1.go"s, std::string(252, 'a') + ".go"})
    EXPECT_THAT(must_assemble({{name, kCode}}).rejected, IsEmpty()) << name;
}

TEST(Assemble, RejectsWhatIsNoText) {
  for (const char* bytes : {"package counter // \xFF\n", "\xC0\x80", "\xED\xA0\x80"})
    EXPECT_THAT(brief(must_assemble({{"counter.go", bytes}}).rejected),
                ElementsAre("counter.go:0 encoding"));
  for (const char* bytes : {"", "\xEF\xBB\xBFpackage counter\n", "package counter // Grüße 🚀\r\n"})
    EXPECT_THAT(must_assemble({{"counter.go", bytes}}).rejected, IsEmpty());
}

TEST(Assemble, RejectsCodeThatReadsDifferentlyThanItRuns) {
  for (const char* mark :
       {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    const Workspace workspace =
        must_assemble({{"counter.go", "package counter\n\n// a" + std::string(mark) + "b\n"}});
    EXPECT_THAT(brief(workspace.rejected), ElementsAre("counter.go:3 bidi_control"));
  }
  // Neighbours, and what is only Arabic or an escape, stay.
  for (const char* text : {"\u2029", "\u202F", "\u2065", "\u206A", "\u200D", "مرحبا", "\\u202e"})
    EXPECT_THAT(must_assemble({{"counter.go", text}}).rejected, IsEmpty());
}

TEST(Assemble, RejectsTooManyOrTooLargeFiles) {
  Exercise exercise = exercise_at(".");
  exercise.policy.max_files = 2;
  exercise.policy.max_bytes = 10;
  EXPECT_THAT(must_assemble(exercise, snapshot_of({{"a.go", "12345"}, {"b.go", "67890"}})).rejected,
              IsEmpty());
  const Workspace large =
      must_assemble(exercise, snapshot_of({{"a.go", "12345"}, {"b.go", "678901"}}));
  EXPECT_THAT(brief(large.rejected), ElementsAre(":0 too_large"));
  EXPECT_EQ(large.rejected[0].message,
            "the submission's Go files hold 11 bytes; the exercise takes 10");
  const Workspace many =
      must_assemble(exercise, snapshot_of({{"a.go", "1"}, {"b.go", "2"}, {"c.go", "3"}}));
  EXPECT_THAT(brief(many.rejected), ElementsAre(":0 too_many_files"));
  EXPECT_EQ(many.rejected[0].message, "the submission has 3 Go files; the exercise takes 2");
  // What is left out anyway costs nothing.
  EXPECT_THAT(must_assemble(exercise, snapshot_of({{"a.go", "1"},
                                                   {"a_test.go", std::string(99, 'x')},
                                                   {"b_test.go", ""},
                                                   {"sub/c.go", ""}}))
                  .rejected,
              IsEmpty());
}

TEST(Assemble, KeepsWhatTheSourceFound) {
  Snapshot snapshot = snapshot_of({{"counter.go", kCode}});
  snapshot.rejected = {{"link.go", 0, "symlink", "a link"}};
  snapshot.dropped = {{"sub", 0, "submodule", "a submodule"}};
  const Workspace workspace = must_assemble(exercise_at("."), snapshot);
  EXPECT_THAT(brief(workspace.rejected), ElementsAre("link.go:0 symlink"));
  EXPECT_THAT(brief(workspace.dropped), ElementsAre("sub:0 submodule"));
}

TEST(Assemble, NeedsAGoFile) {
  for (const FileSet& files :
       {FileSet{}, FileSet{{"README.md", "x"}}, FileSet{{"counter_test.go", "x"}},
        FileSet{{"sub/counter.go", "x"}}, FileSet{{"_counter.go", "x"}}}) {
    const auto nothing = assemble(exercise_at("."), snapshot_of(files));
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().kind, ErrorKind::kNotFound);
    EXPECT_EQ(nothing.error().message, "the submission holds no Go file that counter grades");
    EXPECT_EQ(nothing.error().hint,
              "put your .go files at the root, or name their folder with --subdir");
  }
  EXPECT_THAT(assemble(exercise_at("a/b"), snapshot_of({{"counter.go", "x"}})).error().hint,
              HasSubstr("put your .go files into a/b/ below the root"));
}

TEST(Assemble, RejectsRatherThanFindsNothing) {
  Snapshot snapshot;
  snapshot.rejected = {{"counter.go", 0, "symlink", "a link"}};
  EXPECT_THAT(must_assemble(exercise_at("."), snapshot).rejected, testing::SizeIs(1));
  EXPECT_THAT(must_assemble({{"-x.go", kCode}}).rejected, testing::SizeIs(1));
}

TEST(Assemble, ListsNoMoreFindingsThanAReportHolds) {
  Snapshot snapshot = snapshot_of({{"counter.go", kCode}});
  for (int i = 0; i < 1000; ++i) {
    snapshot.files.emplace("-" + std::to_string(i) + ".go", kCode);
    snapshot.others.push_back("x" + std::to_string(i) + ".c");
  }
  const Workspace workspace = must_assemble(exercise_at("."), snapshot);
  ASSERT_EQ(workspace.rejected.size(), kMaxFindings);
  ASSERT_EQ(workspace.dropped.size(), kMaxFindings);
  EXPECT_EQ(workspace.rejected.back().rule, "more");
  EXPECT_EQ(workspace.dropped.back().rule, "more");
}

TEST(Wanted, IsWhatGradingLooksAt) {
  const Exercise exercise = exercise_at(".");
  for (const char* path :
       {"counter.go", "anything.go", "go.mod", "internal/clock/clock.go", "counter_test.go"})
    EXPECT_TRUE(wanted(exercise, path)) << path;
  for (const char* path :
       {"", "README.md", "other_test.go", "sub/x.go", "x.c", "../counter.go", "/counter.go",
        "_x.go", ".x.go", "a/../counter.go", "counter.go/x", "go.sum", "counter.go "})
    EXPECT_FALSE(wanted(exercise, path)) << path;
  EXPECT_TRUE(wanted(exercise_at("a/b"), "a/b/x.go"));
  EXPECT_FALSE(wanted(exercise_at("a/b"), "x.go"));
  EXPECT_FALSE(wanted(exercise_at("a/b"), "a/b/c/x.go"));
}

}  // namespace
}  // namespace assay::workspace
