// Every format that results go out in, and one function for each of the two things that
// can be reported: a run and a single submission. Commands only parse options; which
// formats there are, and what their files are called, is settled here. HTML is not among
// them: report/html_report.h has it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/run.h"
#include "report/outline.h"
#include "report/page.h"

namespace assay::report {

/// A file to write, or what to print. `name` is safe on every disk and has no folder.
struct Document {
  std::string name;
  std::string bytes;
};

struct ReportOptions {
  std::optional<View> view;   ///< nothing: the one that the format's readers may have
  bool reproducible = false;  ///< leave out what differs between two runs of the same submissions
  TextStyle style;            ///< of `text`; its own `view` does not matter
  std::size_t most_junit_bytes = 30'000'000;  ///< of one file: GitLab refuses more
};

/// How a format reports on a run, or that it does not.
enum class OfRun { kNothing, kOneDocument, kOneForEachSubmission };

/// What a report of a run is made of: all submissions as a whole; one after another; or no more
/// than their outlines (report/outline.h).
enum class Needs { kWhole, kOneAfterAnother, kOutlines };

struct Format {
  std::string_view name;         ///< "json", "csv-long"
  std::string_view description;  ///< for --help: "SARIF 2.1.0, for code hosts"
  OfRun of_run = OfRun::kNothing;
  bool of_submission = false;  ///< whether a single one can be reported
  View usual_view = View::kReviewer;
  std::string_view content_type;
  std::string_view extension;  ///< without a dot: "sarif", "csv"
  std::string_view file;       ///< what its document is usually called: "report.sarif"
  Needs needs = Needs::kWhole;
  Result<std::vector<Document>> (*write_run)(const Run&, const ReportOptions&) = nullptr;
  std::string (*write_submission)(const SubmissionRecord&, const ReportOptions&) = nullptr;
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);

/// The documents of `run`. Of a format with one document for each submission, those that have a
/// result, named "CANDIDATE.EXERCISE.EXTENSION"; JUnit is split where it grows too large.
/// kUsage for an unknown format, with the nearest name, and for one that does not report runs.
Result<std::vector<Document>> write_report(const Run& run, std::string_view format,
                                           const ReportOptions& options);

/// The document of a run of any size, piece by piece, for a format that does not need all of it at
/// once. `sink` may have had some of it when there is an error.
Status stream_report(const Run& outlines, const WholeSubmission& whole, const Format& format,
                     const ReportOptions& options, const Sink& sink);

/// The document of one submission.
Result<Document> write_report(const GradeResult& result, std::string_view format,
                              const ReportOptions& options);
/// The same, with the score that counts where the format has one.
Result<Document> write_report(const SubmissionRecord& record, std::string_view format,
                              const ReportOptions& options);

}  // namespace assay::report
