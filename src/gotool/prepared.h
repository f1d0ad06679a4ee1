// The prepared build cache: what no submission should have to wait for.
//
// Building the standard library with -race takes 35 to 40 seconds. It is done
// once for each Go and compiler, and so is vetting it, which `go vet` does for what a
// package imports; what depends on the kit is compiled for each kit,
// into a folder that no run ever writes to: every build sees it under a layer that is thrown away.
// The folder is made under another name and renamed when it is complete, so that one that exists is
// whole; several assays may prepare at once, and the first wins.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "gotool/toolchain.h"

namespace assay::gotool {

/// Where assay's own Go sources lie: the kit (exercises/testkit) and two programs.
struct GoSources {
  std::filesystem::path kit;
  std::filesystem::path inspector;
  std::filesystem::path testbuild;
};

struct Prepared {
  Toolchain toolchain;
  std::string c_compiler;  ///< first line of `gcc --version`
  std::filesystem::path folder;
  std::filesystem::path go_cache;   ///< folder / "gocache"
  std::filesystem::path inspector;  ///< an executable
  std::filesystem::path testbuild;  ///< an executable
  /// What testbuild reads: where compiled packages lie, and what versions of Go set in GODEBUG.
  std::filesystem::path race_packages, plain_packages, godebug;
  std::filesystem::path kit;        ///< a copy of the kit's sources, as it was built
  std::filesystem::path vet_flags;  ///< what `go tool vet -flags` printed: the analyzers there are
  std::string kit_digest;           ///< SHA-256 over the kit's and the programs' sources
};

/// Where prepared caches lie: ASSAY_CACHE, else /var/cache/assay for root (whose home the sandbox's
/// user could not read), else XDG_CACHE_HOME/assay or ~/.cache/assay.
std::filesystem::path cache_root();

/// The first line of `gcc --version`; kInfrastructure with the package to install if there is none.
Result<std::string> c_compiler();

/// The cache that fits this machine now, if it has been prepared; kInfrastructure with the command
/// that prepares it if not.
Result<Prepared> find_prepared(const GoSources& sources);

/// Prepares it, unless it is there. `say` gets a line at each step.
Result<Prepared> prepare(const GoSources& sources, const std::function<void(std::string)>& say);

}  // namespace assay::gotool
