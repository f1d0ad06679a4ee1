// Ranks, aliases, flags and statistics of the HTML report.
#include "report/html/board.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "report/html/identity.h"
#include "report/html/marks.h"
#include "report/html/statistics.h"
#include "support/run_samples.h"

namespace assay::report::html {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

const HtmlOptions kReviewer{View::kReviewer, false, {}};

CriterionResult criterion(const std::string& id, std::uint32_t points, Verdict verdict) {
  CriterionResult made;
  made.id = id;
  made.points = points;
  made.earned = verdict == Verdict::kPassed ? points : 0;
  made.verdict = verdict;
  return made;
}

// One candidate a string: 'P' for each criterion met, 'R' for each lost.
Run run_of(const std::vector<std::string>& letters) {
  assay::Run run;
  run.title = "t";
  run.exercises.push_back({"e", "E", "", "", 1, 100, {}});
  for (std::size_t i = 0; i < letters[0].size(); ++i)
    run.exercises[0].criteria.push_back({"c" + std::to_string(i), "", 25, {}});
  for (std::size_t i = 0; i < letters.size(); ++i) {
    SubmissionRecord record;
    record.entry.candidate = "candidate " + std::to_string(i);
    record.exercise = "e";
    record.progress = Progress::kDone;
    GradeResult result;
    result.outcome = Outcome::kGraded;
    result.environment.isolation = "full";
    std::uint32_t score = 0;
    for (std::size_t c = 0; c < letters[i].size(); ++c) {
      result.criteria.edit().push_back(criterion(
          "c" + std::to_string(c), 25, letters[i][c] == 'P' ? Verdict::kPassed : Verdict::kRace));
      score += result.criteria.back().earned;
    }
    result.score = score;
    record.result = result;
    run.submissions.push_back(record);
  }
  return run;
}

std::vector<std::string> ranks(const Board& board) {
  std::vector<std::string> all;
  for (const Row& row : board.rows) all.push_back(row.rank());
  return all;
}

TEST(HtmlBoard, EqualScoresShareARank) {
  assay::Run run = run_of({"PPRR", "PPPP", "PRPR", "RRRR", "PPPR"});
  run.submissions.edit(3)->progress = Progress::kPending;
  run.submissions.edit(3)->result.reset();
  const Board board = make_board(run, kReviewer);
  EXPECT_THAT(ranks(board), ElementsAre("1", "2", "3=", "3=", ""));
  EXPECT_EQ(board.rows[2].name(), "candidate 0");
  EXPECT_EQ(board.rows[4].name(), "candidate 3");
}

TEST(HtmlBoard, AliasesAreANumberEachAndSayNothingOfTheOrder) {
  const assay::Run run = sample_run(40);
  const Board board = make_board(run, kReviewer);
  std::vector<std::uint32_t> aliases;
  for (const Row& row : board.rows) aliases.push_back(row.alias);
  EXPECT_FALSE(std::is_sorted(aliases.begin(), aliases.end()));
  std::sort(aliases.begin(), aliases.end());
  for (std::uint32_t i = 0; i < 40; ++i) EXPECT_EQ(aliases[i], i + 1);
}

Attempt attempt(Verdict verdict) {
  Attempt made;
  made.verdict = verdict;
  return made;
}

TEST(HtmlBoard, FlagsSayWhatDeservesALook) {
  assay::Run run = run_of({"PP", "PR", "PP"});
  run.submissions.edit(0)->late = Lateness{60, 1, 10};
  run.submissions.edit(0)->result->inputs_digest = "same";
  run.submissions.edit(2)->result->inputs_digest = "same";
  // One test whose repeats disagree; of the two tests of candidate 0, one always fails.
  run.submissions.edit(1)->result->criteria.edit()[1].tests = {"TestA"};
  run.submissions.edit(1)->result->tests = {
      {"TestA", Verdict::kRace, {attempt(Verdict::kPassed), attempt(Verdict::kRace)}}};
  run.submissions.edit(0)->result->criteria.edit()[1].tests = {"TestA", "TestB"};
  run.submissions.edit(0)->result->tests = {
      {"TestA", Verdict::kPassed, {attempt(Verdict::kPassed)}},
      {"TestB", Verdict::kFailed, {attempt(Verdict::kFailed)}}};
  run.submissions.edit(2)->result->criteria.edit()[0].verdict = Verdict::kTampered;
  run.submissions.edit(2)->result->environment.isolation = "none";
  run.submissions.edit(2)->decision = Decision{1, "", "", 0};
  const auto flags_of = [](const Board& board, const std::string& name) {
    for (const Row& row : board.rows)
      if (row.name() == name) return row.flags();
    return std::vector<std::string_view>{"no such row"};
  };
  const Board board = make_board(run, kReviewer);
  EXPECT_THAT(flags_of(board, "candidate 0"), ElementsAre("late", "identical"));
  EXPECT_THAT(flags_of(board, "candidate 1"), ElementsAre("flaky"));
  EXPECT_THAT(flags_of(board, "candidate 2"),
              ElementsAre("decided", "tampered", "unsandboxed", "identical"));
  const Board theirs = make_board(run, {View::kCandidate, false, {}});
  EXPECT_THAT(flags_of(theirs, "candidate 0"), ElementsAre("late"));
}

TEST(HtmlBoard, ACandidateWhoHandedInTwiceIsNotIdenticalToThemselves) {
  assay::Run run = run_of({"PP", "PP"});
  run.submissions.edit(1)->entry.candidate = run.submissions[0].entry.candidate;
  run.submissions.edit(0)->result->inputs_digest = "same";
  run.submissions.edit(1)->result->inputs_digest = "same";
  const Board board = make_board(run, kReviewer);
  ASSERT_EQ(board.rows.size(), 1U);
  EXPECT_THAT(board.rows[0].flags(), Not(Contains("identical")));
}

TEST(HtmlBoard, NamesThirtyEqualsAndCountsThemAll) {
  assay::Run run = run_of(std::vector<std::string>(42, "PP"));
  run.submissions.edit_each(
      [&](SubmissionRecord& record) { record.result->inputs_digest = "same"; });
  const Board board = make_board(run, kReviewer);
  const Equals equals = identical_to(board, board.rows[5], board.rows[5].submissions[0]);
  EXPECT_EQ(equals.count, 41U);
  ASSERT_EQ(equals.rows.size(), 30U);
  EXPECT_THAT(equals.rows, Not(Contains(5U)));
}

TEST(HtmlStatistics, BandsAreTensTheFullScoreAndNone) {
  EXPECT_EQ(band_of(0), 0U);
  EXPECT_EQ(band_of(9), 0U);
  EXPECT_EQ(band_of(10), 1U);
  EXPECT_EQ(band_of(99), 9U);
  EXPECT_EQ(band_of(100), 10U);
  EXPECT_EQ(band_of(250), 10U);
  EXPECT_EQ(band_of(std::nullopt), 11U);
}

TEST(HtmlStatistics, DiscriminationComparesWithTheRest) {
  // The first criterion is met by exactly those who do the rest well, the third by the others, the
  // fourth by everybody.
  const assay::Run run = run_of({"PPRP", "PPRP", "RRPP", "RRPP"});
  const auto statistics = criterion_statistics(make_board(run, kReviewer));
  ASSERT_EQ(statistics.size(), 4U);
  EXPECT_EQ(statistics[0].met, 2U);
  EXPECT_EQ(statistics[0].graded, 4U);
  EXPECT_FALSE(statistics[0].discrimination) << "the rest is the same for all: 2 of 3";
  EXPECT_NEAR(statistics[2].discrimination.value_or(0), -1, 1e-9);
  EXPECT_FALSE(statistics[3].discrimination) << "everybody met it";
}

TEST(HtmlStatistics, DiscriminationIsThePointBiserialCorrelation) {
  // Met by the first and second; rest scores 75, 25, 25, 0: by hand, (50 - 12.5) / s * 1/2 with
  // s = sqrt(mean of squared deviations) = sqrt(742.1875).
  const assay::Run run = run_of({"PPPP", "PPRR", "RRPR", "RRRR"});
  const auto statistics = criterion_statistics(make_board(run, kReviewer));
  EXPECT_NEAR(statistics[0].discrimination.value_or(0), 37.5 / 27.2431184 * 0.5, 1e-6);
}

TEST(HtmlStatistics, TheMedianIsTheMiddle) {
  EXPECT_EQ(median(make_board(run_of({"PP", "RR", "PR"}), kReviewer)), 25U);
  const assay::Run four = run_of({"PPPP", "RRRR", "PRRR", "PPRR"});
  EXPECT_EQ(median(make_board(four, kReviewer)), 37U);
}

TEST(HtmlStatistics, TheTimelineHoldsEveryFinishedSubmissionOnce) {
  assay::Run run = run_of({"PP", "PR", "RR"});
  EXPECT_FALSE(timeline(make_board(run, kReviewer), 10)) << "no times";
  for (std::size_t i = 0; i < 3; ++i)
    run.submissions.edit(i)->finished_at = 1'000 + static_cast<std::int64_t>(i) * 50;
  const auto line = timeline(make_board(run, kReviewer), 10);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->from, 1'000);
  EXPECT_EQ(line->to, 1'100);
  EXPECT_EQ(line->slices[0].at("graded"), 1U);
  EXPECT_EQ(line->slices[5].at("graded"), 1U);
  EXPECT_EQ(line->slices[9].at("graded"), 1U);
}

TEST(HtmlIdentity, KnowsNamesAddressesAndWhatIsOnlyTheirsOfASource) {
  assay::Run run = run_of({"PP", "PR"});
  run.submissions.edit(0)->entry.candidate = "Ada Q. Lovelace";
  run.submissions.edit(0)->entry.submission.source = "https://git.example.org/countess/limiter.git";
  run.submissions.edit(0)->result->author = "Ada L <ada.l@mail.example>";
  run.submissions.edit(1)->entry.submission.source = "https://git.example.org/other/limiter.git";
  const Board board = make_board(run, kReviewer);
  const std::vector<std::string> own = Identities(board).of(board.rows[0]);
  for (const char* text : {"Ada Q. Lovelace", "Ada", "Lovelace", "countess", "Ada L", "ada.l",
                           "ada.l@mail.example", "https://git.example.org/countess/limiter.git"})
    EXPECT_THAT(own, Contains(text));
  EXPECT_THAT(own, Not(Contains("limiter"))) << "everybody's source has it";
  EXPECT_THAT(own, Not(Contains("Q")));
}

TEST(HtmlMarks, EveryVerdictHasALetterOfItsOwn) {
  std::string letters;
  for (int i = 0; i <= static_cast<int>(Verdict::kSkipped); ++i) {
    const char letter = mark_of(static_cast<Verdict>(i)).letter;
    EXPECT_EQ(letters.find(letter), std::string::npos) << letter;
    letters += letter;
  }
}

}  // namespace
}  // namespace assay::report::html
