#include "report/formats.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "report/classroom.h"
#include "report/code_quality.h"
#include "report/exercism.h"
#include "report/file_names.h"
#include "report/github.h"
#include "report/gradescope.h"
#include "report/job_summary.h"
#include "report/reproducible.h"
#include "report/result_json.h"
#include "report/run_csv.h"
#include "report/run_facts.h"
#include "report/run_json.h"
#include "report/run_junit.h"
#include "report/run_text.h"
#include "report/sarif.h"
#include "report/text_report.h"

namespace assay::report {
namespace {

using Documents = std::vector<Document>;

// write_report() has settled the view by the time that these run.
View view_of(const ReportOptions& options) {
  return options.view.value_or(View::kCandidate);
}

TextStyle style_of(const ReportOptions& options) {
  TextStyle style = options.style;
  style.view = view_of(options);
  return style;
}

SummaryOptions summary_of(const ReportOptions& options) {
  return {view_of(options)};
}

// Those that have a result, in the roster's order.
std::vector<SubmissionRecord> judged(const Run& run) {
  std::vector<SubmissionRecord> records;
  for (const SubmissionRecord& record : run.submissions)
    if (record.result) records.push_back(record);
  return records;
}

// Points into `records`.
std::vector<NamedResult> named(const std::vector<SubmissionRecord>& records) {
  std::vector<NamedResult> results;
  results.reserve(records.size());
  for (const SubmissionRecord& record : records)
    results.push_back({record.entry.candidate, &*record.result});
  return results;
}

template <std::string (*write)(const SubmissionRecord&, const ReportOptions&)>
Result<Documents> each(const Run& run, const ReportOptions& options);

std::string text_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_text(*record.result, style_of(options));
}
std::string json_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_json(*record.result, view_of(options));
}
std::string junit_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_junit({{record.entry.candidate, &*record.result}}, view_of(options));
}
std::string sarif_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_sarif({{"", &*record.result}}, {view_of(options)});
}
std::string code_quality_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_code_quality({{"", &*record.result}}, view_of(options));
}
std::string annotations_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_annotations(*record.result, view_of(options));
}
std::string summary_of_one(const SubmissionRecord& record, const ReportOptions& options) {
  return to_job_summary(*record.result, summary_of(options));
}
std::string gradescope_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_gradescope(record, view_of(options));
}
std::string exercism_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_exercism(record, view_of(options));
}
std::string classroom_of(const SubmissionRecord& record, const ReportOptions& options) {
  return to_classroom(record, view_of(options));
}

Result<Documents> text_of_run(const Run& run, const ReportOptions& options) {
  return Documents{{"report.txt", run_to_text(run, style_of(options))}};
}
Result<Documents> json_of_run(const Run& run, const ReportOptions& options) {
  return Documents{{"run.json", run_to_json(run, view_of(options))}};
}
Result<Documents> csv_of_run(const Run& run, const ReportOptions& options) {
  return Documents{{"report.csv", run_to_csv(run, view_of(options))}};
}
Result<Documents> long_csv_of_run(const Run& run, const ReportOptions& options) {
  return Documents{{"criteria.csv", run_to_long_csv(run, view_of(options))}};
}
Result<Documents> junit_of_run(const Run& run, const ReportOptions& options) {
  std::vector<std::string> parts = run_to_junit(run, {view_of(options), options.most_junit_bytes});
  Documents documents;
  for (std::size_t i = 0; i < parts.size(); ++i)
    documents.push_back(
        {parts.size() == 1 ? "junit.xml" : "junit-" + std::to_string(i + 1) + ".xml",
         std::move(parts[i])});
  return documents;
}
Result<Documents> sarif_of_run(const Run& run, const ReportOptions& options) {
  return Documents{{"report.sarif", to_sarif(named(judged(run)), {view_of(options)})}};
}
Result<Documents> code_quality_of_run(const Run& run, const ReportOptions& options) {
  return Documents{
      {"gl-code-quality-report.json", to_code_quality(named(judged(run)), view_of(options))}};
}
Result<Documents> summary_of_run(const Run& run, const ReportOptions& options) {
  return Documents{{"summary.md", to_job_summary(run, summary_of(options))}};
}

constexpr View kAll = View::kReviewer;
constexpr View kOwn = View::kCandidate;

