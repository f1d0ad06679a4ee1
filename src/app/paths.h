// Where assay's own files lie: below an installation's prefix, or in the source
// and build trees that the program was built in. Found from the program's own
// place, so that an installation can be moved.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace assay::app {

struct Paths {
  std::filesystem::path helper;     ///< the executable assay-sandbox
  std::filesystem::path exercises;  ///< the catalogue, with testkit/ in it
  std::filesystem::path programs;   ///< Go sources: inspect/ and testbuild/
};

/// ASSAY_LIBEXEC and ASSAY_SHARE name other folders for the helper and the rest.
Result<Paths> find_paths();

}  // namespace assay::app
