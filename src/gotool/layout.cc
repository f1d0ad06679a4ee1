#include "gotool/layout.h"

#include <array>
#include <ctime>

namespace assay::gotool {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMiB = 1ULL << 20;

// Folders of the system that a compiler and a linker need. Where they are links into /usr, as on
// every merged system, the link is made again.
void show_system(sandbox::RunSpec& spec) {
  spec.binds.push_back({"/usr", "/usr"});
  for (const char* name : {"/bin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    std::error_code ec;
    if (fs::is_symlink(name, ec))
      spec.symlinks.emplace_back(name, fs::read_symlink(name, ec).string());
    else if (fs::is_directory(name, ec))
      spec.binds.push_back({name, name});
  }
}

// Debugging information is dropped by the linker (-w), and a seventh of its time is reading past
// what compiled packages have of it.
constexpr const char* kBuildFlags = "-gcflags=all=-dwarf=false";

bool is_below(const fs::path& path, const fs::path& folder) {
  const auto relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

std::vector<std::string> go_environment(const Toolchain& toolchain, const std::string& cache,
                                        const std::string& tmp) {
  return {
      "PATH=" + (toolchain.go_root / "bin").string() + ":/usr/bin:/bin",
      "GOROOT=" + toolchain.go_root.string(),
      "GOCACHE=" + cache,
      "GOPATH=" + tmp + "/gopath",
      "TMPDIR=" + tmp,
      "HOME=/nonexistent",
      "GOENV=off",
      "GOWORK=off",
      std::string("GOFLAGS=") + kBuildFlags,
      "GOPROXY=off",
      "GOSUMDB=off",
      "GOTOOLCHAIN=local",
      "GO111MODULE=on",
      "GODEBUG=",
      "GOEXPERIMENT=",
      "GOAMD64=",
      "CGO_ENABLED=1",
      "CC=gcc",
      "LC_ALL=C",
  };
}

sandbox::RunSpec build_sandbox(const Toolchain& toolchain, const fs::path& kit,
                               const fs::path& cache, const BuildLimits& limits) {
  sandbox::RunSpec spec;
  spec.name = "build";
  spec.cwd = inside::kModule;
  spec.env = go_environment(toolchain, inside::kCache, "/tmp");
  // For a package as small as a submission, collecting garbage and running on several threads cost
  // the compiler and the linker a twentieth more CPU time, gain no wall-clock time, and save 3 MiB
  // at most. A package that is large after all is collected at half of what it may have.
  spec.env.insert(
      spec.env.end(),
      {"GOGC=off", "GOMEMLIMIT=" + std::to_string(limits.memory_bytes / 2), "GOMAXPROCS=1"});
  show_system(spec);
  if (!is_below(toolchain.go_root, "/usr"))
    spec.binds.push_back({toolchain.go_root, toolchain.go_root.string()});
  spec.binds.push_back({kit, inside::kKit, false});
  spec.overlays.push_back({cache, inside::kCache, 1024 * kMiB});
  // The go command scans and trims a cache that was not trimmed for a day: not in a layer that is
  // thrown away.
  spec.files.push_back(
      {std::string(inside::kCache) + "/trim.txt", std::to_string(std::time(nullptr)), 0644});
  spec.tmpfs.push_back({"/tmp", 1024 * kMiB, 65536});
  spec.tmpfs.push_back({inside::kOut, 512 * kMiB, 64});
  spec.proc = true;
  spec.filter = sandbox::Filter::kBuild;
  spec.limits.wall = limits.wall;
  spec.limits.cpu = limits.cpu;
  spec.limits.memory_bytes = limits.memory_bytes;
  spec.limits.processes = 512;
  return spec;
}

std::vector<fs::path> c_library() {
  constexpr std::array kFolders = {"/lib64", "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu",
                                   "/lib", "/usr/lib64"};
  constexpr std::array kNames = {"ld-linux-x86-64.so.2",
                                 "ld-linux-aarch64.so.1",
                                 "libc.so.6",
                                 "libm.so.6",
                                 "libpthread.so.0",
                                 "libdl.so.2",
                                 "librt.so.1",
                                 "libresolv.so.2"};
  std::vector<fs::path> files;
  for (const char* name : kNames)
    for (const char* folder : kFolders) {
      std::error_code ec;
      if (!fs::exists(fs::path(folder) / name, ec)) continue;
      files.push_back(fs::path(folder) / name);
      break;
    }
  return files;
}

sandbox::RunSpec run_sandbox(const fs::path& binary, const RunLimits& limits) {
  sandbox::RunSpec spec;
  spec.name = "run";
  spec.argv = {inside::kBox};
  spec.cwd = "/";
  spec.binds.push_back({binary, inside::kBox});
  for (const fs::path& file : c_library()) {
    std::error_code ec;
    const fs::path real = fs::canonical(file, ec);
    if (!ec) spec.binds.push_back({real, file.string()});
  }
  spec.tmpfs.push_back({"/tmp", limits.tmp_bytes, 1024});
  spec.limits.wall = limits.wall;
  spec.limits.cpu = limits.cpu;
  spec.limits.memory_bytes = limits.memory_bytes;
  spec.limits.processes = limits.processes;
  spec.limits.output_bytes = limits.output_bytes;
  spec.limits.file_bytes = limits.tmp_bytes;
  spec.filter = sandbox::Filter::kRun;
  return spec;
}

void add_files(const FileSet& files, const std::string& folder, sandbox::RunSpec& spec) {
  for (const auto& [name, bytes] : files) spec.files.push_back({folder + "/" + name, bytes, 0444});
}

}  // namespace assay::gotool
