// What a command line says, as plain values: one struct a command.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/run.h"

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

/// How submissions are reached.
struct FetchOptions {
  std::filesystem::path token_file;
  std::filesystem::path ssh_key;
  std::filesystem::path ca_file;
  std::filesystem::path known_hosts;
  std::chrono::seconds timeout{120};
};

struct GradeOptions {
  std::vector<std::string> words;  ///< an exercise, if it is named, and the source
  SubmissionRef submission;        ///< its source is the last of the words
  AssessmentOptions assessment;
  std::optional<std::filesystem::path> json;  ///< "-" is stdout, instead of the text
  std::string view = "reviewer";              ///< or "candidate"
  /// More documents: a format's name and where it goes, "-" for stdout.
  std::vector<std::pair<std::string, std::filesystem::path>> reports;
  std::string isolation = "full";
  std::optional<std::uint32_t> fail_under;
  std::optional<std::filesystem::path> keep;
  unsigned jobs = 0;
  FetchOptions fetch;
};

struct BatchOptions {
  std::filesystem::path roster;  ///< a file, a folder, or "-"
  std::string exercise;
  AssessmentOptions assessment;
  std::filesystem::path out;
  std::optional<std::int64_t> at;
  LatePolicy late;
  unsigned jobs = 0;
  std::string isolation = "full";
  std::optional<std::filesystem::path> events;
  std::vector<std::string> rerun;  ///< "failed", "infra", or names of candidates
  bool no_cache = false;
  bool salvage = false;
  FetchOptions fetch;
};

struct SnapshotOptions {
  std::filesystem::path roster;
  std::filesystem::path lock;
  std::optional<std::int64_t> at;
  unsigned jobs = 0;
  FetchOptions fetch;
};

struct ReportOptions {
  std::filesystem::path run;
  std::string format = "text";
  std::string view;  ///< "candidate", "reviewer"; "": what the format is usually for
  std::optional<std::filesystem::path> out;  ///< a file, or a folder for several documents
  std::string candidate;                     ///< "": all
  bool reproducible = false;
};

struct RegradeOptions {
  std::filesystem::path run;
  std::string reason;
  bool apply = false;
  bool drop = false;
  bool json = false;
  unsigned jobs = 0;
  std::string isolation = "full";
};

struct OverrideOptions {
  std::filesystem::path run;
  std::string candidate;
  std::string exercise;  ///< "": the only one that the candidate has
  std::uint32_t score = 0;
  std::string reason;
  std::string author;
};

struct CacheOptions {
  bool prune = false;
  std::int64_t unused_for = 30LL * 24 * 3600;  ///< seconds
  std::uint64_t max_bytes = 1ULL << 30;
  bool json = false;
};

struct NewOptions {
  std::string exercise;
  std::filesystem::path folder = ".";  ///< of exercises; the new one is below it
};

struct VerifyOptions {
  std::vector<std::string> exercises;  ///< none: all
  std::uint32_t repeat = 1;
  std::optional<std::uint32_t> load;  ///< processes that spin beside it
  unsigned jobs = 0;                  ///< 0: one more than there are cores
  std::string isolation = "full";
  std::vector<std::string> only;             ///< names of solutions and mutants
  std::optional<std::string> changed_since;  ///< a commit: exercises that differ from it, alone
  bool fresh = false;                        ///< grade what an earlier run has graded, too
  bool json = false;
  std::optional<std::filesystem::path> junit;
};

}  // namespace assay::app
