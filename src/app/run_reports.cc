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

// Whose submissions a document is about, where it is for one who must not see the others.
bool is_wanted(const std::string& candidate, const SubmissionRecord& record) {
  return candidate.empty() || record.entry.candidate == candidate;
}

Status check_known(const std::string& candidate, const Run& run) {
  if (candidate.empty()) return {};
  if (std::any_of(run.submissions.begin(), run.submissions.end(),
                  [&](const SubmissionRecord& record) { return is_wanted(candidate, record); }))
    return {};
  return fail(ErrorKind::kNotFound, "the run has no candidate " + printable_line(candidate),
              "the name must be the roster's, letter by letter");
}

// As if nobody else had handed anything in.
Status keep_only(const std::string& candidate, OutlinedRun& outlined) {
  ASSAY_CHECK(check_known(candidate, outlined.run));
  std::size_t kept = 0;
  for (std::size_t i = 0; i < outlined.tasks.size(); ++i)
    if (is_wanted(candidate, outlined.run.submissions[i]))
      outlined.tasks[kept++] = outlined.tasks[i];
  outlined.tasks.resize(kept);
  outlined.run.submissions.erase_if(
      [&](const SubmissionRecord& record) { return !is_wanted(candidate, record); });
  return {};
}

report::HtmlOptions html_options(const ReportRequest& request) {
  report::HtmlOptions options;
  options.view = request.view.value_or(report::View::kReviewer);
  options.reproducible = request.reproducible;
  if (!request.candidate.empty()) options.candidate = request.candidate;
  return options;
}

report::ReportOptions report_options(const ReportRequest& request) {
  report::ReportOptions options;
  options.view = request.view;
  options.reproducible = request.reproducible;
  options.style = request.style;
  return options;
}

// What a document is called that can be written piece by piece; nothing of one that cannot.
std::optional<fs::path> streamed_file(const std::string& name) {
  if (name == kHtml) return kHtmlFile;
  const report::Format* format = report::find_format(name);
  if (format == nullptr || format->needs == report::Needs::kWhole) return std::nullopt;
  return format->file;
}

// The page of a large run has hundreds of megabytes.
Status stream(const store::RunStore& store, OutlinedRun outlined, const ReportRequest& request,
              const report::Sink& sink) {
  ASSAY_CHECK(keep_only(request.candidate, outlined));
  const auto whole = whole_submissions(store, std::move(outlined.tasks), outlined.run.late);
  if (request.format == kHtml)
    return report::write_html(std::move(outlined.run), whole, html_options(request), sink);
  return report::stream_report(outlined.run, whole, *report::find_format(request.format),
                               report_options(request), sink);
}

Status stream_into_file(const store::RunStore& store, OutlinedRun outlined,
                        const ReportRequest& request, const fs::path& path) {
  ASSAY_TRY(AtomicFile file, AtomicFile::create(path));
  ASSAY_CHECK(stream(store, std::move(outlined), request,
                     [&](std::string_view piece) { return file.write(piece); }));
  return file.publish();
}

Status write_into(const fs::path& folder, const std::vector<report::Document>& documents) {
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (ec) return fail("make the folder " + folder.string() + ": " + ec.message());
  for (const report::Document& document : documents)
    ASSAY_CHECK(write_file_atomically(folder / document.name, document.bytes));
  return {};
}

Status write_table_and_page(const store::RunStore& store, OutlinedRun outlined,
                            const fs::path& folder) {
  ASSAY_TRY(AtomicFile table, AtomicFile::create(folder / "results.csv"));
  ASSAY_CHECK(report::write_csv(outlined.run, report::View::kReviewer,
                                [&](std::string_view row) { return table.write(row); }));
  ASSAY_CHECK(table.publish());
  give_back_memory();
  ReportRequest page;
  page.format = kHtml;
  return stream_into_file(store, std::move(outlined), page, folder / kHtmlFile);
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
  ASSAY_CHECK(check_known(request.candidate, run));
  if (request.format == kHtml)
    return std::vector<report::Document>{
        {kHtmlFile, report::run_to_html(run, html_options(request))}};
  run.submissions.erase_if(
      [&](const SubmissionRecord& record) { return !is_wanted(request.candidate, record); });
  return report::write_report(run, request.format, report_options(request));
}

Status publish_report(const store::RunStore& store, const ReportRequest& request,
                      const std::optional<fs::path>& out) {
  return store.at_one_moment([&]() -> Status {
    const auto file = streamed_file(request.format);
    if (!file) {
      ASSAY_TRY(Run run, load_run(store));
      ASSAY_TRY(const auto documents, run_documents(std::move(run), request));
      return publish(documents, out, request.format);
    }
    ASSAY_TRY(OutlinedRun outlined, load_outlines(store));
    if (!out) return stream(store, std::move(outlined), request, print);
    std::error_code ec;
    const bool into = fs::is_directory(*out, ec);
    return stream_into_file(store, std::move(outlined), request, into ? *out / *file : *out);
  });
}

Status write_run_reports(const store::RunStore& store, const fs::path& folder) {
  return store.at_one_moment([&]() -> Status {
    ASSAY_TRY(OutlinedRun outlined, load_outlines(store));
    return write_table_and_page(store, std::move(outlined), folder);
  });
}

Result<std::string> write_run_reports(const store::RunStore& store, const fs::path& folder,
                                      const CommonOptions& common) {
  std::string text;
  ASSAY_CHECK(store.at_one_moment([&]() -> Status {
    ASSAY_TRY(OutlinedRun outlined, load_outlines(store));
    text = report::run_to_text(outlined.run, style_for(common));
    return write_table_and_page(store, std::move(outlined), folder);
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
