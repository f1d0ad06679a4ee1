// JUnit XML as GitLab, Jenkins and GitHub's actions read it. Characters that XML
// 1.0 forbids are shown as text; all else is escaped.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay::report {

struct JunitCase {
  enum class Kind { kPassed, kFailure, kError, kSkipped };
  std::string classname;  ///< GitLab names the suite after it
  std::string name;       ///< unique within the class name: GitLab drops duplicates
  std::int64_t milliseconds = 0;
  Kind kind = Kind::kPassed;
  std::string type;     ///< of a failure or error: a stable name
  std::string message;  ///< one sentence
  std::string output;   ///< for <system-out>
};

struct JunitSuite {
  std::string name;
  std::int64_t started_at = 0;  ///< Unix time
  std::vector<JunitCase> cases;
};

std::string write_junit(const std::string& name, const std::vector<JunitSuite>& suites);

}  // namespace assay::report
