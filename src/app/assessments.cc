#include "app/assessments.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "exercise/assessment.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxBytes = 4U << 20;

Status add_from(const fs::path& file, std::vector<Assessment>& all) {
  ASSAY_TRY(const std::string bytes, read_file(file, kMaxBytes));
  ASSAY_TRY(std::vector<Assessment> read, exercise::parse_assessments(file.string(), bytes));
  for (Assessment& assessment : read) {
    const auto same = [&](const Assessment& other) { return other.id == assessment.id; };
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(std::move(assessment));
  }
  return {};
}

}  // namespace

Result<std::vector<Assessment>> read_assessments(const exercise::Catalogue& catalogue,
                                                 const std::optional<fs::path>& file) {
  std::vector<Assessment> all;
  std::error_code ec;
  if (file) {
    if (!fs::is_regular_file(*file, ec))
      return fail(ErrorKind::kNotFound, "there is no file " + printable_line(file->string()),
                  "exercises/README.md says what an assessment looks like");
    ASSAY_CHECK(add_from(*file, all));
    return all;
  }
  for (const fs::path& root : catalogue.roots)
    if (fs::is_regular_file(root / "assessments.json", ec))
      ASSAY_CHECK(add_from(root / "assessments.json", all));
  return all;
}

Result<Assessment> find_assessment(const exercise::Catalogue& catalogue,
                                   const std::optional<fs::path>& file, const std::string& id) {
  ASSAY_TRY(const std::vector<Assessment> all, read_assessments(catalogue, file));
  std::string names;
  for (const Assessment& assessment : all) {
    if (assessment.id == id) return assessment;
    names += (names.empty() ? "" : ", ") + assessment.id;
  }
  return fail(ErrorKind::kNotFound, "there is no assessment \"" + printable_line(id) + "\"",
              names.empty() ? "name a file with --assessments" : "there are: " + names);
}

Result<std::vector<Exercise>> exercises_of(const exercise::Catalogue& catalogue,
                                           const Assessment& assessment) {
  std::vector<Exercise> exercises;
  for (const AssessmentPart& part : assessment.parts) {
    auto exercise = exercise::find(catalogue, part.exercise);
    if (!exercise) {
      Error error = exercise.error();
      if (error.kind == ErrorKind::kNotFound) error.kind = ErrorKind::kUsage;
      error.message = "the assessment " + assessment.id + ": " + error.message;
      return tl::unexpected(error);
    }
    exercises.push_back(*std::move(exercise));
  }
  return exercises;
}

}  // namespace assay::app
