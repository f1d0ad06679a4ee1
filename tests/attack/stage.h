// Where an attack is carried out: a scratch folder with the exercise (or a copy of it
// with a defence taken away), the submission in the form that the attack wants, and a
// file of the host that nothing may touch.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attack/attack.h"
#include "support/assay_program.h"

namespace assay::attack {

/// What a grading came to.
struct Graded {
  test::Ran ran;
  Json result;       ///< as the reviewer sees it; null where the program wrote none
  std::string text;  ///< the reviewer's report
  /// All that the candidate may be shown: text, JSON, every other format, HTML.
  std::vector<std::string> candidate;
};

class Stage {
 public:
  Stage();

  /// `assay grade` of the submission. Throws std::runtime_error where it cannot be laid out.
  Graded grade(const Submission& submission);
  /// The same with the submission's files given as the exercise's own, which no policy looks at.
  Graded grade_unpoliced(const Submission& submission);
  /// `go test` of the tree that a grader without defences would make: the starter, everything that
  /// the submission holds, the hidden tests laid over it.
  test::Ran go_test(const Submission& submission, const std::vector<std::string>& arguments);

  /// What is wrong with the host now; "" if nothing: the file that nothing may touch, and what is
  /// left behind in the folder for temporary files.
  [[nodiscard]] std::string damage() const;

  /// Where the exercise lies: among the fixtures or in the catalogue.
  static std::filesystem::path exercise_folder(const std::string& id);

 private:
  std::filesystem::path fresh(const std::string& name);
  [[nodiscard]] std::string filled(std::string text) const;
  void lay_files(const Submission& submission, const std::filesystem::path& folder) const;
  std::filesystem::path copy_exercise(const Submission& submission);
  std::string build_source(const Submission& submission);
  Graded run(const std::filesystem::path& exercise, const std::string& source,
             const Submission& submission);

  test::Scratch scratch_;
  int count_ = 0;
};

}  // namespace assay::attack
