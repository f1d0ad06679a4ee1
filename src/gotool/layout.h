// Where things are inside the sandboxes, and the specs that all runs share.
//
// Sandbox B (build) sees the system's /usr, the Go distribution, the module and
// the kit, and the prepared build cache under a layer that is thrown away.
// Sandbox R (run) sees one binary, the C library's few files and testdata.
#pragma once

#include <string>

#include "base/result.h"
#include "gotool/toolchain.h"
#include "model/exercise.h"
#include "sandbox/run_spec.h"

namespace assay::gotool {

namespace inside {
inline constexpr const char* kModule = "/work/module";
inline constexpr const char* kKit = "/work/testkit";
inline constexpr const char* kCache = "/work/cache";
inline constexpr const char* kOut = "/work/out";
inline constexpr const char* kBinary = "/work/out/exercise.test";
inline constexpr const char* kTestbuild = "/work/testbuild";
inline constexpr const char* kPackages = "/work/packages";
inline constexpr const char* kGodebug = "/work/godebug";
inline constexpr const char* kBox = "/box/exercise.test";
inline constexpr const char* kBoxModule = "/box/module";
}  // namespace inside

/// The environment of every run of the Go tools, inside a sandbox or out (when the cache is
/// prepared): nothing of the user's own configuration, no network, one toolchain.
std::vector<std::string> go_environment(const Toolchain& toolchain, const std::string& cache,
                                        const std::string& tmp);

/// What sandbox B shows besides the module: system, Go, kit, cache.
sandbox::RunSpec build_sandbox(const Toolchain& toolchain, const std::filesystem::path& kit,
                               const std::filesystem::path& cache, const BuildLimits& limits);

/// What sandbox R shows besides testdata: `binary` at kBox and the C library.
sandbox::RunSpec run_sandbox(const std::filesystem::path& binary, const RunLimits& limits);

/// `files` as files of a spec, below `folder`.
void add_files(const FileSet& files, const std::string& folder, sandbox::RunSpec& spec);

/// The dynamic loader and the libraries that a Go race binary asks for, where this machine has
/// them.
std::vector<std::filesystem::path> c_library();

}  // namespace assay::gotool
