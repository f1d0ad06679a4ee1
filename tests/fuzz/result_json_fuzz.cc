// Any bytes as a result.json: the reader refuses them or gives a result, and what
// it gives comes back unchanged from a document of its own. Every report of it can
// be written, and none holds what a terminal obeys.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "report/junit.h"
#include "report/result_json.h"
#include "report/text_report.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::report;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read = from_json("fuzz", bytes);
  if (!read) return 0;
  for (const View view : {View::kCandidate, View::kReviewer}) {
    const std::string document = to_json(read->result, view);
    const auto again = from_json("again", document);
    require(again.has_value() && to_json(again->result, view) == document);
    const std::string text = to_text(read->result, {.view = view});
    require(text == assay::printable(text));
    require(assay::is_utf8(to_junit({{"fuzz", &read->result}}, view)));
  }
  return 0;
}
