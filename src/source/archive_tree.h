// A zip or tar (plain, gzip, xz, zstd), listed and read without unpacking it
// anywhere. libarchive decodes; what an entry may be is decided by assemble.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/fd.h"
#include "source/tree.h"

namespace assay::source {

enum class ArchiveFormat { kZip, kTar, kTarGzip, kTarXz, kTarZstd };

/// By the first bytes of the file, at least 512 of them if it has as many; never by its name.
std::optional<ArchiveFormat> detect_archive(std::string_view first_bytes);

class ArchiveTree : public Tree {
 public:
  /// `file` can be positioned. `subdir` is the folder that becomes the root. Where an archive holds
  /// nothing but one folder, as those of hosting sites do, that folder counts as its root.
  ArchiveTree(Fd file, ArchiveFormat format, std::string subdir)
      : file_(std::move(file)), format_(format), subdir_(std::move(subdir)) {}

  /// kNotFound if there is no such subdir. A damaged archive is the finding "broken_archive".
  Result<Listing> list(const Limits& limits) override;
  Status read(const std::vector<const Entry*>& files, const Limits& limits, Sink& sink) override;

 private:
  Fd file_;
  ArchiveFormat format_;
  std::string subdir_;
};

}  // namespace assay::source
