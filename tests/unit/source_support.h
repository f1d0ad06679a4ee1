// What the tests of src/source share.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <utility>

#include "base/file.h"
#include "source/open.h"
#include "source/source.h"
#include "support/git_fixture.h"

namespace assay::source {

inline bool is_go(std::string_view path) {
  return path.ends_with(".go");
}

/// Reads `path` in this process; wanted are the .go files.
inline Result<Snapshot> read_go(const std::filesystem::path& path, const SubmissionRef& ref = {},
                                const Limits& limits = {}) {
  Options options;
  options.wanted = is_go;
  return read_local(path, ref, limits, select_by(options));
}

inline SubmissionRef with_ref(std::string ref) {
  SubmissionRef wanted;
  wanted.ref = std::move(ref);
  return wanted;
}

/// A temporary folder that fails the test if it cannot be made.
inline TempDir scratch() {
  return TempDir::make("assay-source-test").value();
}

MATCHER_P2(IsFinding, path, rule, "") {
  return arg.path == path && arg.rule == rule;
}
MATCHER_P(HasRule, rule, "") {
  return arg.rule == rule;
}

}  // namespace assay::source
