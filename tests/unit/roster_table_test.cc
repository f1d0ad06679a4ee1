// Rosters in CSV as teams and their tools write them: what each column comes to, what is
// refused with its place, and what gets a remark.
#include <gmock/gmock.h>

#include "base/text.h"
#include "roster_support.h"

namespace assay::roster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(CsvRoster, TakesEveryColumn) {
  EXPECT_THAT(
      entries(csv("candidate,repository,ref,at,subdir,exercise,deadline,extension,cohort\r\n"
                  "Ada Lovelace,https://example.org/ada/pool,main,,go/pool,worker-pool,"
                  "2026-03-01T18:00:00Z,1d12h,\"spring, 2026\"\r\n"
                  "Bob,git@example.org:bob/pool.git,,2026-03-01T18:00Z,,,,,\r\n")),
      ElementsAre("Ada Lovelace | https://example.org/ada/pool | ref=main | subdir=go/pool | "
                  "exercise=worker-pool | deadline=2026-03-01T18:00:00Z | extension=1d12h | "
                  "[cohort]=spring, 2026",
                  "Bob | git@example.org:bob/pool.git | at=2026-03-01T18:00:00Z | [cohort]="));
}

TEST(CsvRoster, NeedsACandidateAndARepositoryOnly) {
  EXPECT_THAT(entries(csv("candidate,repository\nada,a\n")), ElementsAre("ada | /base/a"));
  EXPECT_THAT(remarks(csv("candidate,repository\nada,a\n")), IsEmpty());
}

TEST(CsvRoster, KnowsTheUsualNamesInAnyCase) {
  for (const char* header :
       {"CANDIDATE,REPOSITORY,REF", "Student,Repo,Branch", "Name;URL;Commit",
        "identifier\tsource\ttag", "github_username,Repository URL,sha",
        "Full Name,clone_url,commit_id", "GitHub Username,GitHub Repository,branch",
        "e-mail,repo-link,TAG", "Your full name,Link to your GitHub repository,Branch"}) {
    const bool semicolons = std::string_view(header).find(';') != std::string_view::npos;
    const bool tabs = std::string_view(header).find('\t') != std::string_view::npos;
    const char* row = semicolons ? "\nada;/r;x\n" : tabs ? "\nada\t/r\tx\n" : "\nada,/r,x\n";
    EXPECT_THAT(entries(csv(std::string(header) + row)), ElementsAre("ada | /r | ref=x")) << header;
  }
  EXPECT_THAT(entries(csv("candidate,repo,Folder,Exercise ID,Due Date,Extra Time\n"
                          "ada,/r,x,pool,2026-03-01T18:00Z,2h\n")),
              ElementsAre("ada | /r | subdir=x | exercise=pool | deadline=2026-03-01T18:00:00Z | "
                          "extension=2h"));
}

TEST(CsvRoster, TakesTheGradesOfGitHubClassroom) {
  const auto roster = csv(
      "\"assignment_name\",\"assignment_url\",\"starter_code_url\",\"github_username\","
      "\"roster_identifier\",\"student_repository_name\",\"student_repository_url\","
      "\"submission_timestamp\",\"points_awarded\",\"points_available\"\n"
      "\"pool\",\"https://example.org/a\",\"https://example.org/s\",\"ada-l\",\"\",\"pool-ada-l\","
      "\"https://example.org/class/pool-ada-l\",\"2026-03-01 17:59:59 UTC\",\"74\",\"100\"\n");
  EXPECT_THAT(entries(roster),
              ElementsAre("ada-l | https://example.org/class/pool-ada-l | [assignment_name]=pool | "
                          "[assignment_url]=https://example.org/a | "
                          "[starter_code_url]=https://example.org/s | "
                          "[student_repository_name]=pool-ada-l | "
                          "[submission_timestamp]=2026-03-01 17:59:59 UTC | [points_awarded]=74 | "
                          "[points_available]=100"));
  EXPECT_THAT(remarks(roster), ElementsAre("r.csv:1: a row\'s \"github_username\" is taken, or if "
                                           "that is empty its \"roster_identifier\""));
}

TEST(CsvRoster, SaysWhyTheRosterOfGitHubClassroomIsNotEnough) {
  const auto roster =
      csv("\"identifier\",\"github_username\",\"github_id\",\"name\"\n"
          "\"ada@example.org\",\"ada-l\",\"815\",\"\"\n");
  EXPECT_THAT(refusal(roster), HasSubstr("r.csv:1: no column names the repositories (there are "
                                         "\"identifier\", \"github_username\""));
  EXPECT_THAT(roster.error().hint, HasSubstr("take the grades"));
}

