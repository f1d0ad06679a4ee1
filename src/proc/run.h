// Runs a trusted program of the host to its end: no sandbox, but a deadline, caps
// on what it may say, and an environment that is given, never inherited.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace assay::proc {

struct Command {
  std::vector<std::string> argv;       ///< argv[0] is a path, or a name to be found on our PATH
  std::vector<std::string> env;        ///< "NAME=value"; nothing is inherited
  std::filesystem::path cwd;           ///< empty: ours
  std::string input;                   ///< stdin; then end of file
  std::uint64_t max_out = 1ULL << 20;  ///< bytes of stdout; more ends the program
  std::uint64_t max_err = 1ULL << 20;  ///< bytes of stderr; more ends the program
  std::chrono::milliseconds timeout{60'000};
  /// Descriptors of ours that the child has as 3, 4 … in this order; it gets no others.
  std::vector<int> descriptors;
  /// Becomes readable when the program should be ended early; -1 for never.
  int cancel = -1;
};

enum class End {
  kExited,
  kSignalled,
  kTimedOut,
  kTooMuchOutput,
  kCancelled,
};

struct Output {
  End end = End::kExited;
  int exit_code = -1;  ///< if kExited
  int signal = 0;      ///< if kSignalled
  std::string out;     ///< up to the cap
  std::string err;
  std::chrono::milliseconds wall{0};

  [[nodiscard]] bool ok() const { return end == End::kExited && exit_code == 0; }
};

/// Waits for the program itself, not for whoever still holds its stdout; its process group is
/// killed when it ends. An Error means that it could not be started or followed.
Result<Output> run(const Command& command);

/// "exit code 2", "signal 9 (KILL)", "no end after 60 s" …: how it ended, for an error message.
std::string describe(const Output& output);

}  // namespace assay::proc
