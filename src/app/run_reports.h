// The reports of a run, as files and on the terminal.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/options.h"
#include "base/result.h"
#include "model/run.h"

namespace assay::app {

/// report.html and results.csv in `folder`, for the reviewer.
Status write_run_reports(const Run& run, const std::filesystem::path& folder);

/// The names that `assay report --format` takes.
std::vector<std::string> run_formats();

/// The summary for a terminal.
Result<std::string> run_text(const Run& run, const CommonOptions& common);

}  // namespace assay::app