constexpr std::array kFormats = {
    Format{"text", "for a terminal", OfRun::kOneDocument, true, kAll, "text/plain; charset=utf-8",
           "txt", "report.txt", Needs::kOutlines, text_of_run, text_of},
    Format{"json", "everything, as run.schema.json and result.schema.json describe it",
           OfRun::kOneDocument, true, kAll, "application/json", "json", "run.json",
           Needs::kOneAfterAnother, json_of_run, json_of},
    Format{"csv", "a row for each submission", OfRun::kOneDocument, false, kAll,
           "text/csv; charset=utf-8", "csv", "report.csv", Needs::kOutlines, csv_of_run, nullptr},
    Format{"csv-long", "a row for each criterion of each submission", OfRun::kOneDocument, false,
           kAll, "text/csv; charset=utf-8", "csv", "criteria.csv", Needs::kWhole, long_csv_of_run,
           nullptr},
    Format{"junit", "JUnit XML, for GitLab, Jenkins and others", OfRun::kOneDocument, true, kAll,
           "application/xml", "xml", "junit.xml", Needs::kWhole, junit_of_run, junit_of},
    Format{"gradescope", "Gradescope's results.json, a file for each submission",
           OfRun::kOneForEachSubmission, true, kOwn, "application/json", "json", "results.json",
           Needs::kWhole, each<gradescope_of>, gradescope_of},
    Format{"exercism", "Exercism's results.json, a file for each submission",
           OfRun::kOneForEachSubmission, true, kOwn, "application/json", "json", "results.json",
           Needs::kWhole, each<exercism_of>, exercism_of},
    Format{"classroom", "what GitHub Classroom's reporter takes, a file for each submission",
           OfRun::kOneForEachSubmission, true, kOwn, "text/plain; charset=us-ascii", "txt",
           "result.txt", Needs::kWhole, each<classroom_of>, classroom_of},
    Format{"sarif", "SARIF 2.1.0, for code hosts", OfRun::kOneDocument, true, kAll,
           "application/sarif+json", "sarif", "report.sarif", Needs::kWhole, sarif_of_run,
           sarif_of},
    Format{"code-quality", "GitLab's code quality report", OfRun::kOneDocument, true, kAll,
           "application/json", "json", "gl-code-quality-report.json", Needs::kWhole,
           code_quality_of_run, code_quality_of},
    Format{"github", "annotations for GitHub Actions, to be printed", OfRun::kNothing, true, kOwn,
           "text/plain; charset=utf-8", "txt", "annotations.txt", Needs::kWhole, nullptr,
           annotations_of},
    Format{"github-summary", "Markdown for $GITHUB_STEP_SUMMARY", OfRun::kOneDocument, true, kOwn,
           "text/markdown; charset=utf-8", "md", "summary.md", Needs::kWhole, summary_of_run,
           summary_of_one},
};

template <std::string (*write)(const SubmissionRecord&, const ReportOptions&)>
Result<Documents> each(const Run& run, const ReportOptions& options) {
  const auto* format = std::find_if(kFormats.begin(), kFormats.end(), [](const Format& known) {
    return known.write_submission == write;
  });
  Documents documents;
  FileNames names;
  for (const SubmissionRecord& record : run.submissions)
    if (record.result)
      documents.push_back({names.next(record.entry.candidate, record.exercise, format->extension),
                           write(record, options)});
  return documents;
}

tl::unexpected<Error> unknown(std::string_view name, bool of_run) {
  std::string all;
  std::string_view nearest;
  std::size_t distance = 4;
  for (const Format& format : kFormats) {
    const bool fits = of_run ? format.write_run != nullptr : format.write_submission != nullptr;
    if (!fits) continue;
    all += (all.empty() ? "" : ", ") + std::string(format.name);
    if (const std::size_t edits = edit_distance(format.name, name); edits < distance) {
      distance = edits;
      nearest = format.name;
    }
  }
  const bool exists = find_format(name) != nullptr;
  if (exists) nearest = {};  // what is nearest in spelling is not what was meant
  const std::string what = !exists  ? "no such format: "
                           : of_run ? "a run cannot be reported in the format "
                                    : "a single submission cannot be reported in the format ";
  return fail(ErrorKind::kUsage, what + printable_line(name),
              nearest.empty() ? "one of " + all : "did you mean " + std::string(nearest) + "?");
}

ReportOptions settled(const Format& format, const ReportOptions& options) {
  ReportOptions settled = options;
  settled.view = options.view.value_or(format.usual_view);
  return settled;
}

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* find_format(std::string_view name) {
  const auto* at = std::find_if(kFormats.begin(), kFormats.end(),
                                [&](const Format& format) { return format.name == name; });
  return at == kFormats.end() ? nullptr : at;
}

Result<Documents> write_report(const Run& run, std::string_view name,
                               const ReportOptions& options) {
  const Format* format = find_format(name);
  if (format == nullptr || format->write_run == nullptr) return unknown(name, true);
  if (options.reproducible) return format->write_run(reproducible(run), settled(*format, options));
  return format->write_run(run, settled(*format, options));
}

Status stream_report(const Run& outlines, const WholeSubmission& whole, const Format& format,
                     const ReportOptions& options, const Sink& sink) {
  if (format.needs == Needs::kOneAfterAnother) {
    const View view = view_of(settled(format, options));
    if (!options.reproducible) return write_json(outlines, whole, view, sink);
    const auto quiet = [&](std::size_t index) -> Result<MakeSubmission> {
      ASSAY_TRY(MakeSubmission packed, whole(index));
      return [packed = std::move(packed)]() -> Result<SubmissionRecord> {
        ASSAY_TRY(SubmissionRecord record, packed());
        return reproducible(std::move(record));
      };
    };
    return write_json(reproducible(outlines), quiet, view, sink);
  }
  ASSAY_TRY(const Documents documents, write_report(outlines, format.name, options));
  return sink(documents.front().bytes);
}

Result<Document> write_report(const SubmissionRecord& record, std::string_view name,
                              const ReportOptions& options) {
  const Format* format = find_format(name);
  if (format == nullptr || format->write_submission == nullptr) return unknown(name, false);
  if (!record.result)
    return fail(ErrorKind::kNotFound, "there is no result to report", "grade the submission first");
  const bool is_json = name == "json";
  return Document{is_json ? "result.json" : std::string(format->file),
                  format->write_submission(options.reproducible ? reproducible(record) : record,
                                           settled(*format, options))};
}

Result<Document> write_report(const GradeResult& result, std::string_view name,
                              const ReportOptions& options) {
  return write_report(record_of(result), name, options);
}

}  // namespace assay::report
