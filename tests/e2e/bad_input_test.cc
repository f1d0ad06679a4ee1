// Whatever is wrong, assay says what, where and what to do, with the right exit
// code, and never gives a score.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/assay_program.h"
#include "support/git_fixture.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kExercise = "race-fix";

fs::path reference() {
  return exercises_folder() / kExercise / "solutions/mutex";
}

void copy_into(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

// Grades `source`, expects that exit code and no score, and gives everything that was printed.
std::string refuse(const std::string& source, int exit_code, std::vector<std::string> more = {},
                   const std::map<std::string, std::string>& environment = {},
                   const std::string& exercise = kExercise) {
  const Scratch scratch;
  std::vector<std::string> arguments = {"grade", exercise, source, "--json",
                                        scratch / "result.json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ran ran = run_assay(arguments, environment);
  EXPECT_EQ(ran.exit_code, exit_code) << ran.out << ran.err;
  if (fs::exists(scratch / "result.json")) {
    const auto result = read_json(scratch / "result.json");
    EXPECT_TRUE(!result.contains("score") || result["score"].is_null()) << result["score"];
    EXPECT_NE(result["outcome"], "graded");
  }
  return ran.out + ran.err;
}

TEST(BadInput, NoSuchExercise) {
  EXPECT_THAT(
      refuse(reference(), 4, {}, {}, "race-fxi"),
      AllOf(HasSubstr("no exercise \"race-fxi\""), HasSubstr("did you mean \"race-fix\"?")));
}

TEST(BadInput, NoSuchRepositoryRefFolder) {
  const Scratch scratch;
  EXPECT_THAT(refuse(scratch / "nowhere", 4), HasSubstr("nowhere"));
  const GitFixture git(scratch / "repo");
  copy_into(reference(), scratch / "repo");
  git.commit("Answer");
  EXPECT_THAT(refuse(scratch / "repo", 4, {"--ref", "mian"}),
              AllOf(HasSubstr("mian"), HasSubstr("main")));
  EXPECT_THAT(refuse(scratch / "repo", 4, {"--subdir", "missing"}), HasSubstr("missing"));
}

TEST(BadInput, AnEmptyRepository) {
  const Scratch scratch;
  const GitFixture git(scratch / "repo");
  EXPECT_THAT(refuse(scratch / "repo", 4), HasSubstr("empty"));
}

TEST(BadInput, NoGoFiles) {
  const Scratch scratch;
  write_file(scratch / "work/README.md", "# later\n");
  EXPECT_THAT(refuse(scratch / "work", 4), HasSubstr("no Go file"));
}

TEST(BadInput, AUrlOfAKindThatIsNotSpoken) {
  EXPECT_THAT(refuse("ext::sh -c touch% /tmp/pwned", 2), HasSubstr("ext"));
  EXPECT_THAT(refuse("git://127.0.0.1/repo", 2), HasSubstr("git"));
}

TEST(BadInput, NothingListensThere) {
  EXPECT_THAT(refuse("https://127.0.0.1:1/repo.git", 3), HasSubstr("127.0.0.1"));
}

TEST(BadInput, CodeThatDoesNotCompile) {
  const Scratch scratch;
  copy_into(reference(), scratch / "work");
  write_file(scratch / "work/extra.go", "package hits\n\nvar total int = \"three\"\n");
  EXPECT_THAT(refuse(scratch / "work", 0),
              AllOf(HasSubstr("extra.go:3"), HasSubstr("cannot use \"three\"")));
}

TEST(BadInput, CodeThatIsNoGo) {
  const Scratch scratch;
  copy_into(reference(), scratch / "work");
  write_file(scratch / "work/extra.go", "package hits\n\nfunc half( {\n");
  EXPECT_THAT(refuse(scratch / "work", 0), HasSubstr("extra.go:3"));
}

TEST(BadInput, APackageOfAnotherName) {
  const Scratch scratch;
  write_file(scratch / "work/x.go", "package other\n");
  EXPECT_THAT(refuse(scratch / "work", 0), AllOf(HasSubstr("package other"), HasSubstr("x.go")));
}

TEST(BadInput, AMissingFunctionIsNamed) {
  const Scratch scratch;
  write_file(scratch / "work/x.go", "package hits\n\ntype Counter struct{}\n");
  EXPECT_THAT(refuse(scratch / "work", 0), HasSubstr("missing"));
}

TEST(BadInput, ABrokenManifest) {
  const Scratch scratch;
  const fs::path exercise = scratch / "mine/race-fix";
  copy_into(exercises_folder() / kExercise, exercise);
  std::string manifest = read_json(exercise / "exercise.json").dump();
  manifest.replace(manifest.find("\"difficulty\":"), 13, "\"difficulti\":");
  write_file(exercise / "exercise.json", manifest);
  EXPECT_THAT(refuse(reference(), 2, {}, {}, exercise.string()),
              AllOf(HasSubstr("exercise.json"), HasSubstr("difficult")));
}

TEST(BadInput, NoGo) {
  EXPECT_THAT(refuse(reference(), 3, {}, {{"ASSAY_GO", "/nonexistent/go"}}),
              AllOf(HasSubstr("ASSAY_GO"), HasSubstr("go.dev/dl")));
}

TEST(BadInput, AHelperThatIsMissing) {
  const Scratch scratch;
  EXPECT_THAT(refuse(reference(), 3, {}, {{"ASSAY_LIBEXEC", scratch.path().string()}}),
              HasSubstr("assay-sandbox"));
}

TEST(BadInput, ACacheThatCannotBeWritten) {
  if (::geteuid() != 0) {
    const Scratch scratch;
    ::chmod(scratch.path().c_str(), 0500);
    EXPECT_THAT(refuse(reference(), 3, {}, {{"ASSAY_CACHE", (scratch / "cache").string()}}),
                HasSubstr("ASSAY_CACHE"));
    ::chmod(scratch.path().c_str(), 0700);
  } else {
    EXPECT_THAT(refuse(reference(), 3, {}, {{"ASSAY_CACHE", "/proc/assay"}}),
                HasSubstr("ASSAY_CACHE"));
  }
}

// assay as it runs after `setup`, in a mount namespace of its own (for root).
Ran run_after(const std::string& setup, const std::vector<std::string>& arguments,
              const std::map<std::string, std::string>& environment = {}) {
  return run_assay_under({"unshare", "--mount", "sh", "-ec", setup + "; exec \"$@\"", "sh"},
                         arguments, environment);
}

TEST(BadInput, NoCompiler) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can mount over what is there";
  for (const char* command : {"grade", "doctor"}) {
    std::vector<std::string> arguments = {command};
    if (arguments[0] == "grade") arguments.insert(arguments.end(), {kExercise, reference()});
    const Ran ran = run_after("mount --bind /dev/null /usr/bin/gcc", arguments);
    EXPECT_EQ(ran.exit_code, 3) << ran.out << ran.err;
    EXPECT_THAT(ran.out + ran.err, AllOf(HasSubstr("/usr/bin/gcc"), HasSubstr("apt-get install")));
  }
}

TEST(BadInput, ATemporaryFolderThatIsFull) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can mount over what is there";
  const Scratch scratch;
  const GitFixture git(scratch / "repo");
  copy_into(reference(), scratch / "repo");
  write_file(scratch / "repo/big.go", "package hits\n// " + std::string(100'000, 'x') + "\n");
  git.commit("Solve it");
  fs::create_directories(scratch / "tmp");
  const Ran ran = run_after("mount -t tmpfs -o size=16k none '" + (scratch / "tmp").string() + "'",
                            {"grade", kExercise, scratch / "repo"}, {{"TMPDIR", scratch / "tmp"}});
  EXPECT_EQ(ran.exit_code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out + ran.err, HasSubstr("No space left"));
}

// What an ordinary user lacks without a control group of his own: told before anything runs.
TEST(BadInput, NoPermissionForTheSandbox) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody without any permission";
  const Scratch scratch;
  ::chmod(scratch.path().c_str(), 0755);
  const Ran ran =
      run_assay_under({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"},
                      {"--exercises", exercises_folder(), "grade", kExercise, reference()});
  EXPECT_EQ(ran.exit_code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.out, ::testing::IsEmpty());
  EXPECT_THAT(ran.err, AllOf(HasSubstr("Permission denied"), HasSubstr("Delegate=yes")));
}

TEST(BadInput, ADiskThatIsFull) {
  const Scratch scratch;
  const Ran ran = run_assay({"grade", kExercise, reference(), "--json", "/dev/full"});
  EXPECT_NE(ran.exit_code, 0) << ran.out << ran.err;
}

TEST(BadInput, OptionsThatMakeNoSense) {
  EXPECT_EQ(run_assay({"grade"}).exit_code, 2);
  EXPECT_EQ(run_assay({"grade", kExercise, reference(), "--fail-under", "101"}).exit_code, 2);
  EXPECT_EQ(run_assay({"grade", kExercise, reference(), "--at", "yesterday"}).exit_code, 2);
  EXPECT_EQ(
      run_assay({"grade", kExercise, reference(), "--ref", "a", "--at", "2026-01-01"}).exit_code,
      2);
  EXPECT_EQ(run_assay({"grade", kExercise, reference(), "--isolation", "strong"}).exit_code, 2);
  EXPECT_EQ(run_assay({"gade"}).exit_code, 2);
}

TEST(BadInput, VerifyOfNothing) {
  EXPECT_EQ(run_assay({"verify", "no-such"}).exit_code, 4);
  EXPECT_EQ(run_assay({"verify", kExercise, "--only", "no-such"}).exit_code, 4);
}

}  // namespace
}  // namespace assay::test
