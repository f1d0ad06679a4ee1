// What a run's store holds as documents, and the values that they stand for: the
// settings of the run, the roster's entries, the candidate's code.
//
// All are JSON that this file alone writes and reads, strictly. Text from outside is
// kept as it is where it is valid UTF-8.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/lately.h"
#include "base/result.h"
#include "model/run.h"
#include "report/outline.h"
#include "store/run_store.h"

namespace assay::app {

/// What is fixed when a run is started. `Run::submissions`, `id` and `created_at` are not part of
/// it.
std::string settings_to_json(const Run& run);
Result<Run> settings_from_json(std::string_view bytes);

std::string entry_to_json(const RosterEntry& entry);
Result<RosterEntry> entry_from_json(std::string_view bytes);

std::string code_to_json(const FileSet& files);
Result<FileSet> code_from_json(std::string_view bytes);

/// What many submissions of a run have in common, read once. Any thread may ask.
class ReadLately {
 public:
  Result<GradeResult> result_of(const store::StoredSubmission& stored);

 private:
  std::mutex mutex_;
  Lately<std::string, GradeResult> results_{2};
};

/// One stored submission as the value that reports are made of, before grading::settle().
Result<SubmissionRecord> record_of(const store::StoredSubmission& stored, ReadLately& lately);
Result<SubmissionRecord> record_of(const store::StoredSubmission& stored);

/// The run as it stands: every submission, the exercises as the last regrade left them, lateness
/// and adjusted scores.
Result<Run> load_run(const store::RunStore& store);

/// The same with outlines of the submissions (report/outline.h) alone: half a kilobyte each, and
/// equal lists of criteria once.
struct OutlinedRun {
  Run run;
  std::vector<std::int64_t> tasks;  ///< which of the store's each submission is
};
Result<OutlinedRun> load_outlines(const store::RunStore& store);

/// Reads the whole submissions of an OutlinedRun with these tasks and this policy, as load_run()
/// gives them. `store` must outlive it.
report::WholeSubmission whole_submissions(const store::RunStore& store,
                                          std::vector<std::int64_t> tasks, LatePolicy late);

/// The settings alone, with the exercises as the last applied regrade left them.
Result<Run> load_settings(const store::RunStore& store);

}  // namespace assay::app