TEST(CsvRoster, TakesAClassroomRosterWithRepositoriesAdded) {
  EXPECT_THAT(
      entries(
          csv("identifier,github_username,github_id,name,repo\nada@example.org,ada-l,815,,/r\n")),
      ElementsAre("ada@example.org | /r | [github_username]=ada-l | [github_id]=815"));
}

TEST(CsvRoster, TakesAHiringToolsSpreadsheet) {
  EXPECT_THAT(entries(csv("First Name,Last Name,Company,Email,Source,GitHub Repository URL\n"
                          "Ada,Lovelace,,ada@example.org,Referral,https://example.org/ada\n"
                          "Cher,,,cher@example.org,,https://example.org/cher\n"
                          ",,,x@example.org,,https://example.org/x\n")),
              ElementsAre("Ada Lovelace | https://example.org/ada | [Company]= | "
                          "[Email]=ada@example.org | [Source]=Referral",
                          "Cher | https://example.org/cher | [Company]= | [Email]=cher@example.org",
                          "x@example.org | https://example.org/x | [Company]="));
}

TEST(CsvRoster, TakesTheAnswersToAForm) {
  EXPECT_THAT(
      entries(csv("Timestamp,Email Address,Your full name,Link to your repository,Comments\n"
                  "3/1/2026 17:58:01,ada@example.org,\"Lovelace, Ada\",https://example.org/ada,"
                  "\"I had\n\"\"fun\"\"\"\n")),
      ElementsAre("Lovelace, Ada | https://example.org/ada | [Timestamp]=3/1/2026 17:58:01 | "
                  "[Email Address]=ada@example.org | [Comments]=I had\n\"fun\""));
}

TEST(CsvRoster, TakesTheFirstOfSeveralColumnsThatSaysSomething) {
  const auto roster =
      csv("candidate,repo,branch,commit\nada,/a,main,c0ffee\nbob,/b,main,\neve,/e,,\n");
  EXPECT_THAT(entries(roster), ElementsAre("ada | /a | ref=c0ffee | [branch]=main",
                                           "bob | /b | ref=main", "eve | /e"));
  EXPECT_THAT(
      remarks(roster),
      ElementsAre("r.csv:1: a row\'s \"commit\" is taken, or if that is empty its \"branch\""));
}

TEST(CsvRoster, TrimsWhatItUnderstandsAndNothingElse) {
  EXPECT_THAT(entries(csv(" Candidate , repo ,note\n  ada\t, /r ,  x \n")),
              ElementsAre("ada | /r | [note]=  x "));
}

TEST(CsvRoster, CarriesColumnsWithoutANameWhereTheyHoldSomething) {
  EXPECT_THAT(entries(csv("candidate,repo,,\nada,/r,,\nbob,/b,x,\n")),
              ElementsAre("ada | /r", "bob | /b | [column 3]=x"));
}

TEST(CsvRoster, KeepsNamesThatLookLikeFormulas) {
  EXPECT_THAT(
      entries(
          csv("candidate,repo,=note\n=1+1,/a,@x\n-eve,/b,+1\n@ada,/c,\"=cmd|' /C calc'!A0\"\n")),
      ElementsAre("=1+1 | /a | [=note]=@x", "-eve | /b | [=note]=+1",
                  "@ada | /c | [=note]==cmd|' /C calc'!A0"));
}

TEST(CsvRoster, ResolvesRelativePathsAgainstItsFolder) {
  EXPECT_THAT(entries(csv("candidate,repo\na,x\nb,./x/y/\nc,../x\nd,/abs\ne,~/x\nf,x:y/z\ng,a/b:c\n"
                          "h,file:///x\ni,.\n")),
              ElementsAre("a | /base/x", "b | /base/x/y", "c | /x", "d | /abs", "e | /base/~/x",
                          "f | x:y/z", "g | /base/a/b:c", "h | file:///x", "i | /base"));
}

