// Reads what the harness (exercises/testkit/harness) wrote to its descriptor, and
// believes only what verifies.
//
// The stream comes from a process in which the candidate's code ran too, so every
// byte is hostile until its code has been checked. Lines are taken one by one as
// long as each verifies under the run's key, carries the next number, and says what
// may come next. The first line that does not ends the reading: `tampered`. What
// verified before it stands, because nobody without the key could have written it,
// and no later byte changes its meaning; nothing after it counts, even if it
// verifies. A test that had begun by then is `tampered` itself.
//
// Nothing here gives a pass for want of evidence: a test that is not listed, or is
// listed with ended == false, has not passed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"

namespace assay::gotool {

/// What one process was asked to do.
struct RecordPlan {
  std::string key;                 ///< 32 bytes, as linked into the binary in hexadecimal
  std::string nonce;               ///< of this process: lower-case hexadecimal
  std::vector<std::string> tests;  ///< in order; a test may be there more than once
  std::uint32_t gomaxprocs = 1;
};

/// The value of ASSAY_PLAN for this plan.
std::string plan_variable(const RecordPlan& plan);

struct RecordedTest {
  std::size_t index = 0;  ///< position in the plan
  bool ended = false;     ///< whether a record says what became of it
  /// kPassed only on an end record that says so. While `ended` is false: kTampered if the stream
  /// is, else kIncomplete, for which the way the process ended may give a better word.
  Verdict verdict = Verdict::kIncomplete;
  std::uint64_t races = 0;
  std::int64_t nanoseconds = 0;  ///< real time
  std::string detail;            ///< why it did not pass, for the reviewer; may be empty
};

/// How the stream ended.
enum class RecordEnd {
  kOpen,     ///< without a last word: the process died, or was killed
  kHung,     ///< the watchdog ended the process; `tests` says of which test
  kStopped,  ///< the harness asks for a fresh process at `next`
  kDone,     ///< the whole plan has been run
};

struct RecordReport {
  bool tampered = false;
  std::string why;  ///< what was wrong with the first bad line, or the reason of a stop
  std::vector<RecordedTest> tests;  ///< those that began, in order
  RecordEnd end = RecordEnd::kOpen;
  std::size_t next = 0;                ///< first index that has not begun
  std::optional<std::size_t> running;  ///< begun and not ended; always the last of `tests`
  std::string go;                      ///< version of Go that the process was built with

  /// The test that answers for the end of a process that left neither kStopped nor kDone: the one
  /// that ran, or else the one that should have begun. None if all had ended. A supervisor that
  /// goes on at *blamed() + 1 in a fresh process always comes to an end.
  [[nodiscard]] std::optional<std::size_t> blamed(const RecordPlan& plan) const;
};

/// Never fails, whatever the bytes are.
RecordReport read_records(std::string_view bytes, const RecordPlan& plan);

}  // namespace assay::gotool
