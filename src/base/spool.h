// Bytes put aside and read again by their place, so that memory does not grow with them.
//
// They lie in a file of the temporary folder that has no name, of which nothing is left however
// the process ends; the latest of them, and all of them where there can be no such file or it can
// take no more, in memory. So putting bytes aside never fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "base/fd.h"

namespace assay {

class Spool {
 public:
  struct Place {
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
  };
  /// While there is a file, so many bytes at most are in memory, or one piece that has more.
  static constexpr std::size_t kInMemory = std::size_t{256} << 10U;

  /// On any thread. `bytes` are fewer than 4 GiB.
  Place append(std::string_view bytes);
  /// What was put there. On any thread. Throws std::system_error where the disk does not give back
  /// what it took: then the bytes are as lost as if memory were.
  [[nodiscard]] std::string read(Place place) const;
  /// How many bytes are on the disk.
  [[nodiscard]] std::uint64_t on_disk() const;

 private:
  void write_out();

  mutable std::mutex mutex_;
  Fd file_;
  bool full_ = false;          // the file can take no more, or there can be none
  std::uint64_t written_ = 0;  // bytes in the file: where `recent_` begins
  std::string recent_;
};

}  // namespace assay
