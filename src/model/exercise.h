// An exercise as the rest of assay sees it: what its manifest says and the files
// it brings. Made by src/exercise, which has checked every field.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// File name relative to some root, with '/' between components, to its bytes.
using FileSet = std::map<std::string, std::string>;

/// Which of the two binaries of an exercise a test runs in.
enum class BuildKind {
  kRace,   ///< -race: the rule
  kPlain,  ///< no race detector: for allocation counts, which the detector falsifies
};

/// "race", "plain": the names that manifests and results use.
std::string_view name(BuildKind build);
std::optional<BuildKind> build_kind_from_name(std::string_view name);

struct RunLimits {
  std::chrono::milliseconds test{10'000};  ///< wall clock of one test, kept by the harness inside
  std::chrono::milliseconds wall{60'000};  ///< of one process that runs many tests
  std::chrono::milliseconds cpu{60'000};   ///< user and system time of one process
  std::uint64_t memory_bytes = 512ULL << 20;
  std::uint32_t processes = 128;            ///< tasks: threads count too
  std::uint64_t output_bytes = 1ULL << 20;  ///< stdout and stderr, each
  std::uint64_t tmp_bytes = 16ULL << 20;    ///< what /tmp holds
};

struct BuildLimits {
  std::chrono::milliseconds wall{120'000};
  std::chrono::milliseconds cpu{120'000};
  std::uint64_t memory_bytes = 2048ULL << 20;
};

struct Repeats {
  std::uint32_t count = 1;                     ///< times each test runs in one process
  std::vector<std::uint32_t> cpu = {1, 2, 4};  ///< one process (at least) for each GOMAXPROCS
  bool shuffle = true;                         ///< order of tests drawn from the run's seed
};

/// An exported package-level name of the standard library, written with its import path
/// ("net/http.Get", "time.Tick"), and the sentence that tells the candidate why. Methods cannot be
/// named: without types, no one can tell whose method a call is.
struct CallRule {
  std::string call;
  std::string reason;
};

struct Policy {
  std::vector<std::string> files = {"*.go"};  ///< globs over names in the package folder
  std::vector<std::string> allowed_imports;
  std::vector<CallRule> forbidden_calls;    ///< the submission is rejected
  std::vector<CallRule> discouraged_calls;  ///< advice in the report
  std::uint32_t max_files = 64;
  std::uint64_t max_bytes = 1ULL << 20;  ///< all files together
};

/// What earns the points of a criterion. Exactly one of the three is used.
struct Evidence {
  std::vector<std::string> tests;          ///< top-level test functions, all of which must pass
  BuildKind build = BuildKind::kRace;      ///< where `tests` run
  std::vector<std::string> vet;            ///< go vet analyzers that must find nothing
  std::vector<std::string> must_call;      ///< names that the candidate's code must use...
  std::vector<std::string> must_not_call;  ///< ...and must not
};

struct Criterion {
  std::string id;
  std::string title;
  std::uint32_t points = 0;
  Evidence evidence;
  std::string hint;                    ///< shown to the candidate when the criterion is lost
  std::vector<std::string> requires_;  ///< criteria that must be met first; else `skipped`
  /// Numbers of the questions in interviewer.md for whoever lost it, most relevant first; from 1.
  std::vector<std::uint32_t> ask;
};

enum class SubmissionKind {
  kCode,   ///< the candidate implements a package
  kTests,  ///< the candidate writes the tests (later: table-tests, httptest-tests)
};

struct Exercise {
  std::filesystem::path folder;
  std::string digest;      ///< of all that can change a verdict or a score: src/exercise/digests.h
  std::string run_digest;  ///< of all that can change a test's verdict or the policy's

  std::string id;
  std::string title;
  std::string summary;
  std::string scenario;
  std::uint32_t difficulty = 1;  ///< 1 to 5
  std::uint32_t minutes = 0;
  std::vector<std::string> concepts;
  std::string go_version;     ///< "1.25": the least that it needs
  std::string package = ".";  ///< folder of the graded package within the module
  std::string module_path;    ///< from starter/go.mod
  std::string package_name;   ///< of the graded package, from the hidden tests' package clause
  SubmissionKind kind = SubmissionKind::kCode;
  Policy policy;
  BuildLimits build_limits;
  RunLimits run_limits;
  Repeats repeats;
  std::vector<Criterion> criteria;
  bool show_messages = false;  ///< whether the candidate may read the hidden tests' messages

  FileSet starter;  ///< relative to starter/
  FileSet hidden;   ///< relative to hidden/
};

/// Whether the file at `path` within a submission's module is taken from the candidate. Whatever
/// the manifest's patterns say, only Go is: not go.mod, not assembly, no tests.
bool is_submission_file(const Exercise& exercise, std::string_view path);

/// Whether the file at `path` of starter/ is part of what every submission is built with.
bool is_built_from_starter(const Exercise& exercise, std::string_view path);

/// One criterion that a mutant must lose, and the verdicts it may lose it with.
struct ExpectedLoss {
  std::string criterion;
  std::vector<std::string> verdicts;
};

/// A solution that ships with an exercise, right or wrong.
struct KnownSolution {
  std::string name;
  std::string summary;              ///< of a mutant: the mistake
  FileSet files;                    ///< complete: a mutant's files laid over those of its base
  std::vector<ExpectedLoss> loses;  ///< empty for a reference
};

struct KnownSolutions {
  std::vector<KnownSolution> references;
  std::vector<KnownSolution> mutants;
};

}  // namespace assay