TEST(CsvRoster, RefusesACandidateThatIsThereTwice) {
  EXPECT_THAT(refusal(csv("candidate,repo\nada,/a\nbob,/b\n ada ,/c\n")),
              "r.csv:4: the candidate \"ada\" is there already, at r.csv:2");
  EXPECT_THAT(refusal(csv("candidate,repo,exercise\nada,/a,pool\nada,/a,pool\n")),
              "r.csv:3: the candidate \"ada\" is there already with pool, at r.csv:2");
  EXPECT_THAT(entries(csv("candidate,repo,exercise\nada,/a,pool\nada,/a,limiter\nada,/a,\n")),
              ElementsAre("ada | /a | exercise=pool", "ada | /a | exercise=limiter", "ada | /a"));
}

TEST(CsvRoster, RemarksOnNamesThatAreEasilyConfused) {
  EXPECT_THAT(
      remarks(csv("candidate,repo,exercise\nAda Byron,/a,x\nada  byron,/b,\nAdaByron,/c,\n"
                  "Ada\xC2\xA0"
                  "Byron,/d,\nAda Byron,/a,y\nZo\xC3\x8B,/e,\nzo\xC3\xAB,/f,\nb,/g,\n")),
      ElementsAre("r.csv:3: \"ada  byron\" and \"Ada Byron\" (r.csv:2) differ only by case or "
                  "blanks",
                  "r.csv:4: \"AdaByron\" and \"Ada Byron\" (r.csv:2) differ only by case or "
                  "blanks",
                  "r.csv:5: \"Ada\xC2\xA0"
                  "Byron\" and \"Ada Byron\" (r.csv:2) differ only by "
                  "case or blanks",
                  "r.csv:8: \"zo\xC3\xAB\" and \"Zo\xC3\x8B\" (r.csv:7) differ only by case or "
                  "blanks"));
}

TEST(CsvRoster, RemarksOnNamesThatBecomeOneFileName) {
  EXPECT_THAT(remarks(csv("candidate,repo\na/b,/1\nA:b,/2\na..b,/3\na-b,/4\nab,/5\n")),
              ElementsAre("r.csv:3: \"A:b\" and \"a/b\" (r.csv:2) would be one name for a file",
                          "r.csv:4: \"a..b\" and \"a/b\" (r.csv:2) would be one name for a file",
                          "r.csv:5: \"a-b\" and \"a/b\" (r.csv:2) would be one name for a file"));
}

TEST(CsvRoster, RemarksOnOneRepositoryOfTwoCandidates) {
  EXPECT_THAT(remarks(csv("candidate,repo,subdir,branch\n"
                          "ada,https://example.org/x/Pool,,\n"
                          "bob,https://example.org/x/pool.git/,,\n"
                          "eve,https://example.org/x/pool,eve,\n"
                          "joe,https://example.org/x/pool,,main\n")),
              ElementsAre("r.csv:3: \"bob\" has the same repository as \"ada\" (r.csv:2)",
                          "r.csv:5: \"joe\" has the same repository as \"ada\" (r.csv:2)"));
  EXPECT_THAT(remarks(csv("candidate,repo,branch\nada,/x,ada\nbob,/x,bob\n")), IsEmpty());
  EXPECT_THAT(remarks(csv("candidate,repo,exercise\nada,/x,a\nada,/x,b\n")), IsEmpty());
  EXPECT_THAT(remarks(csv("candidate,repo\nada,/x\nbob,/X\n")), IsEmpty());
}

TEST(CsvRoster, RemarksOnPathsThatWereProbablyMeantOtherwise) {
  EXPECT_THAT(
      remarks(csv("candidate,repo\nada,~/pool\nbob,github.com/bob/pool\n")),
      ElementsAre("r.csv:2: repo: ~ is no abbreviation here, but a folder beside the roster",
                  "r.csv:3: repo: is taken for a folder beside the roster; is it "
                  "https://github.com/bob/pool?"));
  EXPECT_THAT(
      remarks(csv("candidate,repo\nada,https://example.org/a\neve,/home/team/others\n")),
      ElementsAre("r.csv:3: the repository of \"eve\" is on this machine, and those of others "
                  "are not; is that meant?"));
}

// What one bad cell leads to.
std::string cell(const std::string& column, const std::string& text) {
  return refusal(csv("candidate,repository," + column + "\nada,/a,\"" + text + "\"\n"));
}

