// What a command line says, as plain values: one struct a command.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/submission.h"

namespace assay::app {

enum class Color { kAuto, kAlways, kNever };

/// Options of every command.
struct CommonOptions {
  std::vector<std::filesystem::path> exercises;  ///< catalogues besides assay's own
  Color color = Color::kAuto;
  bool quiet = false;
};

struct DoctorOptions {
  bool json = false;
};

/// Where assessments are looked for, and which is meant.
struct AssessmentOptions {
  std::string name;                           ///< "": none
  std::optional<std::filesystem::path> file;  ///< instead of assessments.json beside the exercises
};

struct ListOptions {
  bool assessments = false;  ///< instead of exercises
  std::optional<std::filesystem::path> assessments_file;
  std::vector<std::string> concepts;  ///< all of them, each a part of one of the exercise's
  std::string scenario;               ///< a part of its name
  std::uint32_t least_difficulty = 1;
  std::uint32_t most_difficulty = 5;
  std::optional<std::uint32_t> max_minutes;
  bool json = false;
};

struct ShowOptions {
  std::string exercise;
  bool json = false;
};

struct StartOptions {
  std::vector<std::string> words;  ///< exercises, and at the end perhaps a folder
  bool all = false;
  AssessmentOptions assessment;
};

struct GradeOptions {
  std::vector<std::string> words;  ///< an exercise, if it is named, and the source
  SubmissionRef submission;        ///< its source is the last of the words
  AssessmentOptions assessment;
  std::optional<std::filesystem::path> json;  ///< "-" is stdout, instead of the text
  std::string view = "reviewer";              ///< or "candidate"
  std::string isolation = "full";
  std::optional<std::uint32_t> fail_under;
  std::optional<std::filesystem::path> keep;
  unsigned jobs = 0;
  std::filesystem::path token_file;
  std::filesystem::path ssh_key;
  std::filesystem::path ca_file;
  std::filesystem::path known_hosts;
  std::chrono::seconds fetch_timeout{120};
};

struct NewOptions {
  std::string exercise;
  std::filesystem::path folder = ".";  ///< of exercises; the new one is below it
};

struct VerifyOptions {
  std::vector<std::string> exercises;  ///< none: all
  std::uint32_t repeat = 1;
  std::optional<std::uint32_t> load;  ///< processes that spin beside it
  unsigned jobs = 0;                  ///< 0: as many as there are cores
  std::string isolation = "full";
  std::vector<std::string> only;             ///< names of solutions and mutants
  std::optional<std::string> changed_since;  ///< a commit: exercises that differ from it, alone
  bool fresh = false;                        ///< grade what an earlier run has graded, too
  bool json = false;
  std::optional<std::filesystem::path> junit;
};

}  // namespace assay::app
