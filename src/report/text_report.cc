#include "report/text_report.h"

#include <algorithm>

#include "report/text_sections.h"
#include "report/units.h"

namespace assay::report {
namespace {

constexpr std::size_t kBarCells = 24;
constexpr std::size_t kLongestTitle = 400;

std::string short_commit(const GradeResult& result) {
  return tame(result.commit).substr(0, 10);
}

void write_title(Page& page, const GradeResult& result) {
  const std::string title =
      tame(result.exercise_title.empty() ? result.exercise : result.exercise_title);
  page.edges({title, Tone::kBold}, {tame(result.exercise), Tone::kFaint});
  std::string revision = tame(result.ref);
  if (!result.commit.empty() && result.ref != result.commit)
    revision += (revision.empty() ? "" : " at ") + short_commit(result);
  else if (!result.commit.empty())
    revision = short_commit(result);
  page.edges({tame(result.origin), Tone::kFaint}, {revision, Tone::kFaint});
}

Tone tone_of_score(std::uint32_t score, std::uint32_t most) {
  if (score >= most) return Tone::kGood;
  return score * 2 >= most ? Tone::kWarn : Tone::kBad;
}

std::string bar(std::uint32_t score, std::uint32_t most, bool full) {
  std::size_t cells = most == 0 ? 0 : std::min<std::size_t>(kBarCells, score * kBarCells / most);
  if (!full) cells = kBarCells - cells;
  std::string text;
  for (std::size_t i = 0; i < cells; ++i) text += full ? "█" : "░";
  return text;
}

std::size_t met(const GradeResult& result) {
  return static_cast<std::size_t>(
      std::count_if(result.criteria.begin(), result.criteria.end(),
                    [](const CriterionResult& c) { return c.verdict == Verdict::kPassed; }));
}

void write_score(Page& page, const GradeResult& result) {
  const std::uint32_t score = *result.score;
  const Tone tone = tone_of_score(score, result.max_score);
  page.gap();
  page.line(2, {{std::to_string(score), tone},
                {" of " + std::to_string(result.max_score) + " points   "},
                {bar(score, result.max_score, true), tone},
                {bar(score, result.max_score, false), Tone::kFaint},
                {"   " + std::to_string(met(result)) + " of " +
                 std::to_string(result.criteria.size()) + " criteria met"}});
}

struct NotGraded {
  std::string_view headline;
  std::string_view explanation;
};

NotGraded not_graded(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRejected:
      return {"Not graded: the submission was rejected",
              "The exercise does not allow what is listed here. Nothing was built or run."};
    case Outcome::kBuildFailed:
      return {"Not graded: the submission does not build",
              "No test could run. Points are given once the code compiles and has the names and "
              "types that the exercise asks for."};
    case Outcome::kNoSubmission:
      return {"Not graded: there is nothing to grade", ""};
    case Outcome::kInfrastructureError:
      return {"Not graded: a fault on our side",
              "This says nothing about the submission, and no score was given. Grade it again "
              "when the fault is mended."};
    case Outcome::kGraded:
      break;
  }
  return {"Not graded", "The result holds no score."};
}

void write_not_graded(Page& page, const GradeResult& result) {
  const auto [headline, explanation] = not_graded(result.outcome);
  page.gap();
  page.line(2, {{std::string(headline), Tone::kBad}});
  for (const std::string& line : tame_lines(result.error))
    if (!line.empty()) page.paragraph(2, line);
  if (!explanation.empty()) page.paragraph(2, explanation, Tone::kFaint);
}

// What makes a person look twice, whatever the score is.
void write_warnings(Page& page, const GradeResult& result) {
  const bool tampered =
      std::any_of(result.tests.begin(), result.tests.end(),
                  [](const TestResult& test) { return test.verdict == Verdict::kTampered; });
  if (tampered || result.environment.isolation == "none") page.gap();
  if (tampered)
    page.paragraph(2,
                   "Records of the test run do not verify: something wrote to the grader's "
                   "channel. A person should read this submission.",
                   Tone::kBad);
  if (result.environment.isolation == "none")
    page.paragraph(2, "Ran without isolation: whoever asked for that trusted the code.",
                   Tone::kWarn);
}

Span mark(const CriterionResult& criterion) {
  if (criterion.verdict == Verdict::kPassed) return {"✓", Tone::kGood};
  if (criterion.verdict == Verdict::kSkipped) return {"–", Tone::kWarn};
  return {"✗", Tone::kBad};
}

std::string points(const CriterionResult& criterion) {
  return std::to_string(criterion.earned) + "/" + std::to_string(criterion.points);
}

void write_criterion(Page& page, const CriterionResult& criterion, std::size_t points_width,
                     std::size_t verdict_width) {
  const Span symbol = mark(criterion);
  const bool passed = criterion.verdict == Verdict::kPassed;
  const std::string verdict(name(criterion.verdict));
  const std::size_t column = 2 + 3 + points_width + 2 + verdict_width + 2;
  const std::vector<std::string> title =
      wrap(truncate(tame(criterion.title.empty() ? criterion.id : criterion.title), kLongestTitle),
           page.width() - column);
  page.line(2, {symbol,
                {"  " + pad(points(criterion), points_width, Align::kRight) + "  "},
                {pad(verdict, verdict_width + 2), symbol.tone},
                {title[0], passed ? Tone::kPlain : Tone::kBold}});
  for (std::size_t i = 1; i < title.size(); ++i)
    page.line(column, {{title[i], passed ? Tone::kPlain : Tone::kBold}});
  if (!criterion.reason.empty()) page.paragraph(column, tame(criterion.reason));
  if (!passed && criterion.verdict != Verdict::kSkipped && !criterion.hint.empty())
    page.hanging(column, {"Hint:", Tone::kAccent}, 6, tame(criterion.hint));
}

void write_criteria(Page& page, const GradeResult& result) {
  if (result.criteria.empty()) return;
  page.heading("Criteria");
  std::size_t points_width = 0;
  std::size_t verdict_width = 0;
  for (const CriterionResult& criterion : result.criteria) {
    points_width = std::max(points_width, points(criterion).size());
    verdict_width = std::max(verdict_width, name(criterion.verdict).size());
  }
  for (const CriterionResult& criterion : result.criteria)
    write_criterion(page, criterion, points_width, verdict_width);
}

}  // namespace

std::string to_text(const GradeResult& whole, const TextStyle& style) {
  const GradeResult result = seen_by(style.view, whole);
  Page page(style);
  write_title(page, result);
  const bool graded = result.outcome == Outcome::kGraded && result.score.has_value();
  if (graded)
    write_score(page, result);
  else
    write_not_graded(page, result);
  write_warnings(page, result);
  write_rejected(page, result);
  if (graded) write_criteria(page, result);
  write_races(page, result);
  write_crashes(page, result);
  write_diagnostics(page, result);
  write_tests(page, result);
  write_dropped(page, result);
  write_resources(page, result);
  write_about(page, result);
  return page.text();
}

}  // namespace assay::report
