// The reports of a run, as files and on the terminal.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/options.h"
#include "base/result.h"
#include "model/run.h"
#include "report/formats.h"
#include "store/run_store.h"

namespace assay::app {

/// What --format takes for a run, and for a single submission: those of report/formats.h, and html.
std::vector<std::string> run_format_names();
std::vector<std::string> submission_format_names();

struct ReportRequest {
  std::string format;
  std::optional<report::View> view;  ///< nothing: the one that the format is usually for
  bool reproducible = false;
  std::string candidate;  ///< "": everyone
  report::TextStyle style;
};

/// kUsage for a format that does not report runs, kNotFound for a candidate who is not there.
Result<std::vector<report::Document>> run_documents(Run run, const ReportRequest& request);

/// What `request` asks for of a stored run, to `out`, or to stdout (see publish()). HTML, and what
/// does not need all submissions at once (report/formats.h), takes little memory for a run of any
/// size.
Status publish_report(const store::RunStore& store, const ReportRequest& request,
                      const std::optional<std::filesystem::path>& out);

/// report.html and results.csv in `folder`, for the reviewer.
Status write_run_reports(const store::RunStore& store, const std::filesystem::path& folder);

/// The same, and the summary for a terminal.
Result<std::string> write_run_reports(const store::RunStore& store,
                                      const std::filesystem::path& folder,
                                      const CommonOptions& common);

/// To `out`, a file, or a folder where there are several or it is one; without it to stdout.
Status publish(const std::vector<report::Document>& documents,
               const std::optional<std::filesystem::path>& out, const std::string& format);

}  // namespace assay::app
