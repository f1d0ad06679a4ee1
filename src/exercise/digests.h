// What of an exercise counts when it is asked whether a result still holds. Two digests, both
// SHA-256 in hexadecimal over fields with their lengths, so that nothing moves from one to the next
// unseen:
//
//   run_digest  changes with whatever can change what running a submission yields: the exercise's
//               id, hidden tests, what else is built, policy, limits, repeats, which tests run in
//               which build, which analyzers and calls are looked for. Not with how that is made
//               into a score.
//   digest      changes with run_digest, and with what makes evidence into a score: criteria and
//               their order, points, prerequisites, which test belongs to which. And with
//               show_messages: a result that is kept under this digest says what its candidate may
//               read, and must not go on saying so.
//
// Titles, hints, summaries, reasons, advice (discouraged calls), questions, solutions, mutants and
// what the candidate replaces of starter/ change neither.
//
// Where only `digest` differs, tests and vet findings that are kept can be judged anew. What calls
// a submission makes is not kept in its result: a criterion about calls has its verdict there,
// unless a prerequisite that was lost hid it (`skipped`).
#pragma once

#include <string>

#include "model/exercise.h"

namespace assay::exercise {

std::string run_digest_of(const Exercise& exercise);

/// Of an exercise whose `run_digest` is set.
std::string digest_of(const Exercise& exercise);

}  // namespace assay::exercise
