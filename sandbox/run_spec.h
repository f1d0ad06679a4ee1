// What is to run in a sandbox, and what came of it: plain values.
//
// A RunSpec names everything the child may see; whatever it does not name is not
// there, but for the nodes null, zero, full, random and urandom in /dev. Paths inside
// are absolute and are made on a fresh tmpfs root that is read-only and noexec once
// the child starts. The child runs under an id of its own, without privileges: it
// reads what others may read, and writes to Tmpfs and Overlay folders.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace assay::sandbox {

/// A file or folder of the host, shown at `inside`, with everything mounted below it.
struct Bind {
  std::filesystem::path host;
  std::string inside;
  bool executable = true;
  bool writable = false;  ///< only for the preparation of the build cache
};

/// Fresh memory-backed folder; what is written there is gone with the run.
struct Tmpfs {
  std::string inside;
  std::uint64_t bytes = 0;
  std::uint32_t inodes = 4096;
  bool executable = false;
};

/// A read-only folder of the host under a throw-away upper layer. Files can be made in it and in
/// its folders (two levels down); files that are there already can be read, not changed.
struct Overlay {
  std::filesystem::path lower;
  std::string inside;
  std::uint64_t bytes = 0;  ///< how much may be written on top
};

/// A small file that the helper writes before the child starts (it is on the root, a Tmpfs or an
/// Overlay of this spec). Folders on the way are made; they and the file belong to another user
/// than the child's, so it reads them only.
struct File {
  std::string inside;
  std::string bytes;
  std::uint32_t mode = 0444;
};

/// A regular file that is sent out once every process of the run is gone: the only way for a file
/// to leave. The host side is a descriptor that the caller owns and has opened for writing.
struct Export {
  std::string inside;
  std::uint64_t max_bytes = 0;
  int destination = -1;
};

/// Which seccomp filter the child gets; sandbox/README.md lists both.
enum class Filter {
  kBuild,  ///< deny list: a compiler and a linker
  kRun,    ///< allow list: a Go test binary
};

struct Limits {
  std::chrono::milliseconds wall{60'000};
  std::chrono::milliseconds cpu{60'000};  ///< of all processes of the run together
  std::uint64_t memory_bytes = 512ULL << 20;
  std::uint32_t processes = 128;            ///< tasks
  std::uint64_t output_bytes = 1ULL << 20;  ///< stdout and stderr, each; more kills
  std::uint64_t record_bytes = 4ULL << 20;  ///< of the record channel; more kills
  std::uint64_t file_bytes = 1ULL << 30;    ///< RLIMIT_FSIZE
  std::uint32_t open_files = 1024;          ///< RLIMIT_NOFILE
  std::uint32_t cpu_millis =
      0;  ///< thousandths of a CPU that may be used at once; 0: all there are
};

struct RunSpec {
  std::string name;               ///< for logs and cgroups: letters, digits, '-'
  std::vector<std::string> argv;  ///< argv[0] is an absolute path inside
  std::vector<std::string> env;   ///< "NAME=value"; nothing is inherited
  std::string cwd = "/";
  std::vector<Bind> binds;
  std::vector<Tmpfs> tmpfs;
  std::vector<Overlay> overlays;
  std::vector<File> files;
  std::vector<std::pair<std::string, std::string>> symlinks;  ///< inside, target
  std::vector<Export> exports;
  std::string stdin_bytes;      ///< at most 64 KiB; then end of file
  bool record_channel = false;  ///< descriptor 3 is the write end of a pipe of its own
  bool proc = false;            ///< a /proc of the new pid namespace (subset=pid)
  Filter filter = Filter::kRun;
  Limits limits;
};

/// The first cause, in the order in which design.md classifies.
enum class Cause {
  kExited,  ///< by itself: see exit_code
  kOutput,  ///< wrote more than limits.output_bytes or record_bytes
  kMemory,  ///< the kernel's out-of-memory killer struck in the run's cgroup
  kCpuTime,
  kWallTime,
  kForbidden,  ///< the seccomp filter killed it
  kSignalled,  ///< see signal
  kCancelled,  ///< cancel() of the sandbox
};
const char* name(Cause cause);

struct RunUsage {
  std::chrono::microseconds cpu{0};
  std::chrono::microseconds wall{0};
  std::uint64_t peak_memory_bytes = 0;  ///< 0 where there is no cgroup to say
  std::uint64_t oom_kills = 0;
  std::uint64_t refused_processes = 0;  ///< times that the task limit said no
};

struct RunResult {
  Cause cause = Cause::kSignalled;
  int exit_code = -1;
  int signal = 0;
  std::string out;  ///< stdout, up to the cap
  std::string err;
  std::string records;                 ///< what came over the record channel
  std::vector<std::int64_t> exported;  ///< bytes sent for each Export; -1: there was no such file,
                                       ///< it was not a regular one, or it was too large
  RunUsage usage;
};

}  // namespace assay::sandbox
