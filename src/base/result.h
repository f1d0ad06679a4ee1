// How assay says that something went wrong on *our* side, or on the user's.
//
// What candidate code does wrong is a value (a Verdict, a Status of a
// submission); an Error is never turned into a score. An Error carries what was
// attempted, why it failed and what to do about it, and becomes text once, at
// the edge (src/app).
#pragma once

#include <cerrno>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace assay {

/// What kind of failure this is; src/app maps it to the exit code.
enum class ErrorKind {
  kUsage,           ///< the command line, a manifest, a roster: the user can mend it (exit 2)
  kInfrastructure,  ///< the machine, the network, the sandbox, a tool (exit 3, retried in batch)
  kNotFound,        ///< no such exercise, repository, ref or folder (exit 4)
  kInterrupted,     ///< a signal asked us to stop (exit 130 or 143)
};

struct Error {
  ErrorKind kind = ErrorKind::kInfrastructure;
  std::string
      message;       ///< what was attempted, on what, and why it failed; one sentence, no full stop
  std::string hint;  ///< what to do about it; may be empty
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

/// An error of `kind`, ready to be returned from a function that gives a Result.
tl::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint = {});

/// An infrastructure error.
tl::unexpected<Error> fail(std::string message, std::string hint = {});

/// An infrastructure error that ends in the text of `error_number` ("mount /proc: Operation not
/// permitted (EPERM)").
tl::unexpected<Error> fail_errno(std::string attempted, int error_number = errno,
                                 std::string hint = {});

/// "EPERM" for EPERM, "errno 999" for what has no name.
std::string errno_name(int error_number);

}  // namespace assay

#define ASSAY_CONCAT_INNER(a, b) a##b
#define ASSAY_CONCAT(a, b) ASSAY_CONCAT_INNER(a, b)

/// ASSAY_TRY(auto x, f()): x is f()'s value, or its error is returned from here.
#define ASSAY_TRY(declaration, expression)                                        \
  auto&& ASSAY_CONCAT(assay_try_, __LINE__) = (expression);                       \
  if (!ASSAY_CONCAT(assay_try_, __LINE__))                                        \
    return tl::unexpected(std::move(ASSAY_CONCAT(assay_try_, __LINE__)).error()); \
  declaration = *std::move(ASSAY_CONCAT(assay_try_, __LINE__))

/// ASSAY_CHECK(f()): goes on if f() succeeded, returns its error from here if not.
#define ASSAY_CHECK(expression)                                   \
  if (auto&& ASSAY_CONCAT(assay_check_, __LINE__) = (expression); \
      !ASSAY_CONCAT(assay_check_, __LINE__))                      \
  return tl::unexpected(std::move(ASSAY_CONCAT(assay_check_, __LINE__)).error())
