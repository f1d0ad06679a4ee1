// The reader of records. A fuzzer cannot guess a code, so an input that begins with 'S'
// is a list of payloads, a line each, that are signed before they are read; any other
// is the stream itself.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "gotool/records.h"
#include "unit/gotool_stream.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// What must hold of a report, whatever was read.
void check(const assay::gotool::RecordReport& report, const assay::gotool::RecordPlan& plan) {
  require(report.next == report.tests.size() && report.next <= plan.tests.size());
  for (std::size_t i = 0; i < report.tests.size(); ++i) {
    const assay::gotool::RecordedTest& test = report.tests[i];
    require(test.index == i);
    require(test.verdict != assay::Verdict::kPassed || (test.ended && test.races == 0));
    require(test.ended || report.running == i);
  }
  require(!report.running || *report.running + 1 == report.next);
  require(!report.tampered || !report.why.empty());
  require(report.end != assay::gotool::RecordEnd::kDone || report.next == plan.tests.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  const assay::gotool::RecordPlan plan = assay::gotool::test_plan();
  if (!input.starts_with('S')) {
    const auto report = assay::gotool::read_records(input, plan);
    check(report, plan);
    require(report.tests.empty());  // else it has guessed a code
    return 0;
  }
  std::string stream;
  for (const std::string_view payload : assay::split(std::string_view(input).substr(1), '\n'))
    stream += assay::gotool::record_line(plan, std::string(payload));
  check(assay::gotool::read_records(stream, plan), plan);
  return 0;
}
