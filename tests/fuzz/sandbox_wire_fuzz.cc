// The helper's plan from arbitrary bytes: no crash, no endless loop, and what is
// accepted is written again exactly as it was read.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sandbox/wire.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::sandbox;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto plan = wire::decode(bytes);
  if (plan && wire::encode(*plan) != bytes) std::abort();
  return 0;
}
