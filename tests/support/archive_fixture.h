// Archives for tests, with whatever names, kinds and sizes a test wants.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace assay::test {

struct Packed {
  enum class Kind { kFile, kFolder, kSymlink, kHardLink, kPipe };
  std::string name;
  std::string bytes;  ///< the target for links
  Kind kind = Kind::kFile;
};

/// Writes `entries` in their order. `format` is "zip", "tar", "tar.gz", "tar.xz" or "tar.zst".
/// Throws std::runtime_error where it cannot.
void write_archive(const std::filesystem::path& path, std::string_view format,
                   const std::vector<Packed>& entries);

}  // namespace assay::test
