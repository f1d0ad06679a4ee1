// What the launcher and the helper say to each other. Both are built from this
// file, so the format serves one version at a time: a helper of another version
// refuses the run instead of guessing.
//
// The helper is started once and waits on a socket. A Request with descriptors asks
// for one box; the Reply has its pidfd. The rest is between launcher and box.
//
// The plan goes to the box in a sealed memory file: a header, then fields in
// one fixed order. Integers are little-endian and of fixed width; a string is a
// 32-bit length and its bytes; a list is a 32-bit count and its elements. Decoding
// never reads past the end, and never allocates more than the input could fill.
//
// What comes back are the two fixed-size structs at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::sandbox::wire {

inline constexpr std::uint32_t kMagic = 0x42595341;  // "ASYB"
inline constexpr std::uint32_t kVersion = 2;
inline constexpr std::size_t kMaxBytes = 256U << 20;

/// The program's uid and gid inside.
inline constexpr std::uint32_t kPayloadIdInside = 1000;

/// The helper's end of the socket (SOCK_SEQPACKET), when it is started.
inline constexpr int kControl = 3;
inline constexpr std::size_t kMaxDescriptors = 200;  ///< of one request; the kernel's limit is 253

/// Asks for a box. With it come descriptors, in this order: the reply's socket, those of the
/// enumeration below up to kStatus, the trees, the v1 tasks files to join, the v2 group to start
/// in.
struct Request {
  std::uint32_t magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t as_root = 0;  ///< two ids, given here; else the caller's one
  std::uint32_t init_id = 0;
  std::uint32_t payload_id = 0;
  std::uint32_t trees = 0;
  std::uint32_t joins = 0;
  std::uint32_t into = 0;  ///< 1 if there is a v2 group
};

/// Descriptors of a box. The payload keeps 0, 1, 2 and, if there is one, the record channel.
enum Descriptor : int {
  kStdin = 0,
  kStdout = 1,
  kStderr = 2,
  kRecords = 3,
  kPlan = 4,
  kReport = 5,  ///< Failure, or end of file when the payload's exec succeeded
  kStatus = 6,  ///< StatusMessage and exported bytes
  kFirstTree = 7,
};

enum MountKind : std::uint32_t { kBind = 0, kTmpfs = 1, kOverlay = 2 };
enum MountFlag : std::uint32_t { kWritable = 1, kExecutable = 2 };

/// One mount, in the order in which they are made.
struct Mount {
  std::uint32_t kind = kBind;
  std::uint32_t flags = 0;
  std::int32_t tree = -1;   ///< descriptor of a detached tree, or -1: open `source`
  std::string_view source;  ///< host path; only if tree is -1
  std::string_view inside;
  std::uint64_t bytes = 0;
  std::uint32_t inodes = 0;
};

struct File {
  std::string_view inside;
  std::string_view bytes;
  std::uint32_t mode = 0444;
};

struct Symlink {
  std::string_view inside;
  std::string_view target;
};

struct Export {
  std::string_view inside;
  std::uint64_t max_bytes = 0;
};

struct Rlimit {
  std::uint32_t resource = 0;
  std::uint64_t value = 0;
};

enum PlanFlag : std::uint32_t {
  kProc = 1,           ///< mount /proc
  kRecordChannel = 2,  ///< the payload keeps descriptor 3
  kTwoIds = 4,         ///< the payload has an id of its own; else it shares init's
};

/// Everything the helper needs. The views point into the decoded bytes, or, on the sending side,
/// into the RunSpec.
struct Plan {
  std::uint32_t flags = 0;
  std::uint32_t payload_id = 0;  ///< uid and gid inside
  std::uint64_t root_bytes = 0;  ///< size of the root's tmpfs
  std::uint32_t root_inodes = 0;
  std::string_view cwd;
  std::string_view filter;  ///< array of struct sock_filter
  std::vector<std::string_view> argv;
  std::vector<std::string_view> env;
  std::vector<Mount> mounts;
  std::vector<Symlink> symlinks;
  std::vector<File> files;
  std::vector<Export> exports;
  std::vector<Rlimit> rlimits;
};

std::string encode(const Plan& plan);

/// Nothing if the bytes are not exactly one well-formed plan of this version. Strings that become
/// C strings (all but file contents and the filter) hold no NUL.
std::optional<Plan> decode(std::string_view bytes);

/// Where setting up failed. Append only; names are in stage_name().
enum class Stage : std::uint32_t {
  kNone = 0,
  kRequest,
  kNamespaces,
  kIdMaps,
  kParent,
  kCgroup,
  kIds,
  kDescriptors,
  kPlan,
  kSession,
  kCgroupNamespace,
  kHostname,
  kPrivateMounts,
  kRoot,
  kMountPoint,
  kOpenTree,
  kTreeAttributes,
  kAttachMount,
  kTmpfs,
  kOverlay,
  kSymlink,
  kFile,
  kDevice,
  kProc,
  kLoopback,
  kPivot,
  kRootReadOnly,
  kOutside,
  kInit,
  kFork,
  kRlimit,
  kBoundingSet,
  kSecureBits,
  kPayloadIds,
  kCapabilities,
  kNoNewPrivileges,
  kLandlock,
  kWorkingFolder,
  kSeccomp,
  kExec,
};
const char* stage_name(Stage stage);

/// Sent once over kReport.
struct Failure {
  Stage stage = Stage::kNone;
  std::int32_t error_number = 0;
  std::uint32_t index = 0;  ///< which mount, file, symlink …; 0 where there is one only
};

/// Answers a Request over its own socket; if stage is kNone the pidfd of the box's init comes
/// along.
struct Reply {
  Stage stage = Stage::kNone;
  std::int32_t error_number = 0;
  std::int32_t pid = -1;
};

enum class StatusKind : std::uint32_t {
  kForked = 1,  ///< the payload's process exists
  kEnded,       ///< it was reaped; wait_status, wall_ns, cpu_ns
  kExport,      ///< `value` bytes follow, or -1: nothing to send
  kDone,        ///< every process is gone and every export sent
};

struct StatusMessage {
  StatusKind kind = StatusKind::kDone;
  std::int32_t wait_status = 0;
  std::int64_t value = 0;
  std::int64_t wall_ns = 0;
  std::int64_t cpu_ns = 0;      ///< of the payload and all that were reaped
  std::int64_t peak_bytes = 0;  ///< largest resident set of one process
};

}  // namespace assay::sandbox::wire
