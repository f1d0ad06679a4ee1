// The parsers of what Go programs print. Every frame that they keep is the candidate's.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gotool/goreports.h"

namespace {

void check(const std::vector<assay::Stack>& stacks) {
  for (const assay::Stack& stack : stacks) {
    for (const assay::Frame& frame : stack.frames) {
      if (frame.file != "limiter.go" || frame.function.empty()) std::abort();
      if (!frame.source.empty() && (frame.line == 0 || frame.line > 3)) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const assay::gotool::CandidateCode code{"limiter", {{"limiter.go", "package limiter\n\nvar a"}}};
  for (const assay::RaceReport& race : assay::gotool::parse_race_reports(text, code))
    check(race.stacks);
  if (const auto crash = assay::gotool::parse_crash(text, code)) check(crash->stacks);
  for (const assay::Diagnostic& found : assay::gotool::parse_compiler_output(text)) {
    if (found.message.size() > 1000 || (found.file.empty() && found.line != 0)) std::abort();
  }
  return 0;
}
