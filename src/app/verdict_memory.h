// What `assay verify` found before and need not find again: for each solution whose
// verdict was as its author says, a small file named after the digest of everything
// that had a part in it. Only what went well is remembered, so a failure is always
// looked at again.
//
// The memory never decides against doubt: an entry that is not ours alone, is no plain
// file, does not parse, or does not say of which inputs it speaks, counts as none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::app {

struct RememberedVerdict {
  std::string got;  ///< report::VerifyRow::got
  std::int64_t duration_ms = 0;
};

class VerdictMemory {
 public:
  /// The memory in `folder`, which is made when the first verdict is kept. Entries that nobody has
  /// asked for in 30 days are removed.
  explicit VerdictMemory(std::filesystem::path folder);

  /// `key` is 64 hexadecimal digits.
  [[nodiscard]] std::optional<RememberedVerdict> find(std::string_view key) const;

  /// An Error if it cannot be written down, which changes nothing but the time of the next run.
  [[nodiscard]] Status keep(std::string_view key, const RememberedVerdict& verdict) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  void forget_the_old() const;

  std::filesystem::path folder_;
};

}  // namespace assay::app
