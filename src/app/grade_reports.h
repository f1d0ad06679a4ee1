// What `assay grade --report` writes: a grading as a run of its own, with one submission
// for each exercise.
#pragma once

#include "app/options.h"
#include "base/result.h"
#include "model/run.h"
#include "report/view.h"

namespace assay::app {

/// Whom the reports of this grading are for.
report::View view_of(const GradeOptions& options);

class GradeReports {
 public:
  explicit GradeReports(const GradeOptions& options);

  /// Of an assessment: its exercises count by their weights.
  void set_assessment(const Assessment& assessment);
  Status add(const Exercise& exercise, const GradeResult& result, FileSet code);
  /// Every report that was asked for. kUsage for a format that has one document for each
  /// submission, where there are several; annotations follow each other.
  [[nodiscard]] Status write() const;

 private:
  [[nodiscard]] Result<std::string> document(const std::string& format) const;

  const GradeOptions& options_;
  Run run_;
};

}  // namespace assay::app
