// Any bytes through the strict reader: it must not crash, must not take long, and what it
// accepts must be what nlohmann-json's own parser reads, without equal keys.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/json.h"
#include "base/text.h"

namespace {

void require(bool truth) {
  if (!truth) std::abort();
}

// Asks a value for everything, whatever it is; errors are kept by the document.
void ask(const assay::JsonValue& value, int depth) {
  if (depth > 70) return;
  if (value.is_array())
    for (const assay::JsonValue& item : value.items()) ask(item, depth + 1);
  if (value.is_text()) require(assay::is_utf8(value.text()));
  if (value.is_object()) {
    assay::JsonObject object = value.object();
    for (const char* name : {"a", "b", "a/b", "~", ""})
      if (const auto member = object.optional(name)) ask(*member, depth + 1);
    (void)object.texts_or("a", {});
    (void)object.integer_or("b", 3, 9, 5);
    object.finish();
  }
  const std::uint64_t number = value.integer(3, 9);
  require(number >= 3 && number <= 9);
  (void)value.signed_integer();
  (void)value.boolean();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  assay::JsonDocument document("fuzz.json", bytes);
  const bool accepted = document.status().has_value();
  if (accepted) require(nlohmann::json::accept(bytes));
  ask(document.value(), 0);
  const assay::Status status = document.status();
  if (!status) {
    require(status.error().message.starts_with("fuzz.json: "));
    require(assay::printable_line(status.error().message) == status.error().message);
    require(status.error().message.size() < 1000);
  }
  return 0;
}
