// What the sandbox tests share: one Sandbox of the best level that this machine
// gives, a spec that runs a behaviour of child.c, and checks that read well.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"

namespace assay::sandbox::test {

/// Where the programs under test are; main.cc may have put copies somewhere an ordinary user
/// can reach.
struct Programs {
  std::filesystem::path helper;
  std::filesystem::path child;
  std::filesystem::path scratch;   ///< a folder of our own that other users may enter
  std::filesystem::path go_cache;  ///< a Go build cache of ours, kept between runs as root
};
Programs& programs();

/// The level under test: ASSAY_TEST_ISOLATION, or full.
Isolation level();

SandboxOptions options();

/// The Sandbox that most tests use.
Sandbox& sandbox();

/// Runs `behaviour` of child.c: no /proc, a small /tmp, the run filter, tight limits.
RunSpec spec(std::vector<std::string> behaviour);

/// The result; a set-up error is a test failure.
RunResult run(const RunSpec& spec);
RunResult run_child(std::vector<std::string> behaviour);

/// Like run(), and expects that the child exited with 0; gives its stdout without the last newline.
std::string output(const RunSpec& spec);
std::string child_says(std::vector<std::string> behaviour);

/// Whether there is a cgroup of ours, without which some limits do not hold.
bool has_cgroup();

}  // namespace assay::sandbox::test

namespace assay::sandbox {
// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest's
void PrintTo(Cause cause, std::ostream* out);
}  // namespace assay::sandbox

/// Leaves the test, saying why; a failure under ASSAY_NO_SKIP=1. Only for what can be mended: what
/// a kind of machine can never do has a test program of its own.
#define ASSAY_SKIP(reason)                                                  \
  do {                                                                      \
    if (::getenv("ASSAY_NO_SKIP") != nullptr) FAIL() << "skipped: " reason; \
    GTEST_SKIP() << reason;                                                 \
  } while (false)
