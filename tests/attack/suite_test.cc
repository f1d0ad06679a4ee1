// What is not one attack but many at once: every exercise of the catalogue is searched
// for its secrets, 32 hostile submissions run beside an honest one, and after all that
// the next submission is graded as if nothing had been.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <iterator>
#include <set>

#include "attack/outcome.h"
#include "attack/stage.h"
#include "base/digest.h"
#include "base/text.h"
#include "support/git_fixture.h"

namespace assay::attack {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDistinctive = 25;  // bytes of a line that says something of its own
constexpr const char* kFound = "the walker found ";

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(line.substr(first, line.find_last_not_of(" \t\r\n") - first + 1));
}

// All the text below a folder that a candidate knows, or must not know.
std::string text_below(const fs::path& folder, std::string_view extension) {
  std::string text;
  if (!fs::exists(folder)) return text;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && (extension.empty() || entry.path().extension() == extension))
      text += read(entry.path()) + "\n";
  return text;
}

// Lines of the hidden tests and the solutions that the candidate cannot have seen. The testdata
// lies in the box, where the tests read it (exercises/README.md tells authors so).
std::set<std::string> secrets_of(const fs::path& exercise) {
  const std::string known = text_below(exercise / "starter", "") + read(exercise / "README.md") +
                            read(exercise / "exercise.json") +
                            text_below(exercise / "hidden/testdata", "");
  std::set<std::string> secrets;
  for (const char* part : {"hidden", "solutions"}) {
    const std::string whole = text_below(exercise / part, ".go");
    for (const std::string_view line : split(whole, '\n')) {
      std::string text = trimmed(line);
      if (text.size() >= kDistinctive && known.find(text) == std::string::npos)
        secrets.insert(std::move(text));
    }
  }
  return secrets;
}

// A file for the package that, before any test, looks for lines in everything that can be read,
// knowing no more of them than their digests.
std::string walker(const std::string& package, const std::set<std::string>& secrets) {
  std::string text = "package " + package + R"(

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func init() {
	files := 0
	filepath.WalkDir("/", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || filepath.Dir(path) == "/dev" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		files++
		for _, line := range strings.Split(string(text), "\n") {
			sum := sha256.Sum256([]byte(strings.TrimSpace(line)))
			if assayWanted[hex.EncodeToString(sum[:8])] {
				panic(")" +
                     std::string(kFound) +
                     R"(a secret in " + path)
			}
		}
		return nil
	})
	if files < 3 {
		panic("the walker saw nothing")
	}
	panic(")" + std::string(kFound) +
                     R"(nothing")
}

var assayWanted = map[string]bool{
)";
  for (const std::string& secret : secrets)
    text += "\t\"" + to_hex(sha256(secret)).substr(0, 16) + "\": true,\n";
  return text + "}\n";
}

std::string package_of(const fs::path& exercise) {
  for (const auto& entry : fs::recursive_directory_iterator(exercise / "starter")) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".go") || name.ends_with("_test.go")) continue;
    const std::string text = read(entry.path());
    for (const std::string_view line : split(text, '\n'))
      if (line.starts_with("package "))
        return trimmed(line.substr(std::string_view("package ").size()));
  }
  return {};
}

std::vector<std::string> catalogue() {
  std::vector<std::string> ids;
  for (const auto& entry : fs::directory_iterator(test::exercises_folder()))
    if (fs::exists(entry.path() / "exercise.json")) ids.push_back(entry.path().filename());
  std::sort(ids.begin(), ids.end());
  return ids;
}

Submission of(const std::string& exercise, const std::string& base) {
  Submission submission;
  submission.exercise = exercise;
  submission.base = base;
  submission.patch = {{"repeats", {{"count", 1}, {"cpu", {2}}}}};
  return submission;
}

void expect_no_secret(const Graded& graded, const std::set<std::string>& secrets,
                      const std::string& what) {
  ASSERT_FALSE(graded.candidate.empty()) << graded.ran.err;
  for (const std::string& secret : secrets)
    for (const std::string& seen : graded.candidate)
      EXPECT_EQ(seen.find(secret), std::string::npos) << what << " shows: " << secret;
}

class Secrets : public ::testing::TestWithParam<std::string> {};

// The starter provokes failures, races and panics; an empty package every complaint about what is
// missing.
TEST_P(Secrets, AreNotInWhatTheCandidateSees) {
  const auto secrets = secrets_of(Stage::exercise_folder(GetParam()));
  ASSERT_GT(secrets.size(), 20U) << "there is hardly anything to look for";
  Stage stage;
  const Graded started = stage.grade(of(GetParam(), "starter"));
  EXPECT_EQ(started.result["outcome"], "graded");
  expect_no_secret(started, secrets, "the starter's report");
  Submission empty = of(GetParam(), "");
  const Json manifest = Json::parse(read(Stage::exercise_folder(GetParam()) / "exercise.json"));
  const std::string folder = manifest.value("package", ".");
  const auto globs = manifest["submission"].value("files", std::vector<std::string>{"*.go"});
  std::string name = globs.at(0);
  if (const std::size_t star = name.find('*'); star != std::string::npos)
    name.replace(star, 1, "empty");
  empty.files[(folder == "." ? "" : folder + "/") + name] =
      "package " + package_of(Stage::exercise_folder(GetParam())) + "\n";
  expect_no_secret(stage.grade(empty), secrets, "an empty package's report");
}

