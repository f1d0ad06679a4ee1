// Exercises as folders: what is read, and every way in which a folder is refused.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exercise/exercise.h"
#include "exercise/go_outline.h"
#include "exercise_support.h"

namespace assay::exercise {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;
using testing::Pair;

class Folder : public testing::Test {
 protected:
  // What refuses the exercise, with its own folder cut off; "" if nothing does.
  [[nodiscard]] std::string refused() const { return cut(refusal(read(exercise_.path()))); }
  [[nodiscard]] std::string solutions_refused() const {
    const auto exercise = read(exercise_.path());
    EXPECT_TRUE(exercise) << refusal(exercise);
    return exercise ? cut(refusal(read_known_solutions(*exercise))) : "";
  }
  [[nodiscard]] std::string cut(const std::string& text) const {
    const std::string root = exercise_.path().string() + "/";
    return text.starts_with(root) ? text.substr(root.size()) : text;
  }

  ExerciseFolder exercise_;
};

TEST_F(Folder, IsReadWhole) {
  const auto read_back = read(exercise_.path());
  ASSERT_TRUE(read_back) << refusal(read_back);
  EXPECT_EQ(read_back->folder, exercise_.path());
  EXPECT_EQ(read_back->id, "counter");
  EXPECT_EQ(read_back->module_path, "counter");
  EXPECT_EQ(read_back->package_name, "counter");
  EXPECT_THAT(read_back->starter,
              ElementsAre(Key("counter.go"), Key("counter_test.go"), Key("go.mod")));
  EXPECT_THAT(read_back->hidden,
              ElementsAre(Key("add_test.go"), Key("race_test.go"),
                          Pair("testdata/input_test.go", "not Go, and no test\n")));
  EXPECT_THAT(read_back->digest, testing::MatchesRegex("[0-9a-f]{64}"));
}

TEST_F(Folder, MayBeNamedInManyWays) {
  const auto plain = read(exercise_.path());
  for (const fs::path& name : {fs::path(exercise_.path().string() + "/"), exercise_.path() / ".",
                               exercise_.path() / "starter/.."}) {
    const auto again = read(name);
    ASSERT_TRUE(again) << refusal(again);
    EXPECT_EQ(again->folder, plain->folder);
    EXPECT_EQ(again->digest, plain->digest);
  }
}

TEST_F(Folder, NeedsItsManifest) {
  exercise_.remove("exercise.json");
  const auto missing = read(exercise_.path());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(refusal(missing), "there is no " + exercise_.at("exercise.json").string() +
                                  " | an exercise is a folder with an exercise.json");
}

TEST_F(Folder, NeedsARegularManifest) {
  exercise_.remove("exercise.json");
  fs::create_directory(exercise_.at("exercise.json"));
  EXPECT_EQ(refused(), "exercise.json is no regular file | put the manifest there");
  exercise_.remove("exercise.json");
  ASSERT_EQ(::mkfifo(exercise_.at("exercise.json").c_str(), 0600), 0);
  EXPECT_EQ(refused(), "exercise.json is no regular file | put the manifest there");
}

TEST_F(Folder, NamesItsManifestInErrors) {
  exercise_.write("exercise.json", "{");
  EXPECT_THAT(refused(), testing::StartsWith("exercise.json: is not well-formed JSON: "));
}

TEST_F(Folder, IsCalledLikeItsExercise) {
  json manifest = full_manifest();
  manifest["id"] = "other";
  exercise_.write_json("exercise.json", manifest);
  EXPECT_EQ(refused(),
            "exercise.json: /id: is \"other\", but the folder is called \"counter\" | "
            "give both the same name");
}

TEST_F(Folder, HoldsNoSymlinks) {
  fs::create_symlink("add_test.go", exercise_.at("hidden/link_test.go"));
  EXPECT_EQ(refused(), "hidden/link_test.go is a symlink | put the file itself there");
  exercise_.remove("hidden/link_test.go");
  fs::create_directory_symlink("/etc", exercise_.at("hidden/testdata/etc"));
  EXPECT_EQ(refused(), "hidden/testdata/etc is a symlink | put the file itself there");
  exercise_.remove("hidden/testdata/etc");
  fs::rename(exercise_.at("hidden"), exercise_.at("elsewhere"));
  fs::create_directory_symlink("elsewhere", exercise_.at("hidden"));
  EXPECT_EQ(refused(), "hidden is no folder | put the folder itself there");
}

TEST_F(Folder, HoldsNothingButFiles) {
  ASSERT_EQ(::mkfifo(exercise_.at("hidden/fifo").c_str(), 0600), 0);
  EXPECT_EQ(refused(), "hidden/fifo is no regular file | remove it");
  exercise_.remove("hidden/fifo");
  exercise_.write("hidden/a\x1b.txt", "");
  EXPECT_EQ(refused(), "hidden/a\\x1b.txt has a name that cannot be shown | rename it");
}

TEST_F(Folder, IsOfLimitedSize) {
  exercise_.write("hidden/testdata/a", std::string(9U << 20, 'a'));
  EXPECT_EQ(refused(), "");
  exercise_.write("hidden/testdata/b", std::string(9U << 20, 'b'));
  EXPECT_EQ(refused(), "hidden holds more than 16 MiB or 1024 files | make it smaller");
  exercise_.remove("hidden/testdata/a");
  exercise_.remove("hidden/testdata/b");
  for (int i = 0; i < 1024; ++i) exercise_.write("hidden/testdata/" + std::to_string(i), "");
  EXPECT_EQ(refused(), "hidden holds more than 16 MiB or 1024 files | make it smaller");
}

TEST_F(Folder, NeedsAModuleOfItsOwn) {
  exercise_.remove("starter/go.mod");
  EXPECT_EQ(refused(), "starter/go.mod is missing | add it: every submission is built with it");
  for (const char* go_mod :
       {"", "go 1.25\n", "module\ngo 1.25\n", "// module counter\ngo 1.25\n",
        "module a\"b\ngo 1.25\n", "module a b\ngo 1.25\n", "modulecounter\ngo 1.25\n"}) {
    exercise_.write("starter/go.mod", go_mod);
    EXPECT_EQ(refused(), "starter/go.mod: names no module | add \"module <name>\"") << go_mod;
  }
}

TEST_F(Folder, ReadsItsModuleAsGoDoes) {
  for (const char* go_mod :
       {"module counter // ours\r\ngo 1.25 // new\r\n", "\tmodule   counter\n\tgo\t1.25.3\n",
        "// Deprecated: no\nmodule counter\n\ngo 1.25\n\nrequire (\n\tx v1\n)\n"}) {
    exercise_.write("starter/go.mod", go_mod);
    const auto read_back = read(exercise_.path());
    ASSERT_TRUE(read_back) << refusal(read_back) << go_mod;
    EXPECT_EQ(read_back->module_path, "counter");
  }
}

TEST_F(Folder, SaysTheSameVersionOfGoTwice) {
  for (const char* version : {"1.22", "1.26", "1.250", "1"}) {
    exercise_.write("starter/go.mod", "module counter\ngo " + std::string(version) + "\n");
    EXPECT_EQ(refused(), "starter/go.mod: says go \"" + std::string(version) +
                             "\", exercise.json says 1.25 | write \"go 1.25\"");
  }
  exercise_.write("starter/go.mod", "module counter\n");
  EXPECT_EQ(refused(), "starter/go.mod: says go \"\", exercise.json says 1.25 | write \"go 1.25\"");
}

TEST_F(Folder, DeclaresTheTestsThatItNames) {
  exercise_.write("hidden/add_test.go",
                  "package counter_test\n\nfunc TestAdd(t *testing.T) {}\n"
                  "/*\nfunc TestValue(t *testing.T) {}\n*/\n"
                  "const c = `\nfunc TestValue(t *testing.T) {}\n`\n"
                  "func (s *suite) TestValue(t *testing.T) {}\n");
  EXPECT_EQ(refused(),
            "exercise.json: /criteria/0/tests/1: names TestValue, which no file of "
            "hidden/ declares | add the test, or correct the name");
}

TEST_F(Folder, DoesNotFindTestsWhereGoDoesNotLook) {
  exercise_.remove("hidden/race_test.go");
  for (const char* name : {"hidden/race.go", "hidden/_race_test.go", "hidden/.race_test.go",
                           "hidden/sub/race_test.go", "hidden/race_test.go.txt"}) {
    exercise_.write(name, "package counter_test\n\nfunc Test_Race1(t *testing.T) {}\n");
    EXPECT_EQ(refused(),
              "exercise.json: /criteria/1/tests/0: names Test_Race1, which no file of "
              "hidden/ declares | add the test, or correct the name")
        << name;
  }
}

TEST_F(Folder, ScoresEveryTest) {
  exercise_.write("hidden/more_test.go",
                  "package counter_test\n\nfunc TestMore(t *testing.T) {}\n");
  EXPECT_EQ(refused(),
            "hidden/more_test.go: declares TestMore, which no criterion names | give it "
            "to a criterion of exercise.json");
}

TEST_F(Folder, DeclaresATestOnce) {
  exercise_.write("hidden/more_test.go", "package counter_test\n\nfunc TestAdd(t *testing.T) {}\n");
  EXPECT_EQ(refused(),
            "hidden/more_test.go: declares TestAdd, as add_test.go does | rename one of them");
}

TEST_F(Folder, LeavesTestMainToAssay) {
  exercise_.write("hidden/main_test.go",
                  "package counter_test\n\nfunc TestMain(m *testing.M) {}\n");
  EXPECT_EQ(refused(),
            "hidden/main_test.go: declares TestMain | remove it: assay supplies its own");
  exercise_.remove("hidden/main_test.go");
  exercise_.write("hidden/assay_main_test.go", "package counter_test\n");
  EXPECT_EQ(refused(),
            "hidden/assay_main_test.go has the name of a file that assay writes | rename it");
}

TEST_F(Folder, DoesNotChangeTheModule) {
  exercise_.write("hidden/go.mod", "module other\n");
  EXPECT_EQ(refused(),
            "hidden/go.mod would change the module | remove it: that of starter/ is used");
}

TEST_F(Folder, TestsFromOutside) {
  exercise_.write("hidden/race_test.go", "package counter\n\nfunc Test_Race1(t *testing.T) {}\n");
  EXPECT_EQ(refused(),
            "hidden/race_test.go: is in the package \"counter\" | hidden tests belong "
            "to the external package <name>_test");
  exercise_.write("hidden/race_test.go",
                  "package other_test\n\nfunc Test_Race1(t *testing.T) {}\n");
  EXPECT_EQ(refused(),
            "hidden/race_test.go: is in the package \"other_test\", others in "
            "\"counter_test\" | all hidden tests belong to one package");
  exercise_.write("hidden/race_test.go", "");
  EXPECT_THAT(refused(), testing::StartsWith("hidden/race_test.go: is in the package \"\" | "));
}

TEST_F(Folder, NeedsHiddenTests) {
  exercise_.remove("hidden");
  EXPECT_EQ(refused(), "hidden holds no tests | add a file *_test.go of the package <name>_test");
}

TEST_F(Folder, StartsWithThePackageItTests) {
  exercise_.write("starter/counter.go", "package main\n");
  EXPECT_EQ(refused(),
            "starter/counter.go: is in the package \"main\", the hidden tests are of "
            "counter_test | use one name in both");
  exercise_.remove("starter/counter.go");
  EXPECT_EQ(refused(),
            "starter holds no Go file in the package folder . | put one there, or "
            "correct /package in exercise.json");
}

TEST_F(Folder, MayKeepItsPackageInASubfolder) {
  json manifest = full_manifest();
  manifest["package"] = "internal/counter";
  exercise_.write_json("exercise.json", manifest);
  EXPECT_EQ(refused(),
            "starter holds no Go file in the package folder internal/counter | put one "
            "there, or correct /package in exercise.json");
  exercise_.write("starter/internal/counter/counter.go", "package counter\n");
  exercise_.write("starter/main.go", "package main\n");
  EXPECT_EQ(refused(), "");
}

TEST_F(Folder, KnowsSolutionsAndMutants) {
  const auto known = read_known_solutions(*read(exercise_.path()));
  ASSERT_TRUE(known) << refusal(known);
  ASSERT_EQ(known->references.size(), 2U);
  EXPECT_EQ(known->references[0].name, "atomic");
  EXPECT_THAT(known->references[0].files, ElementsAre(Key("counter.go"), Key("more.go")));
  EXPECT_EQ(known->references[1].name, "mutex");
  EXPECT_TRUE(known->references[1].loses.empty());
  ASSERT_EQ(known->mutants.size(), 1U);
  const KnownSolution& mutant = known->mutants[0];
  EXPECT_EQ(mutant.name, "no-lock");
  EXPECT_EQ(mutant.summary, "No lock.");
  ASSERT_EQ(mutant.loses.size(), 1U);
  // Laid over the alphabetically first solution, and expect.json is no part of it.
  EXPECT_THAT(mutant.files, ElementsAre(Pair("counter.go", "package counter // no lock\n"),
                                        Pair("more.go", "package counter // more\n")));
}

json expect_with(const char* base) {
  return {{"schema_version", 1},
          {"summary", "No lock."},
          {"base", base},
          {"loses", {{{"criterion", "races"}, {"verdict", "race"}}}}};
}

TEST_F(Folder, LaysAMutantOverTheBaseItNames) {
  exercise_.write_json("mutants/no-lock/expect.json", expect_with("mutex"));
  const auto known = read_known_solutions(*read(exercise_.path()));
  ASSERT_TRUE(known) << refusal(known);
  EXPECT_THAT(known->mutants[0].files, ElementsAre(Key("counter.go")));
  exercise_.write_json("mutants/no-lock/expect.json", expect_with("channel"));
  EXPECT_EQ(solutions_refused(),
            "mutants/no-lock/expect.json: /base: there is no solution "
            "\"channel\" | name a folder of solutions/");
}

TEST_F(Folder, NeedsSolutionsThatHoldSomething) {
  exercise_.write("solutions/note.txt", "");  // no folder
  fs::create_directory(exercise_.at("solutions/empty"));
  EXPECT_EQ(solutions_refused(), "solutions/empty holds no Go file | put the whole solution there");
  exercise_.remove("solutions");
  EXPECT_EQ(solutions_refused(),
            "solutions holds no solution | an exercise needs at least one that gets 100");
}

TEST_F(Folder, MayHaveNoMutants) {
  exercise_.remove("mutants");
  EXPECT_EQ(solutions_refused(), "");
}

TEST_F(Folder, RefusesMutantsThatProveNothing) {
  exercise_.remove("mutants/no-lock/counter.go");
  EXPECT_EQ(solutions_refused(),
            "mutants/no-lock does not differ from the solution \"atomic\" | "
            "put the files there that make the mistake");
  exercise_.write("mutants/no-lock/counter.go", "package counter // atomic\n");
  EXPECT_THAT(solutions_refused(), HasSubstr("does not differ"));
  exercise_.remove("mutants/no-lock/expect.json");
  EXPECT_EQ(solutions_refused(),
            "mutants/no-lock/expect.json is missing | say what the mutant must lose");
}

TEST_F(Folder, PointsIntoExpectations) {
  json expect = expect_with("mutex");
  expect["loses"][0]["criterion"] = "speed";
  exercise_.write_json("mutants/no-lock/expect.json", expect);
  EXPECT_EQ(solutions_refused(),
            "mutants/no-lock/expect.json: /loses/0/criterion: is no criterion "
            "of counter | use the ids of exercise.json");
}

TEST_F(Folder, OverlooksNoSolution) {
  fs::create_directory_symlink("mutex", exercise_.at("solutions/linked"));
  EXPECT_EQ(solutions_refused(), "solutions/linked is no folder | put the folder itself there");
  exercise_.remove("solutions/linked");
  fs::create_symlink("/etc/passwd", exercise_.at("mutants/no-lock/passwd.go"));
  EXPECT_EQ(solutions_refused(),
            "mutants/no-lock/passwd.go is a symlink | put the file itself there");
}

class CatalogueTest : public Folder {
 protected:
  [[nodiscard]] fs::path root() const { return exercise_.path().parent_path(); }
  [[nodiscard]] std::string not_found(std::string_view name) const {
    const auto found = find(find_all({root()}).value(), name);
    EXPECT_TRUE(!found && found.error().kind == ErrorKind::kNotFound) << name;
    return refusal(found);
  }
};

TEST_F(CatalogueTest, ListsFoldersWithAManifest) {
  exercise_.write("../testkit/go.mod", "module x\n");
  exercise_.write("../file", "");
  exercise_.write("../.git/exercise.json", "{}");
  exercise_.write("../race-fix/exercise.json", "{}");
  const auto catalogue = find_all({root()});
  ASSERT_TRUE(catalogue) << refusal(catalogue);
  EXPECT_THAT(catalogue->folders, ElementsAre(Key("counter"), Key("race-fix")));
}

TEST_F(CatalogueTest, PrefersTheFirstRoot) {
  const ExerciseFolder other;
  const auto catalogue = find_all({other.path().parent_path(), root()});
  ASSERT_TRUE(catalogue) << refusal(catalogue);
  EXPECT_THAT(catalogue->folders, ElementsAre(Pair("counter", other.path())));
}

TEST_F(CatalogueTest, NeedsItsRoots) {
  for (const fs::path& root : {exercise_.at("none"), exercise_.at("exercise.json")}) {
    const auto catalogue = find_all({root});
    ASSERT_FALSE(catalogue);
    EXPECT_EQ(catalogue.error().kind, ErrorKind::kNotFound);
    EXPECT_EQ(refusal(catalogue), "there is no folder of exercises " + root.string() +
                                      " | name one with --exercises or ASSAY_EXERCISES");
  }
}

TEST_F(CatalogueTest, FindsByIdAndByPath) {
  const Catalogue catalogue = find_all({root()}).value();
  EXPECT_EQ(find(catalogue, "counter").value().folder, exercise_.path());
  EXPECT_EQ(find(catalogue, exercise_.path().string()).value().folder, exercise_.path());
  EXPECT_EQ(find(Catalogue{}, exercise_.path().string() + "/").value().id, "counter");
  const fs::path before = fs::current_path();
  fs::current_path(exercise_.path());
  const auto here = find(Catalogue{}, ".");
  const auto relative = find(Catalogue{}, "../counter");
  fs::current_path(before);
  EXPECT_TRUE(here) << refusal(here);
  EXPECT_TRUE(relative) << refusal(relative);
}

TEST_F(CatalogueTest, SuggestsTheNearestName) {
  exercise_.write("../race-fix/exercise.json", "{}");
  exercise_.write("../rate-limiter/exercise.json", "{}");
  const auto hint = [](const char* name, const char* rest) {
    return "there is no exercise \"" + std::string(name) + "\" | " + rest;
  };
  EXPECT_EQ(not_found("couter"), hint("couter", "did you mean \"counter\"?"));
  EXPECT_EQ(not_found("racefix"), hint("racefix", "did you mean \"race-fix\"?"));
  EXPECT_EQ(not_found("rate-limit"), hint("rate-limit", "did you mean \"rate-limiter\"?"));
  EXPECT_EQ(not_found("Counter"), hint("Counter", "did you mean \"counter\"?"));
  EXPECT_EQ(not_found("zzzzzz"), hint("zzzzzz", "`assay list` shows what there is"));
  EXPECT_EQ(not_found(""), hint("", "`assay list` shows what there is"));
  EXPECT_EQ(not_found("\x1b[31m"), hint("\\x1b[31m", "`assay list` shows what there is"));
  EXPECT_EQ(not_found("./none"), "there is no " +
                                     (fs::current_path() / "none/exercise.json").string() +
                                     " | an exercise is a folder with an exercise.json");
}

TEST(Outline, FindsWhatStandsAtTopLevel) {
  const GoOutline found = outline(
      "/* package a */ // package b\n//go:build x\n\npackage  counter_test // c\n"
      "import (\"a\"; b \"c\")\n"
      "func TestA(t *testing.T) { func() {}(); var f func(int) }\n"
      "func\tTestB [T any] (x T) {}\n"
      "func /* odd */ TestC() {}\n"
      "func (r *R) Method() {}\n"
      "var v = func(x int) {}\ntype F func(int)\n"
      "var s = \"func No1()\" + `\nfunc No2() {` + \"\\\"func No3()\"\n"
      "var r = '{'; var q = '\\''\n"
      "func Größe() {}\n"
      "func Last() {}");
  EXPECT_EQ(found.package, "counter_test");
  EXPECT_THAT(found.functions, ElementsAre("TestA", "TestB", "TestC", "Größe", "Last"));
}

TEST(Outline, MakesWhatItCanOfAnything) {
  for (const char* source : {"", "package", "func", "package\nfunc", "\"", "'", "`", "/*", "//",
                             "}}}} func F() {}", "\\", "\"\\", "func (", "\xFF\xFE"})
    EXPECT_EQ(outline(source).functions.size() > 1U, false) << source;
  EXPECT_EQ(outline("package p " + std::string(1'000'000, '(')).package, "p");
  EXPECT_EQ(outline("package p\nfunc " + std::string(1'000'000, 'x')).functions.size(), 1U);
}

}  // namespace
}  // namespace assay::exercise
