// Which Go grades: a GOROOT that is complete and new enough.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace assay::gotool {

/// The least minor version of Go 1: hidden tests use testing/synctest.
inline constexpr unsigned kLeastGoMinor = 25;

struct Toolchain {
  std::filesystem::path go_root;  ///< canonical
  std::string version;            ///< "go1.26.8"
  unsigned minor = 0;
};

/// Reads GOROOT/VERSION without running anything.
Result<Toolchain> read_toolchain(const std::filesystem::path& go_root);

/// The first Go that is new enough: ASSAY_GO (a `go` command or a GOROOT; then nothing else is
/// tried), the one on PATH, the usual places, what the go command has fetched for GOTOOLCHAIN.
/// kInfrastructure with how to get one if there is none; the message lists what is too old.
Result<Toolchain> find_toolchain();

}  // namespace assay::gotool
