// What `assay verify` found: one row for each solution that ships with an
// exercise, as a table, as JSON and as JUnit XML.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/page.h"

namespace assay::report {

enum class SolutionKind { kReference, kStarter, kMutant };
std::string_view name(SolutionKind kind);

struct VerifyRow {
  std::string exercise;
  std::string solution;  ///< its folder's name; "" for the starter
  SolutionKind kind = SolutionKind::kReference;
  std::string expected;  ///< "100", "under 50", "burst failed|race"
  std::string got;       ///< of the last run: "60: burst race"
  std::uint32_t runs = 0;
  std::uint32_t as_expected = 0;
  std::int64_t duration_ms = 0;  ///< of all runs
  bool reused = false;           ///< an earlier run's verdict: nothing that decides it has changed
  /// What differed, each sentence once; empty if nothing did.
  std::vector<std::string> mismatches;
  std::string error;  ///< of an infrastructure error; such a row is neither right nor wrong
};

/// Whether every run of `row` was as expected, and there was one.
bool is_good(const VerifyRow& row);

enum class VerifyRows { kAll, kNotAsExpected };

/// The rows `shown`, grouped by exercise in their order, what differed below each, and a line that
/// sums up all of them.
std::string verify_to_text(const std::vector<VerifyRow>& rows, const TextStyle& style,
                           VerifyRows shown = VerifyRows::kAll);

/// {"schema_version":1,"ok":...,"solutions":[...]}, ending in a newline.
std::string verify_to_json(const std::vector<VerifyRow>& rows);

/// One test suite for each exercise, one test case for each solution.
std::string verify_to_junit(const std::vector<VerifyRow>& rows, std::int64_t started_at);

}  // namespace assay::report
