#include "report/html/out.h"

namespace assay::report::html {
namespace {

constexpr std::size_t kEnough = 64U << 10;

}  // namespace

Out& Out::operator<<(std::string_view text) {
  held_ += text;
  if (held_.size() >= kEnough) hand_on();
  return *this;
}

Status Out::finish() {
  hand_on();
  return status_;
}

void Out::hand_on() {
  if (status_) status_ = sink_(held_);
  held_.clear();
}

}  // namespace assay::report::html
