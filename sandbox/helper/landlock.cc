// A second, independent statement of what the mounts already say: read everything
// that is in the root, execute only from executable mounts, write only to writable
// ones. A mistake in the mounts is then not yet a hole. From ABI 6 on, signals and
// abstract sockets do not leave the domain either.
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "sandbox/helper/helper.h"

namespace assay::sandbox::helper {

using wire::Stage;

namespace {

// The header of the oldest system we build on ends at ABI 2; later parts are spelled out here.
constexpr std::uint64_t kExecute = LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kTruncate = 1ULL << 14;
constexpr std::uint64_t kIoctlDevice = 1ULL << 15;
constexpr std::uint64_t kOfFiles = kExecute | LANDLOCK_ACCESS_FS_READ_FILE |
                                   LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate | kIoctlDevice;
constexpr std::uint64_t kScopeSocketsAndSignals = 3;

struct RulesetAttributes {
  std::uint64_t fs;
  std::uint64_t net;
  std::uint64_t scoped;
};

std::uint64_t all_rights(long abi) {
  const int bits = abi >= 5 ? 16 : abi >= 3 ? 15 : 14;
  return (1ULL << bits) - 1;
}

class Ruleset {
 public:
  Ruleset(int fd, std::uint64_t handled) : fd_(fd), handled_(handled) {}

  void allow(const char* path, std::uint64_t rights, std::uint32_t index) const {
    const int beneath = ::open(path, O_PATH | O_CLOEXEC);
    require(beneath >= 0, Stage::kLandlock, index);
    struct stat status {};
    require(::fstat(beneath, &status) == 0, Stage::kLandlock, index);
    if (!S_ISDIR(status.st_mode)) rights &= kOfFiles;
    const landlock_path_beneath_attr rule{rights & handled_, beneath};
    require(::syscall(SYS_landlock_add_rule, fd_, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0,
            Stage::kLandlock, index);
    ::close(beneath);
  }

 private:
  int fd_;
  std::uint64_t handled_;
};

}  // namespace

void apply_landlock(const wire::Plan& plan) {
  const long abi =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  // The first ABI forbids every rename between folders, which a build needs.
  if (abi < 2) return;
  const std::uint64_t handled = all_rights(abi);
  const RulesetAttributes attributes{handled, 0, kScopeSocketsAndSignals};
  const std::size_t size = abi >= 6 ? sizeof attributes : sizeof attributes.fs;
  const int fd = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0));
  require(fd >= 0, Stage::kLandlock);

  const Ruleset rules(fd, handled);
  rules.allow("/", kRead, 0);
  rules.allow("/dev", LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate | kIoctlDevice, 0);
  std::uint32_t index = 0;
  for (const wire::Mount& mount : plan.mounts) {
    std::uint64_t rights = kRead;
    if ((mount.flags & wire::kExecutable) != 0) rights |= kExecute;
    if ((mount.flags & wire::kWritable) != 0 || mount.kind != wire::kBind)
      rights |= handled & ~(kExecute | kIoctlDevice);
    rules.allow(c_string(mount.inside), rights, index++);
  }
  require(::syscall(SYS_landlock_restrict_self, fd, 0) == 0, Stage::kLandlock);
  ::close(fd);
}

}  // namespace assay::sandbox::helper