TEST(CsvRoster, RefusesNamesThatCannotBeShown) {
  const auto name = [](const std::string& text) {
    return refusal(csv("candidate,repo\n\"" + text + "\",/a\n"));
  };
  EXPECT_EQ(name(""), "r.csv:2: the candidate has no name");
  EXPECT_EQ(name(" \t "), "r.csv:2: the candidate has no name");
  EXPECT_EQ(name("\xE2\x80\x8D"), "r.csv:2: the candidate has no name");
  EXPECT_THAT(name("a\x1b[31m"), HasSubstr("a character that cannot be shown: \"a\\x1b[31m\""));
  EXPECT_THAT(name("a\nb"), HasSubstr("cannot be shown: \"a\\nb\""));
  EXPECT_THAT(name("a\xE2\x80\xAE"
                   "b"),
              HasSubstr("cannot be shown: \"a\\u{202e}b\""));
  EXPECT_THAT(name("a\xE2\x80\x8B"
                   "b"),
              HasSubstr("cannot be shown: \"a\\u{200b}b\""));
  EXPECT_EQ(name(std::string(200, 'a')), "");
  EXPECT_EQ(name(std::string(201, 'a')),
            "r.csv:2: the candidate has a name of more than 200 bytes");
  EXPECT_EQ(name("a\xFF"), "r.csv:2: is not UTF-8");
}

TEST(CsvRoster, KeepsTheJoinersThatSomeScriptsNeed) {
  const std::string name = "\xD8\xB9\xD9\x84\xDB\x8C\xE2\x80\x8C\xD8\xB1\xD8\xB6\xD8\xA7";
  EXPECT_THAT(entries(csv("candidate,repo\n" + name + ",/a\n")), ElementsAre(name + " | /a"));
  EXPECT_THAT(remarks(csv("candidate,repo\nab,/a\na\xE2\x80\x8D"
                          "b,/b\n")),
              ElementsAre(HasSubstr("differ only by case or blanks")));
}

TEST(CsvRoster, RefusesRepositoriesThatMustNotBeTaken) {
  const auto repo = [](const std::string& text) {
    return refusal(csv("candidate,repo\nada,\"" + text + "\"\n"));
  };
  EXPECT_EQ(repo(""), "r.csv:2: the candidate has no repository");
  EXPECT_EQ(repo("--upload-pack=x"), "r.csv:2: repo: begins with a hyphen: \"--upload-pack=x\"");
  EXPECT_THAT(repo("https://example.org/\x07"), HasSubstr("a character that cannot be shown"));
  EXPECT_THAT(repo(std::string(5000, 'a')), "r.csv:2: repo: is longer than 4096 bytes");
  for (const char* secret : {"https://ada:hunter2@example.org/a", "ssh://ada:hunter2@example.org/a",
                             "ada:hunter2@example.org/a", "https://hunter2:@example.org"})
    EXPECT_EQ(repo(secret), "r.csv:2: repo: holds a password") << secret;
  for (const char* good :
       {"git@example.org:a/b@c", "https://example.org:8443/a@b:c", "ssh://git@example.org:22/a",
        "git@[::1]:a", "https://example.org/?a:b@c"})
    EXPECT_EQ(repo(good), "") << good;
}

TEST(CsvRoster, RefusesWhatNoLaterStepCouldUse) {
  EXPECT_EQ(cell("deadline", "1 March"), "r.csv:2: deadline: \"1 March\" is no date");
  EXPECT_EQ(cell("Due", "2026-02-30"), "r.csv:2: Due: \"2026-02-30\" is no date");
  EXPECT_EQ(cell("deadline", "0026-03-01"),
            "r.csv:2: deadline: \"0026-03-01\" is before 1970 or after 9999");
  EXPECT_EQ(cell("at", "yesterday"), "r.csv:2: at: \"yesterday\" is no date");
  EXPECT_EQ(cell("extension", "2"), "r.csv:2: extension: \"2\" is no duration");
  EXPECT_EQ(cell("extension", "-2d"), "r.csv:2: extension: \"-2d\" is no duration");
  EXPECT_EQ(cell("ref", "--output=x"), "r.csv:2: ref: begins with a hyphen: \"--output=x\"");
  EXPECT_THAT(cell("branch", "a\x01"), HasSubstr("branch: holds a character that cannot be shown"));
  EXPECT_EQ(cell("subdir", "/etc"),
            "r.csv:2: subdir: is not a folder within the repository: \"/etc\"");
  EXPECT_EQ(cell("subdir", "a/../../b"),
            "r.csv:2: subdir: leads out of the repository: \"a/../../b\"");
  EXPECT_THAT(cell("exercise", std::string(201, 'x')),
              HasSubstr("exercise: is longer than 200 bytes"));
  const auto both = csv("candidate,repo,branch,at\nada,/a,main,2026-03-01\n");
  EXPECT_EQ(refusal(both), "r.csv:2: at: there is a branch as well");
  EXPECT_THAT(both.error().hint, HasSubstr("exclude each other"));
}