TEST_P(Secrets, AreNotInTheBox) {
  const fs::path folder = Stage::exercise_folder(GetParam());
  Stage stage;
  Submission walking = of(GetParam(), "");
  walking.patch["limits"]["run"]["memory_mib"] = 512;
  walking.files["assay_walker.go"] = walker(package_of(folder), secrets_of(folder));
  const Graded walked = stage.grade_unpoliced(walking);
  EXPECT_NE(walked.text.find(std::string(kFound) + "nothing"), std::string::npos) << walked.text;
  EXPECT_EQ(walked.text.find(std::string(kFound) + "a secret"), std::string::npos) << walked.text;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Secrets, ::testing::ValuesIn(catalogue()),
                         [](const auto& exercise) {
                           std::string name = exercise.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// The control of the searches: what is there is found.
TEST(Searches, FindWhatIsThere) {
  const fs::path folder = Stage::exercise_folder("with-os");
  Stage stage;
  Submission walking = of("with-os", "");
  walking.patch["limits"]["run"]["memory_mib"] = 512;
  walking.files["assay_walker.go"] =
      walker(package_of(folder), {trimmed(read(folder / "hidden/testdata/greeting.txt"))});
  const Graded walked = stage.grade_unpoliced(walking);
  EXPECT_NE(walked.text.find(std::string(kFound) + "a secret in /box/module/testdata"),
            std::string::npos)
      << walked.text;
  Graded talkative;
  talkative.candidate = {"the hidden test saw %d of 5 visits"};
  const auto secrets = secrets_of(Stage::exercise_folder("strict"));
  EXPECT_TRUE(std::any_of(secrets.begin(), secrets.end(), [&](const std::string& secret) {
    return secret.find(talkative.candidate[0]) != std::string::npos;
  }));
}

TEST(Fixtures, AreGoodExercises) {
  const test::Ran ran =
      test::run_assay({"--exercises", fs::path(ASSAY_ATTACKS) / "exercises", "--quiet", "verify",
                       "--only", "other", "strict", "with-os", "with-http", "with-sql", "lawless"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
}

// 32 submissions, each of which uses up something else, beside one that is right. Whatever they
// come to, the right one gets everything, and an ordinary command is answered all the while.
TEST(Many, HostileSubmissionsDisturbNobody) {
  const std::vector<std::string> attacks = {
      "heap",     "goroutines",       "stdout-flood",     "stderr-flood",
      "deadlock", "maps-and-strings", "one-endless-line", "recursion"};
  const fs::path folder = fs::path(ASSAY_ATTACKS) / "resources";
  std::vector<std::future<std::vector<std::string>>> running;
  for (std::size_t i = 0; i < 32; ++i)
    running.push_back(std::async(std::launch::async, [&, i] {
      Stage stage;
      const Attack attack = read_attack(folder / attacks[i % attacks.size()]);
      return differences(stage.grade(attack.submission), attack.expect, attack.strikes);
    }));
  Stage stage;
  const Graded honest = stage.grade(of("strict", "solutions/plain"));
  EXPECT_EQ(honest.result["score"], 100) << honest.text;
  std::size_t answers = 0;
  for (auto& each : running) {
    EXPECT_EQ(test::run_command({"/bin/echo", "here"}).out, "here\n");
    ++answers;
    for (const std::string& problem : each.get()) ADD_FAILURE() << problem;
  }
  EXPECT_EQ(answers, 32U);
}

// Names, sizes and times of every file below a folder.
std::string fingerprint(const fs::path& folder) {
  Hasher hasher;
  std::set<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      lines.insert(entry.path().string() + " " + std::to_string(entry.file_size()) + " " +
                   std::to_string(entry.last_write_time().time_since_epoch().count()));
  for (const std::string& line : lines) hasher.add_field(line);
  return to_hex(hasher.finish());
}

// Code that would put other packages into the build cache under the names of the standard
// library's, then the next submission.
TEST(Next, SubmissionFindsTheBuildCacheAsItWas) {
  const test::Ran prepared = test::run_assay({"prepare"});
  ASSERT_EQ(prepared.exit_code, 0) << prepared.err;
  const fs::path cache = trimmed(prepared.out.empty() ? prepared.err : prepared.out);
  ASSERT_TRUE(fs::is_directory(cache)) << cache;
  const std::string before = fingerprint(cache);
  Stage stage;
  Submission poison = of("strict", "starter");
  poison.files["attack.go"] =
      "package strict\n\n// #cgo CFLAGS: -I/work/cache\n"
      "// static void poison(void) {}\nimport \"C\"\n\n//go:generate false\n"
      "//go:linkname sum strings.Index\nfunc sum()\n";
  EXPECT_EQ(stage.grade(poison).result["outcome"], "rejected");
  stage.grade_unpoliced(poison);
  EXPECT_EQ(fingerprint(cache), before);
  EXPECT_EQ(stage.grade(of("strict", "solutions/other")).result["score"], 100);
}

}  // namespace
}  // namespace assay::attack
