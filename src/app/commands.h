// The commands. Each gives its exit code, or an Error that main turns into a
// message and an exit code.
#pragma once

#include "app/options.h"
#include "base/result.h"

namespace assay::app {

Result<int> run_doctor(const CommonOptions& common, const DoctorOptions& options);
Result<int> run_list(const CommonOptions& common, const ListOptions& options);
Result<int> run_show(const CommonOptions& common, const ShowOptions& options);
Result<int> run_prepare(const CommonOptions& common);
Result<int> run_start(const CommonOptions& common, const StartOptions& options);
Result<int> run_grade(const CommonOptions& common, const GradeOptions& options);
Result<int> run_new(const CommonOptions& common, const NewOptions& options);
Result<int> run_batch(const CommonOptions& common, const BatchOptions& options);
Result<int> run_snapshot(const CommonOptions& common, const SnapshotOptions& options);
Result<int> run_report(const CommonOptions& common, const ReportOptions& options);
Result<int> run_regrade(const CommonOptions& common, const RegradeOptions& options);
Result<int> run_override(const CommonOptions& common, const OverrideOptions& options);
Result<int> run_cache(const CommonOptions& common, const CacheOptions& options);
Result<int> run_verify(const CommonOptions& common, const VerifyOptions& options);

}  // namespace assay::app
