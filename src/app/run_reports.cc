#include "app/commands.h"
#include "app/run_reports.h"

#include <fmt/format.h>

namespace assay::app {

Status write_run_reports(const Run& run, const std::filesystem::path& folder) {
  (void)run;
  (void)folder;
  return {};
}

Result<std::string> run_text(const Run& run, const CommonOptions& common) {
  (void)common;
  std::string text;
  for (const SubmissionRecord& record : run.submissions)
    text += fmt::format("{} {} {} {} {}\n", record.entry.candidate, record.exercise,
                        record.result ? std::string(name(record.result->outcome)) : "pending",
                        final_score(record) ? std::to_string(*final_score(record)) : "-",
                        record.reused);
  return text;
}

std::vector<std::string> run_formats() { return {"text"}; }

Result<int> run_report(const CommonOptions& common, const ReportOptions& options) {
  (void)common; (void)options; return 0;
}
}  // namespace assay::app
