// The terminal: data goes to stdout, everything else to stderr.
#pragma once

#include <string_view>

#include "app/options.h"
#include "base/result.h"

namespace assay::app {

/// Whether stdout gets colours: --color, then NO_COLOR, then whether it is a terminal that has any.
bool wants_color(Color choice);

/// Columns of the terminal that stdout is, between 40 and 120; 80 where it is none.
unsigned terminal_width();

/// A note of what is going on, on stderr, unless --quiet.
void note(const CommonOptions& options, std::string_view text);

/// "assay: what went wrong" and, on a line of its own, what to do about it.
void print_error(const Error& error);

/// All of `text` to stdout. An error if that fails: a report that is cut short is none.
Status print(std::string_view text);

/// The exit code that stands for a kind of error.
int exit_code(ErrorKind kind);

inline constexpr int kExitDone = 0;
inline constexpr int kExitGate = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitInfrastructure = 3;
inline constexpr int kExitNotFound = 4;

}  // namespace assay::app
