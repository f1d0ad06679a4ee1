#include "gotool/marks.h"

#include <string>

#include "base/digest.h"
#include "gotool/go_text.h"

namespace assay::gotool {
namespace {

constexpr std::string_view kLead =
    "\n\x01"
    "assay ";
constexpr std::size_t kMarkDigits = 32;
constexpr std::size_t kLongestIndex = 18;

// Computes each index's code once: output may hold any number of lines that look like marks.
class Codes {
 public:
  explicit Codes(const RecordPlan& plan) : plan_(plan), codes_(plan.tests.size()) {}

  const std::string& of(std::size_t index) {
    std::string& code = codes_[index];
    if (code.empty()) {
      const std::string message = plan_.nonce + " out " + std::to_string(index);
      code = to_hex(hmac_sha256(plan_.key, message)).substr(0, kMarkDigits);
    }
    return code;
  }

 private:
  const RecordPlan& plan_;
  std::vector<std::string> codes_;
};

struct Mark {
  std::size_t index = 0;
  std::size_t length = 0;  // with both newlines
};

// The mark at the front of `text`, which begins with kLead.
std::optional<Mark> read_mark(std::string_view text, std::size_t least, std::size_t count,
                              Codes& codes) {
  const std::string_view rest = text.substr(kLead.size());
  if (rest.size() <= kMarkDigits || rest[kMarkDigits] != ' ') return std::nullopt;
  const std::string_view tail = rest.substr(kMarkDigits + 1, kLongestIndex + 1);
  const std::size_t end = tail.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto index = read_number(tail.substr(0, end));
  if (!index || *index < least || *index >= count) return std::nullopt;
  if (!equal_in_constant_time(rest.substr(0, kMarkDigits), codes.of(*index))) return std::nullopt;
  return Mark{*index, kLead.size() + kMarkDigits + 1 + end + 1};
}

}  // namespace

std::vector<OutputPart> split_output(std::string_view output, const RecordPlan& plan) {
  Codes codes(plan);
  std::vector<OutputPart> parts = {{std::nullopt, {}}};
  std::size_t part = 0;  // where the current part begins
  std::size_t from = 0;
  while ((from = output.find(kLead, from)) != std::string_view::npos) {
    const std::size_t least = parts.back().index ? *parts.back().index + 1 : 0;
    const auto mark = read_mark(output.substr(from), least, plan.tests.size(), codes);
    if (!mark) {
      ++from;
      continue;
    }
    parts.back().text = output.substr(part, from - part);
    part = from = from + mark->length;
    parts.push_back({mark->index, {}});
  }
  parts.back().text = output.substr(part);
  return parts;
}

std::string_view output_of(const std::vector<OutputPart>& parts, std::size_t index) {
  for (const OutputPart& part : parts) {
    if (part.index == index) return part.text;
  }
  return {};
}

}  // namespace assay::gotool
