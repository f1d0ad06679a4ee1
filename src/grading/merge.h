// From the executions of one test to its verdict, and from verdicts to the words
// that a candidate reads. Pure: no I/O, no clock, no state.
//
// A test passes only if every one of its attempts passed, and there was at least
// one. Otherwise its verdict is the one that tells most, in the order below: a
// record that was tampered with makes all others doubtful; a race is final, so it
// outranks whatever else came of it; what names its own cause (the runtime's
// fatal errors, deadlock, panic, leak, a limit) comes before a plain failure, and
// silence comes last.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"

namespace assay::grading {

/// How much a verdict tells; more is worse. kPassed has 0, and no two verdicts are equal.
int severity(Verdict verdict);

/// The worst of `verdicts`; kIncomplete if there is none, because silence is not a pass.
Verdict worst(std::span<const Verdict> verdicts);

/// All attempts of `test`, and the verdict they add up to.
TestResult merge(std::string test, std::vector<Attempt> attempts);

/// The attempts of `result` in the binary of `build`, merged again.
TestResult only(const TestResult& result, BuildKind build);

/// "race", "goroutine leak", "out of CPU time": for a sentence.
std::string_view phrase(Verdict verdict);

/// "race in 3 of 6 runs, failed in 1", "deadlock in all 6 runs", "panic" (of one run), "no result"
/// (of none); "" for a test that passed.
std::string describe(const TestResult& result);

}  // namespace assay::grading
