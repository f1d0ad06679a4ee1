// The division of output by marks. "@0@", "@1@" ... in an input become true marks.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gotool/marks.h"
#include "unit/gotool_stream.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string output(data, data + size);
  const assay::gotool::RecordPlan plan = assay::gotool::test_plan();
  for (std::size_t index = 0; index < 4; ++index) {
    const std::string stand_in = "@" + std::to_string(index) + "@";
    const std::string mark = assay::gotool::output_mark(plan, index);
    for (std::size_t at = 0; (at = output.find(stand_in, at)) != std::string::npos;
         at += mark.size())
      output.replace(at, stand_in.size(), mark);
  }
  std::string whole;
  std::size_t least = 0;
  for (const assay::gotool::OutputPart& part : assay::gotool::split_output(output, plan)) {
    if (part.index) {
      if (*part.index < least || *part.index >= plan.tests.size()) std::abort();
      least = *part.index + 1;
      whole += assay::gotool::output_mark(plan, *part.index);
    } else if (!whole.empty()) {
      std::abort();
    }
    whole += part.text;
  }
  if (whole != output) std::abort();
  return 0;
}