TEST(CsvRoster, NamesTheLineOfWhatIsBrokenAsCsv) {
  EXPECT_EQ(refusal(csv("candidate,repo\nada,/a\nbob,\"/b\" x\n")),
            "r.csv:3: text follows the quote that ends a cell");
  EXPECT_EQ(refusal(csv("candidate,repo\nada\n")), "r.csv:2: has 1 cells, and the header line 2");
  EXPECT_EQ(refusal(csv("candidate,repo\nada,/a,b\n")),
            "r.csv:2: has 3 cells, and the header line 2");
}

TEST(CsvRoster, RefusesAHeaderThatStandsThereTwice) {
  EXPECT_EQ(refusal(csv("candidate,repo\nada,/a\ncandidate,repo\nbob,/b\n")),
            "r.csv:3: the header line is here again");
  EXPECT_EQ(refusal(csv("candidate,repo,Candidate\nada,/a,b\n")),
            "r.csv:1: columns 1 and 3 are both called \"Candidate\"");
  EXPECT_EQ(refusal(csv("candidate,repo,x,x \nada,/a,b,c\n")),
            "r.csv:1: columns 3 and 4 are both called \"x\"");
}

TEST(CsvRoster, NeedsAHeaderAndARow) {
  EXPECT_EQ(refusal(csv("")), "r.csv: is empty");
  EXPECT_EQ(refusal(csv("\n,,\n")), "r.csv: is empty");
  EXPECT_EQ(refusal(csv("candidate,repo\n\n,\n")), "r.csv: names no candidate");
  EXPECT_THAT(refusal(csv("ada,/a\nbob,/b\n")),
              HasSubstr("no column names the candidates (there are \"ada\", \"/a\")"));
}

TEST(CsvRoster, ListsTenProblemsAndCountsTheRest) {
  std::string text = "candidate,repo,deadline,extension\n";
  for (int i = 1; i <= 12; ++i) text += "c" + std::to_string(i) + ",/r,soon,\n";
  text += "c13,,soon,2\n";
  const auto roster = csv(text);
  const std::string message = refusal(roster);
  EXPECT_THAT(message, testing::StartsWith("r.csv cannot be used, for 15 reasons:\n"
                                           "  r.csv:2: deadline: \"soon\" is no date\n"));
  EXPECT_THAT(message, HasSubstr("\n  r.csv:11: deadline"));
  EXPECT_THAT(message, Not(HasSubstr("r.csv:12")));
  EXPECT_THAT(message, testing::EndsWith("\n  and 5 more"));
  EXPECT_EQ(split(message, '\n').size(), 12U);
  EXPECT_THAT(roster.error().hint, HasSubstr("write 2026-03-01"));
}

TEST(CsvRoster, SaysAllThatIsWrongWithARow) {
  EXPECT_EQ(refusal(csv("candidate,repo,deadline,extension\n,-x,soon,2\n")),
            "r.csv cannot be used, for 4 reasons:\n"
            "  r.csv:2: the candidate has no name\n"
            "  r.csv:2: repo: begins with a hyphen: \"-x\"\n"
            "  r.csv:2: deadline: \"soon\" is no date\n"
            "  r.csv:2: extension: \"2\" is no duration");
}

TEST(CsvRoster, ShowsNothingOfAHostileHeaderAsItIs) {
  const std::string message = refusal(csv("\x1b[2J\xE2\x80\xAE,b\n"));
  EXPECT_THAT(message, HasSubstr("\\x1b[2J\\u{202e}"));
  EXPECT_EQ(message, printable(message));
}

TEST(CsvRoster, GathersTwoHundredRemarks) {
  std::string text = "candidate,repo\n";
  for (int i = 0; i < 301; ++i) text += "c" + std::to_string(i) + ",/same\n";
  const auto all = remarks(csv(text));
  ASSERT_EQ(all.size(), 201U);
  EXPECT_EQ(all[199], "r.csv:202: \"c200\" has the same repository as \"c0\" (r.csv:2)");
  EXPECT_EQ(all[200], "r.csv: and 100 more such remarks");
}

}  // namespace
}  // namespace assay::roster
