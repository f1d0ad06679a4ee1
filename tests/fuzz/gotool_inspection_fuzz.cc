// The reader of the inspector's document, asked about the files a.go and b.go.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gotool/inspection.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string json(data, data + size);
  const auto inspection = assay::gotool::parse_inspection(json, {"a.go", "b.go"});
  if (!inspection && inspection.error().message.empty()) std::abort();
  if (!inspection) return 0;
  if (inspection->files.size() != 2 || inspection->files[1].path != "b.go") std::abort();
  return 0;
}
