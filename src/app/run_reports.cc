#include "app/run_reports.h"

#include <algorithm>
#include <iterator>

#include "app/console.h"
#include "base/file.h"
#include "base/text.h"
#include "report/html_report.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHtml = "html";

report::TextStyle style_for(const CommonOptions& common) {
  report::TextStyle style;
  style.color = wants_color(common.color);
  style.width = terminal_width();
  return style;
}

// A document for whoever must not see the others: as if nobody else had handed anything in.
Status keep_only(const std::string& candidate, Run& run) {
  std::erase_if(run.submissions, [&](const SubmissionRecord& record) {
    return record.entry.candidate != candidate;
  });
  if (!run.submissions.empty()) return {};
  return fail(ErrorKind::kNotFound, "the run has no candidate " + printable_line(candidate),
              "the name must be the roster's, letter by letter");
}

Status write_into(const fs::path& folder, const std::vector<report::Document>& documents) {
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (ec) return fail("make the folder " + folder.string() + ": " + ec.message());
  for (const report::Document& document : documents)
    ASSAY_CHECK(write_file_atomically(folder / document.name, document.bytes));
  return {};
}

}  // namespace

std::vector<std::string> run_format_names() {
  std::vector<std::string> names = {kHtml};
  for (const report::Format& format : report::formats())
    if (format.of_run != report::OfRun::kNothing) names.emplace_back(format.name);
  return names;
}

std::vector<std::string> submission_format_names() {
  std::vector<std::string> names = {kHtml};
  for (const report::Format& format : report::formats())
    if (format.of_submission) names.emplace_back(format.name);
  return names;
}

Result<std::vector<report::Document>> run_documents(Run run, const ReportRequest& request) {
  if (request.format == kHtml) {
    report::HtmlOptions options;
    options.view = request.view.value_or(report::View::kReviewer);
    options.reproducible = request.reproducible;
    if (!request.candidate.empty()) options.candidate = request.candidate;
    if (!request.candidate.empty()) ASSAY_CHECK(keep_only(request.candidate, run));
    return std::vector<report::Document>{{"report.html", report::run_to_html(run, options)}};
  }
  if (!request.candidate.empty()) ASSAY_CHECK(keep_only(request.candidate, run));
  report::ReportOptions options;
  options.view = request.view;
  options.reproducible = request.reproducible;
  options.style = request.style;
  return report::write_report(run, request.format, options);
}

Status write_run_reports(const Run& run, const fs::path& folder) {
  for (const char* format : {kHtml, "csv"}) {
    ReportRequest request;
    request.format = format;
    ASSAY_TRY(auto documents, run_documents(run, request));
    documents.front().name = format == std::string_view(kHtml) ? "report.html" : "results.csv";
    ASSAY_CHECK(write_into(folder, documents));
  }
  return {};
}

Result<std::string> run_text(const Run& run, const CommonOptions& common) {
  ReportRequest request;
  request.format = "text";
  request.style = style_for(common);
  ASSAY_TRY(const auto documents, run_documents(run, request));
  return documents.front().bytes;
}

Status publish(const std::vector<report::Document>& documents, const std::optional<fs::path>& out,
               const std::string& format) {
  if (!out && documents.size() == 1) return print(documents.front().bytes);
  if (!out)
    return fail(ErrorKind::kUsage,
                "the format " + format + " makes " + std::to_string(documents.size()) + " files",
                "name a folder for them with --out");
  std::error_code ec;
  if (documents.size() == 1 && !fs::is_directory(*out, ec))
    return write_file_atomically(*out, documents.front().bytes);
  return write_into(*out, documents);
}

}  // namespace assay::app
