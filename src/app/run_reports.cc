#include "app/run_reports.h"

#include <algorithm>
#include <utility>

#include "app/console.h"
#include "app/own_memory.h"
#include "app/run_documents.h"
#include "base/atomic_file.h"
#include "base/file.h"
#include "base/text.h"
#include "report/html_report.h"
#include "report/run_csv.h"
#include "report/run_text.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHtml = "html";
constexpr const char* kHtmlFile = "report.html";

report::TextStyle style_for(const CommonOptions& common) {
  report::TextStyle style;
  style.color = wants_color(common.color);
  style.width = terminal_width();
  style.view = report::View::kReviewer;
  return style;
}

Status check_known(const std::string& candidate, const Run& run) {
  const auto is_theirs = [&](const SubmissionRecord& record) {
    return record.entry.candidate == candidate;
  };
  if (std::any_of(run.submissions.begin(), run.submissions.end(), is_theirs)) return {};
  return fail(ErrorKind::kNotFound, "the run has no candidate " + printable_line(candidate),
              "the name must be the roster's, letter by letter");
}

// A document for whoever must not see the others: as if nobody else had handed anything in.
Status keep_only(const std::string& candidate, Run& run) {
  ASSAY_CHECK(check_known(candidate, run));
  std::erase_if(run.submissions, [&](const SubmissionRecord& record) {
    return record.entry.candidate != candidate;
  });
  return {};
}

report::HtmlOptions html_options(const ReportRequest& request) {
  report::HtmlOptions options;
  options.view = request.view.value_or(report::View::kReviewer);
  options.reproducible = request.reproducible;
  if (!request.candidate.empty()) options.candidate = request.candidate;
  return options;
}

// Piece by piece: the page of a large run has hundreds of megabytes.
Status write_html_file(const store::RunStore& store, OutlinedRun outlined,
                       const report::HtmlOptions& options, const fs::path& path) {
  ASSAY_TRY(AtomicFile file, AtomicFile::create(path));
  const auto whole = whole_submissions(store, std::move(outlined.tasks), outlined.run.late);
  ASSAY_CHECK(report::write_html(std::move(outlined.run), whole, options,
                                 [&](std::string_view piece) { return file.write(piece); }));
  return file.publish();
}

Status publish_html(const store::RunStore& store, const ReportRequest& request,
                    const std::optional<fs::path>& out) {
  const report::HtmlOptions options = html_options(request);
  ASSAY_TRY(OutlinedRun outlined, load_outlines(store));
  if (!request.candidate.empty()) ASSAY_CHECK(check_known(request.candidate, outlined.run));
  std::error_code ec;
  if (out) {
    const bool into = fs::is_directory(*out, ec);
    return write_html_file(store, std::move(outlined), options, into ? *out / kHtmlFile : *out);
  }
  const auto whole = whole_submissions(store, std::move(outlined.tasks), outlined.run.late);
  return report::write_html(std::move(outlined.run), whole, options, print);
}

Status write_into(const fs::path& folder, const std::vector<report::Document>& documents) {
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (ec) return fail("make the folder " + folder.string() + ": " + ec.message());
  for (const report::Document& document : documents)
    ASSAY_CHECK(write_file_atomically(folder / document.name, document.bytes));
  return {};
}

Status write_tables_and_page(const store::RunStore& store, OutlinedRun outlined,
                             const fs::path& folder) {
  ASSAY_TRY(AtomicFile table, AtomicFile::create(folder / "results.csv"));
  ASSAY_CHECK(report::write_csv(outlined.run, report::View::kReviewer,
                                [&](std::string_view row) { return table.write(row); }));
  ASSAY_CHECK(table.publish());
  give_back_memory();
  report::HtmlOptions options;
  options.view = report::View::kReviewer;
  return write_html_file(store, std::move(outlined), options, folder / kHtmlFile);
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
    if (!request.candidate.empty()) ASSAY_CHECK(check_known(request.candidate, run));
    return std::vector<report::Document>{
        {kHtmlFile, report::run_to_html(run, html_options(request))}};
  }
  if (!request.candidate.empty()) ASSAY_CHECK(keep_only(request.candidate, run));
  report::ReportOptions options;
  options.view = request.view;
  options.reproducible = request.reproducible;
  options.style = request.style;
  return report::write_report(run, request.format, options);
}

Status publish_report(const store::RunStore& store, const ReportRequest& request,
                      const std::optional<fs::path>& out) {
  return store.at_one_moment([&]() -> Status {
    if (request.format == kHtml) return publish_html(store, request, out);
    const report::Format* format = report::find_format(request.format);
    Run run;
    if (format != nullptr && format->needs == report::Needs::kOutlines) {
      ASSAY_TRY(OutlinedRun outlined, load_outlines(store));
      run = std::move(outlined.run);
    } else {
      ASSAY_TRY(run, load_run(store));
    }
    ASSAY_TRY(const auto documents, run_documents(std::move(run), request));
    return publish(documents, out, request.format);
  });
}

Status write_run_reports(const store::RunStore& store, const fs::path& folder) {
  return store.at_one_moment([&]() -> Status {
    ASSAY_TRY(OutlinedRun outlined, load_outlines(store));
    return write_tables_and_page(store, std::move(outlined), folder);
  });
}

Result<std::string> write_run_reports(const store::RunStore& store, const fs::path& folder,
                                      const CommonOptions& common) {
  std::string text;
  ASSAY_CHECK(store.at_one_moment([&]() -> Status {
    ASSAY_TRY(OutlinedRun outlined, load_outlines(store));
    text = report::run_to_text(outlined.run, style_for(common));
    return write_tables_and_page(store, std::move(outlined), folder);
  }));
  return text;
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
