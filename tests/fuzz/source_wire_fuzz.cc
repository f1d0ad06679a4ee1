// Any bytes as each message. What is decoded must encode to something that decodes
// again, and a snapshot must keep its promises.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "source/names.h"
#include "source_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  using namespace assay::source;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto snapshot = decode_snapshot(bytes, small_limits())) {
    for (const auto& [name, content] : snapshot->files) require(!check_path(name));
    require(decode_snapshot(encode(*snapshot), small_limits()).has_value());
  }
  if (const auto entries = decode_entries(bytes)) require(encode(*entries) == bytes);
  if (const auto choices = decode_choices(bytes)) require(encode(*choices) == bytes);
  if (const auto request = decode_request(bytes)) require(encode(*request) == bytes);
  if (const auto answer = decode_answer(bytes)) require(encode(*answer) == bytes);
  static_cast<void>(decode_error(bytes));
  return 0;
}
