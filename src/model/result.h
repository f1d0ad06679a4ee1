// The truth about one graded submission. Every report is made from this value,
// and so is result.json (src/report), whose schema is src/report/result.schema.json.
//
// Named GradeResult so that Result<T> stays the word for "a value or an Error".
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/shared_list.h"
#include "model/submission.h"
#include "model/verdict.h"

namespace assay {

enum class Outcome {
  kGraded,
  kRejected,             ///< policy: nothing was built
  kBuildFailed,          ///< the candidate's code does not compile, or lacks the API
  kNoSubmission,         ///< nothing there to grade: empty repository, no such ref, no Go files
  kInfrastructureError,  ///< ours; never a score
};
/// "graded", "build_failed", ...: the names that results and reports use.
std::string_view name(Outcome outcome);
std::optional<Outcome> outcome_from_name(std::string_view name);

/// A place in the candidate's own code.
struct Frame {
  std::string function;
  std::string file;  ///< relative to the module
  std::uint32_t line = 0;
  std::string source;  ///< the text of that line
};

/// One access of a data race, or one goroutine of a panic: only the candidate's frames, innermost
/// first, and how many others were cut.
struct Stack {
  std::string title;  ///< "Write at 0x... by goroutine 8", "Previous read by ..."
  std::vector<Frame> frames;
  std::uint32_t cut = 0;
};

struct RaceReport {
  std::string test;
  std::vector<Stack> stacks;
};

/// What a panic, a deadlock, a fatal error or a leak left behind: the runtime's words and the
/// candidate's frames of the goroutines it named.
struct CrashReport {
  std::string test;
  Verdict verdict = Verdict::kPanic;
  std::string message;  ///< "panic: send on closed channel"
  std::vector<Stack> stacks;
};

struct CriterionResult {
  std::string id;
  std::string title;
  std::uint32_t points = 0;  ///< that it is worth
  std::uint32_t earned = 0;
  Verdict verdict = Verdict::kIncomplete;
  std::string hint;    ///< empty when it is met
  std::string reason;  ///< for the candidate: "race in 3 of 6 runs", "needs `basics` first"
  std::vector<std::string> tests;
  std::uint32_t attempts = 0;  ///< executions of its tests, all together
  std::uint32_t passed = 0;    ///< of those
  // NOLINTNEXTLINE(modernize-use-nullptr): the 0 that it compares with is the language's
  friend auto operator<=>(const CriterionResult&, const CriterionResult&) = default;
};

struct Diagnostic {  ///< a compiler's or vet's message about the candidate's own file
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string message;
  std::string check;     ///< "compile", "vet:copylocks", "policy:...", "advice:..."
  std::string source{};  ///< the text of that line of the candidate's file
};

struct Usage {
  std::int64_t cpu_ms = 0;
  std::int64_t wall_ms = 0;
  std::uint64_t peak_memory_bytes = 0;
  std::uint32_t processes = 0;  ///< sandbox runs
};

struct Environment {  ///< what a replay needs to know
  std::string assay_version;
  std::string go_version;
  std::string kernel;
  std::string isolation;  ///< "full", "user", "none"
  std::string cgroup;     ///< "v1", "v2", "none"
  std::uint64_t seed = 0;
};

struct GradeResult {
  Outcome outcome = Outcome::kInfrastructureError;
  std::string error;  ///< of kInfrastructureError and kNoSubmission: what, where, what to do

  std::string exercise;
  std::string exercise_title;
  std::string exercise_digest;
  std::string inputs_digest;  ///< tree, exercise, grader: the key for caching and resuming
  SubmissionRef submission;
  std::string origin;
  std::string commit;
  std::string tree;
  std::string ref;
  std::int64_t commit_time = 0;
  std::string author;

  std::optional<std::uint32_t> score;  ///< 0 to `max_score`; none unless kGraded
  std::uint32_t max_score = 100;
  SharedList<CriterionResult> criteria;
  std::vector<TestResult> tests;
  std::vector<RaceReport> races;
  std::vector<CrashReport> crashes;
  std::vector<Diagnostic> diagnostics;  ///< why it did not build; vet; advice
  std::vector<Finding> rejected;
  std::vector<Finding> dropped;
  std::vector<std::string> files;  ///< the candidate's, relative to the module: what was graded
  bool show_messages = false;      ///< of the exercise: may the candidate read test output?

  Usage build_usage;
  Usage run_usage;
  BuildLimits build_limits;
  RunLimits run_limits;
  Repeats repeats;
  Environment environment;
  std::int64_t started_at = 0;  ///< Unix time
  std::int64_t duration_ms = 0;
};

/// Makes `result` that of the submission that `begun` is the beginning of: what was asked for, the
/// commit that was found, what of it was left out, when it was begun. All else follows from the
/// inputs, and is the same for whoever hands in the same.
void attribute(GradeResult& result, const GradeResult& begun);

/// Whether a test of this name counts for `criterion`.
bool is_judged_by(const CriterionResult& criterion, std::string_view test);

/// The criterion of `result` that the test counts for; null if there is none.
const CriterionResult* criterion_of(std::string_view test, const GradeResult& result);

/// Whether repeats of one and the same test of `criterion` disagree: some passed, some did not.
/// That one of its tests always fails and another always passes is no sign of it.
bool is_flaky(const GradeResult& result, const CriterionResult& criterion);

}  // namespace assay
