// Any bytes as an archive: whatever comes out has names and sizes that are allowed.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/file.h"
#include "source/archive_tree.h"
#include "source_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  using namespace assay::source;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // Formats are tried by what the bytes say, and as a zip, which is found from its end.
  const auto format = detect_archive(bytes.substr(0, 512)).value_or(ArchiveFormat::kZip);
  Fd file(::memfd_create("archive", MFD_CLOEXEC));
  require(static_cast<bool>(file) && write_all(file.get(), bytes).has_value());
  ArchiveTree tree(std::move(file), format, size % 8 == 7 ? "sub" : "");
  check_assembly(tree);
  return 0;
}
