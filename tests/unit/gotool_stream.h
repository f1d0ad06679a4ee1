// Writes record streams as the harness does, and wrong ones.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "gotool/records.h"

namespace assay::gotool {

inline RecordPlan test_plan() {
  RecordPlan plan;
  for (char c = 0; c < 32; ++c) plan.key += c;
  plan.nonce = "0123456789abcdef0123456789abcdef";
  plan.tests = {"TestA", "TestB", "TestA"};
  plan.gomaxprocs = 4;
  return plan;
}

inline std::string record_line(const RecordPlan& plan, const std::string& payload) {
  std::string line = "assay1 ";
  line += to_hex(hmac_sha256(plan.key, plan.nonce + " " + payload));
  line += " " + payload + "\n";
  return line;
}

inline std::string output_mark(const RecordPlan& plan, std::size_t index) {
  const std::string number = std::to_string(index);
  const std::string code = to_hex(hmac_sha256(plan.key, plan.nonce + " out " + number));
  return "\n\x01"
         "assay " +
         code.substr(0, 32) + " " + number + "\n";
}

class Stream {
 public:
  explicit Stream(RecordPlan plan = test_plan()) : plan_(std::move(plan)) {}

  Stream& add(const std::string& word, const std::string& fields) {
    return raw(record_line(plan_, word + " seq=" + std::to_string(sequence_++) + " " + fields));
  }
  Stream& raw(std::string_view bytes) {
    text_ += bytes;
    return *this;
  }
  Stream& start() { return add("start", R"(tests=3 gomaxprocs=4 go="go1.26")"); }
  Stream& begin(std::size_t index) { return add("begin", about(index)); }
  Stream& passed(std::size_t index) { return end(index, "passed", "", 0); }
  Stream& end(std::size_t index, const std::string& outcome, const std::string& kind, int races) {
    return add("end", about(index) + " outcome=" + outcome + " kind=\"" + kind +
                          "\" races=" + std::to_string(races) + " ns=42 gomaxprocs=4");
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const RecordPlan& plan() const { return plan_; }

 private:
  [[nodiscard]] std::string about(std::size_t index) const {
    return "index=" + std::to_string(index) + " test=\"" + plan_.tests[index] + "\"";
  }

  RecordPlan plan_;
  std::string text_;
  int sequence_ = 0;
};

}  // namespace assay::gotool
