#include "app/grade_reports.h"

#include "app/batch_plan.h"
#include "app/console.h"
#include "app/run_reports.h"
#include "base/file.h"

namespace assay::app {
namespace {

std::string candidate_of(const std::string& origin) {
  const std::string name = std::filesystem::path(origin).filename().replace_extension().string();
  return name.empty() ? "submission" : name;
}

}  // namespace

report::View view_of(const GradeOptions& options) {
  return report::view_from_name(options.view).value_or(report::View::kReviewer);
}

GradeReports::GradeReports(const GradeOptions& options) : options_(options) {
  run_.id = "0000000000000000";
}

void GradeReports::set_assessment(const Assessment& assessment) {
  run_.title = assessment.title;
  run_.assessment = assessment;
}

Status GradeReports::add(const Exercise& exercise, const GradeResult& result, FileSet code) {
  if (options_.reports.empty()) return {};
  if (run_.title.empty()) run_.title = exercise.title;
  if (run_.created_at == 0) run_.created_at = result.started_at;
  std::uint32_t weight = 1;
  if (run_.assessment)
    for (const AssessmentPart& part : run_.assessment->parts)
      if (part.exercise == exercise.id) weight = part.weight;
  ASSAY_TRY(ExerciseCard card, card_of(exercise, weight));
  run_.exercises.push_back(std::move(card));
  SubmissionRecord record;
  record.entry.candidate =
      run_.submissions.empty() ? candidate_of(result.origin) : run_.submissions[0].entry.candidate;
  record.entry.submission = options_.submission;
  record.entry.submission.source = result.origin;
  record.exercise = exercise.id;
  record.progress =
      result.outcome == Outcome::kInfrastructureError ? Progress::kGaveUp : Progress::kDone;
  record.tries = 1;
  record.result = result;
  record.code = std::move(code);
  record.finished_at = result.started_at + result.duration_ms / 1000;
  run_.submissions.push_back(record);
  return {};
}

Status GradeReports::write() const {
  for (const auto& [format, file] : options_.reports) {
    ASSAY_TRY(const std::string bytes, document(format));
    ASSAY_CHECK(file == "-" ? print(bytes) : write_file_atomically(file, bytes));
  }
  return {};
}

Result<std::string> GradeReports::document(const std::string& format) const {
  report::ReportOptions wanted;
  wanted.view = view_of(options_);
  wanted.style.width = terminal_width();
  const report::Format* known = report::find_format(format);
  if (known != nullptr && run_.submissions.size() == 1) {
    ASSAY_TRY(auto document, report::write_report(run_.submissions[0], format, wanted));
    return std::move(document.bytes);
  }
  if (known != nullptr && known->of_run == report::OfRun::kNothing) {
    std::string all;
    for (const SubmissionRecord& record : run_.submissions) {
      ASSAY_TRY(const auto document, report::write_report(record, format, wanted));
      all += document.bytes;
    }
    return all;
  }
  ReportRequest request;
  request.format = format;
  request.view = wanted.view;
  request.style = wanted.style;
  ASSAY_TRY(auto documents, run_documents(run_, request));
  if (documents.size() != 1)
    return fail(ErrorKind::kUsage,
                "the format " + format + " has a document for each of " +
                    std::to_string(documents.size()) + " exercises",
                "grade one exercise, or choose another format");
  return std::move(documents.front().bytes);
}

}  // namespace assay::app
