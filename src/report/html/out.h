// Where the page goes, piece by piece: what grows with the number of candidates is never in
// memory as a whole.
#pragma once

#include <string>
#include <string_view>

#include "report/outline.h"

namespace assay::report::html {

class Out {
 public:
  explicit Out(const Sink& sink) : sink_(sink) {}

  /// After an error of the sink nothing more goes to it.
  Out& operator<<(std::string_view text);
  [[nodiscard]] const Status& status() const { return status_; }
  /// Hands on what is left; the first error.
  Status finish();

 private:
  void hand_on();

  const Sink& sink_;
  std::string held_;
  Status status_;
};

}  // namespace assay::report::html
