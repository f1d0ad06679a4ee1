// An outline is enough for tables: every report that is made of outlines is the one that the whole
// submissions give, and what a table does not show is not in it.
#include "report/outline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/formats.h"
#include "report/html_report.h"
#include "report_run_samples.h"
#include "support/run_samples.h"

namespace assay::report {
namespace {

using testing::IsEmpty;

std::vector<assay::Run> samples() {
  return {six_candidates(),      two_exercises(), sample_run(60),
          sample_assessment(12), hostile_run(),   assay::Run{}};
}

std::string html(const assay::Run& tables, const assay::Run& pages, const HtmlOptions& options) {
  std::string page;
  EXPECT_TRUE(write_html(tables, whole_in(pages), options, into(page)));
  return page;
}

TEST(Outline, ThePageIsTheOneThatWholeSubmissionsGive) {
  for (const assay::Run& run : samples())
    for (const View view : {View::kReviewer, View::kCandidate})
      for (const bool reproducible : {false, true}) {
        std::vector<HtmlOptions> all = {{view, reproducible, {}}};
        if (!run.submissions.empty())
          all.push_back(
              {view, reproducible, run.submissions[run.submissions.size() - 1].entry.candidate});
        for (const HtmlOptions& options : all)
          EXPECT_TRUE(html(outlines(run), run, options) == html(run, run, options))
              << run.title << ", " << name(view) << (options.candidate ? ", one" : ", all");
      }
}

TEST(Outline, FormatsThatNeedNoMoreAreTheSame) {
  for (const assay::Run& run : samples())
    for (const Format& format : formats()) {
      if (format.needs != Needs::kOutlines) continue;
      for (const View view : {View::kReviewer, View::kCandidate})
        for (const bool reproducible : {false, true}) {
          ReportOptions options;
          options.view = view;
          options.reproducible = reproducible;
          const auto from_outlines = write_report(outlines(run), format.name, options);
          const auto from_whole = write_report(run, format.name, options);
          ASSERT_TRUE(from_outlines && from_whole);
          EXPECT_TRUE(from_outlines->front().bytes == from_whole->front().bytes)
              << run.title << ", " << format.name << ", " << name(view);
        }
    }
}

TEST(Outline, PieceByPieceIsTheSameAsAtOnce) {
  for (const assay::Run& run : samples())
    for (const Format& format : formats()) {
      if (format.needs == Needs::kWhole) continue;
      for (const View view : {View::kReviewer, View::kCandidate})
        for (const bool reproducible : {false, true}) {
          ReportOptions options;
          options.view = view;
          options.reproducible = reproducible;
          std::string pieces;
          ASSERT_TRUE(stream_report(outlines(run), whole_in(run), format, options, into(pieces)));
          const auto at_once = write_report(run, format.name, options);
          ASSERT_TRUE(at_once);
          EXPECT_TRUE(pieces == at_once->front().bytes)
              << run.title << ", " << format.name << ", " << name(view);
        }
    }
}

TEST(Outline, HoldsNoEvidence) {
  for (const SubmissionRecord& record : outlines(sample_run(60)).submissions) {
    EXPECT_THAT(record.code, IsEmpty());
    if (!record.result) continue;
    EXPECT_THAT(record.result->races, IsEmpty());
    EXPECT_THAT(record.result->crashes, IsEmpty());
    EXPECT_THAT(record.result->diagnostics, IsEmpty());
    EXPECT_THAT(record.result->files, IsEmpty());
    for (const CriterionResult& criterion : record.result->criteria)
      EXPECT_EQ(criterion.hint + criterion.reason, "");
    for (const TestResult& test : record.result->tests)
      for (const Attempt& attempt : test.attempts) EXPECT_EQ(attempt.output, "");
  }
}

TEST(Outline, OfOneCandidateAsksForNobodyElse) {
  const assay::Run run = sample_run(5);
  std::vector<std::size_t> asked;
  const auto whole = [&](std::size_t index) {
    asked.push_back(index);
    return whole_in(run)(index);
  };
  const HtmlOptions options{View::kCandidate, false, run.submissions[3].entry.candidate};
  EXPECT_TRUE(write_html(outlines(run), whole, options, [](std::string_view) { return Status(); }));
  EXPECT_EQ(asked, std::vector<std::size_t>{3});
}

TEST(Outline, WhatCannotBeReadOrWrittenEndsThePage) {
  const assay::Run run = sample_run(40);
  std::size_t written = 0;
  const auto count = [&](std::string_view piece) -> Status {
    written += piece.size();
    return {};
  };
  const auto unreadable = [&](std::size_t index) -> Result<MakeSubmission> {
    if (index == 7) return fail("this one is not there");
    return whole_in(run)(index);
  };
  const Status read = write_html(outlines(run), unreadable, {View::kReviewer, false, {}}, count);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "this one is not there");
  const auto spoilt = [&](std::size_t index) -> Result<MakeSubmission> {
    if (index != 7) return whole_in(run)(index);
    return []() -> Result<SubmissionRecord> { return fail("this one is spoilt"); };
  };
  const Status unpacked = write_html(outlines(run), spoilt, {View::kReviewer, false, {}}, count);
  ASSERT_FALSE(unpacked);
  EXPECT_EQ(unpacked.error().message, "this one is spoilt");

  std::size_t calls = 0;
  const auto full = [&](std::string_view) -> Status {
    ++calls;
    return fail("the disk is full");
  };
  const Status wrote = write_html(outlines(run), whole_in(run), {View::kReviewer, false, {}}, full);
  ASSERT_FALSE(wrote);
  EXPECT_EQ(wrote.error().message, "the disk is full");
  EXPECT_EQ(calls, 1U) << "nothing follows what could not be written";
}

}  // namespace
}  // namespace assay::report
