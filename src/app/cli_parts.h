// Options that several commands have, and the families of commands that have a file of
// their own.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "app/options.h"
#include "base/result.h"

namespace assay::app {

/// What main runs once the command line has been read.
using Command = std::function<Result<int>()>;

void add_isolation(CLI::App& command, std::string& isolation);
void add_jobs(CLI::App& command, unsigned& jobs, const char* what);
void add_assessment(CLI::App& command, AssessmentOptions& options, const char* what);
void add_credentials(CLI::App& command, FetchOptions& options);
/// `set` gets the Unix time that the user wrote.
CLI::Option* add_date(CLI::App& command, const std::string& name, const std::string& what,
                      std::function<void(std::int64_t)> set);
/// `set` gets seconds: "36h", "2d", "1d12h", "90m".
CLI::Option* add_duration(CLI::App& command, const std::string& name, const std::string& what,
                          std::function<void(std::int64_t)> set);

/// batch, snapshot, report, regrade, override, cache.
void add_batch_commands(CLI::App& app, CommonOptions& common, Command& chosen);

}  // namespace assay::app
