// Rosters from the disk: files by their name or first character, folders of submissions,
// standard input.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/text.h"
#include "roster_support.h"

namespace assay::roster {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class OnDisk : public testing::Test {
 protected:
  fs::path at(const std::string& name) const { return folder_.path() / name; }
  fs::path write(const std::string& name, std::string_view bytes = "") const {
    EXPECT_TRUE(write_file_atomically(at(name), bytes));
    return at(name);
  }
  fs::path folder(const std::string& name) const {
    fs::create_directories(at(name));
    return at(name);
  }
  fs::path bare(const std::string& name) const {
    folder(name + "/objects");
    folder(name + "/refs");
    write(name + "/HEAD", "ref: refs/heads/main\n");
    return at(name);
  }
  // Lines without the path of the test's folder, which is another each time.
  std::vector<std::string> plain(std::vector<std::string> lines) const {
    for (std::string& line : lines)
      for (std::size_t i; (i = line.find(folder_.path().string())) != std::string::npos;)
        line.replace(i, folder_.path().string().size(), "TMP");
    return lines;
  }

 private:
  TempDir folder_ = TempDir::make("roster-test").value();
};

constexpr std::string_view kCsv = "candidate,repo\nada,a\n";
constexpr std::string_view kJson = R"([{"candidate": "ada", "repository": "a"}])";

TEST_F(OnDisk, AFileIsReadByItsExtension) {
  for (const char* name : {"r.csv", "r.CSV", "r.tsv", "r.txt", "roster"})
    EXPECT_THAT(plain(entries(read_roster(write(name, kCsv)))), ElementsAre("ada | TMP/a")) << name;
  for (const char* name : {"r.json", "r.JSON", "roster.lock", "roster"})
    EXPECT_THAT(plain(entries(read_roster(write(name, kJson)))), ElementsAre("ada | TMP/a"))
        << name;
  EXPECT_THAT(plain(entries(read_roster(write("odd", "\n  " + std::string(kJson))))),
              ElementsAre("ada | TMP/a"));
  EXPECT_THAT(plain(entries(read_roster(write("bom", "\xEF\xBB\xBF" + std::string(kJson))))),
              ElementsAre("ada | TMP/a"));
  EXPECT_THAT(refusal(read_roster(write("x.csv", kJson))), HasSubstr("x.csv:1: "));
  EXPECT_THAT(refusal(read_roster(write("x.json", kCsv))), HasSubstr("x.json: is not well-formed"));
}

TEST_F(OnDisk, PathsAreRelativeToTheRostersFolder) {
  const fs::path before = fs::current_path();
  write("r.csv", "candidate,repo\nada,../a\nbob,b\n");
  fs::current_path(at(""));
  const auto by_name = read_roster("r.csv");
  folder("below");
  fs::current_path(at("below"));
  const auto from_below = read_roster("../r.csv");
  fs::current_path(before);
  EXPECT_EQ(entries(by_name), entries(from_below));
  EXPECT_EQ(entries(by_name).at(1), "bob | " + at("b").string());
}

TEST_F(OnDisk, WhatIsNotThereIsNotFound) {
  const auto roster = read_roster(at("none.csv"));
  ASSERT_FALSE(roster);
  EXPECT_EQ(roster.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(roster.error().message, HasSubstr("there is no roster"));
  EXPECT_EQ(read_folder(at("none")).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(read_folder(write("file")).error().kind, ErrorKind::kNotFound);
}

TEST_F(OnDisk, AnEndlessFileIsCapped) {
  const auto roster = read_roster("/dev/zero");
  EXPECT_THAT(refusal(roster), HasSubstr("/dev/zero is larger than 67108864 bytes"));
}

// read_roster("-") with `bytes` on standard input.
Result<Roster> from_input(std::string_view bytes) {
  Pipe pipe = make_pipe().value();
  EXPECT_TRUE(write_all(pipe.write.get(), bytes));
  pipe.write.reset();
  const Fd before(::dup(STDIN_FILENO));
  EXPECT_EQ(::dup2(pipe.read.get(), STDIN_FILENO), STDIN_FILENO);
  auto roster = read_roster("-");
  ::dup2(before.get(), STDIN_FILENO);
  return roster;
}

TEST(Input, IsReadByItsFirstCharacter) {
  const std::string here = fs::current_path().string();
  EXPECT_THAT(entries(from_input(kCsv)), ElementsAre("ada | " + here + "/a"));
  EXPECT_THAT(entries(from_input(kJson)), ElementsAre("ada | " + here + "/a"));
  EXPECT_EQ(refusal(from_input("candidate,repo\n,a\n")),
            "standard input:2: the candidate has no name");
  EXPECT_EQ(refusal(from_input("")), "standard input: is empty");
}

TEST_F(OnDisk, AFolderHoldsASubmissionEach) {
  folder("subs/zoe");
  folder("subs/Ada Lovelace");
  folder("subs/work.git");  // only called like a bare one
  bare("subs/bob.git");
  bare("subs/bare");
  for (const char* name :
       {"a.zip", "b.tar", "c.tar.gz", "d.TGZ", "e.tar.xz", "f.tar.zst", "g.v2.zip"})
    write(std::string("subs/") + name);
  const auto roster = read_roster(at("subs"));
  EXPECT_THAT(plain(entries(roster)),
              ElementsAre("Ada Lovelace | TMP/subs/Ada Lovelace", "a | TMP/subs/a.zip",
                          "b | TMP/subs/b.tar", "bare | TMP/subs/bare", "bob | TMP/subs/bob.git",
                          "c | TMP/subs/c.tar.gz", "d | TMP/subs/d.TGZ", "e | TMP/subs/e.tar.xz",
                          "f | TMP/subs/f.tar.zst", "g.v2 | TMP/subs/g.v2.zip",
                          "work.git | TMP/subs/work.git", "zoe | TMP/subs/zoe"));
  EXPECT_THAT(remarks(roster), IsEmpty());
  EXPECT_EQ(entries(read_roster(at("subs/"))), entries(roster));
}

TEST_F(OnDisk, WhatIsNoSubmissionIsLeftOutWithARemark) {
  folder("subs/ada");
  folder("subs/.git");
  folder("subs/.cache");
  write("subs/.DS_Store");
  write("subs/README.md");
  write("subs/.zip");
  fs::create_symlink("/etc", at("subs/etc"));
  ASSERT_EQ(::mkfifo(at("subs/pipe.zip").c_str(), 0600), 0);
  const auto roster = read_roster(at("subs"));
  EXPECT_THAT(plain(entries(roster)), ElementsAre("ada | TMP/subs/ada"));
  EXPECT_THAT(
      plain(remarks(roster)),
      ElementsAre("TMP/subs/.DS_Store: is hidden, and left out",
                  "TMP/subs/.cache: is hidden, and left out",
                  "TMP/subs/.git: is left out; the folders beside it are one submission each",
                  "TMP/subs/.zip: is hidden, and left out",
                  "TMP/subs/README.md: is neither a folder nor an archive, and left out",
                  "TMP/subs/etc: is a symbolic link, and left out",
                  "TMP/subs/pipe.zip: is neither a folder nor an archive, and left out"));
}

TEST_F(OnDisk, AFolderWithoutSubmissionsIsNotFound) {
  write("subs-note.md");
  const fs::path subs = folder("subs");
  write("subs/README.md");
  const auto roster = read_roster(subs);
  ASSERT_FALSE(roster);
  EXPECT_EQ(roster.error().kind, ErrorKind::kNotFound);
}

TEST_F(OnDisk, ABareRepositoryIsNoFolderOfThem) {
  const auto roster = read_roster(bare("pool.git"));
  EXPECT_THAT(refusal(roster), HasSubstr("is a repository, not a folder of them"));
}

TEST_F(OnDisk, NamesInAFolderAreCheckedAsAllNamesAre) {
  folder("subs/a\x1b[2J");
  folder("subs/b\xFF");
  folder("subs/c ");
  folder("subs/" + std::string(201, 'd'));
  folder("subs/e");
  write("subs/e.zip");
  const std::string message = refusal(read_roster(at("subs")));
  EXPECT_EQ(message, printable(message));
  for (const char* why :
       {"a\\x1b[2J: the candidate has a name with a character that cannot be shown",
        "b\\xff: the candidate has a name that is not UTF-8",
        "c : the candidate has a name with blanks at its ends",
        "the candidate has a name of more than 200 bytes",
        "e.zip: the candidate \"e\" is there already"})
    EXPECT_THAT(message, HasSubstr(why));
}

TEST_F(OnDisk, NamesInAFolderAreCompared) {
  folder("subs/Ada");
  folder("subs/ada");
  EXPECT_THAT(
      plain(remarks(read_roster(at("subs")))),
      ElementsAre(
          "TMP/subs/ada: \"ada\" and \"Ada\" (TMP/subs/Ada) differ only by case or blanks"));
}

}  // namespace
}  // namespace assay::roster
