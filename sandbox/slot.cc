#include "sandbox/slot.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <memory>

#include "base/file.h"
#include "base/text.h"
#include "sandbox/cgroup.h"

namespace assay::sandbox {
namespace fs = std::filesystem;

namespace {

// A lock file in a folder that others may write to could be a trap.
Result<std::uint64_t> inode_of_ours(const fs::path& folder) {
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0) return fail_errno("look at " + folder.string());
  if (S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() && (status.st_mode & 022) == 0)
    return status.st_ino;
  return fail("use " + folder.string() + ": it is not a folder that only we can write to",
              "remove it, or name another state folder");
}

constexpr std::string_view kPrefix = "slot-";

// The slot whose lock file has this name.
std::optional<std::uint32_t> slot_of(const std::string& name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  std::uint32_t number = 0;
  const char* end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data() + kPrefix.size(), end, number);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

Result<Slot> try_lock(const fs::path& folder, std::uint32_t number) {
  const fs::path file = folder / (std::string(kPrefix) + std::to_string(number));
  Slot slot{number, Fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)), {}};
  if (!slot.lock) return fail_errno("open the lock file " + file.string());
  if (::flock(slot.lock.get(), LOCK_EX | LOCK_NB) == 0) return slot;
  if (errno != EWOULDBLOCK) return fail_errno("lock " + file.string());
  return Slot{};  // somebody has it
}

}  // namespace

fs::path default_state_dir() {
  if (::geteuid() == 0) return "/run/assay";
  if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr && *runtime == '/')
    return fs::path(runtime) / "assay";
  return "/tmp/assay-" + std::to_string(::geteuid());
}

Result<std::unique_ptr<SlotPool>> SlotPool::open(fs::path folder, std::uint32_t max_slots) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return fail_errno("make the state folder " + folder.string());
  ASSAY_TRY(const std::uint64_t inode, inode_of_ours(folder));
  return std::unique_ptr<SlotPool>(new SlotPool(std::move(folder), inode, max_slots));
}

// Ends what the last holder of a slot left behind.
Result<bool> SlotPool::clean_up(const Slot& slot) const {
  char text[4096];
  const ssize_t size = ::pread(slot.lock.get(), text, sizeof text, 0);
  if (size < 0) return fail_errno("read the lock file of slot " + std::to_string(slot.number));
  bool found = false;
  for (const std::string_view line : split({text, static_cast<std::size_t>(size)}, '\n')) {
    const fs::path folder(line);
    // Written by us, but a half-written line must not become a path to remove.
    if (!folder.is_absolute() || folder.filename() != cgroup_name(slot.number)) continue;
    std::error_code ec;
    found = found || fs::exists(folder, ec);
    ASSAY_CHECK(sweep_cgroup(folder));
  }
  return found;
}

Result<Slot> SlotPool::lock_one() {
  for (std::uint32_t number = 0; number < max_slots_; ++number) {
    ASSAY_TRY(Slot slot, try_lock(folder_, number));
    if (!slot.lock) continue;
    ASSAY_CHECK(clean_up(slot));
    return slot;
  }
  return fail("take a sandbox slot: all " + std::to_string(max_slots_) + " are in use",
              "end other assay processes, or allow more slots");
}

Status SlotPool::note(const Slot& slot, const std::vector<fs::path>& cgroups) {
  std::string text;
  for (const fs::path& folder : cgroups) text += folder.string() + "\n";
  if (::ftruncate(slot.lock.get(), 0) != 0) return fail_errno("write a lock file");
  if (::pwrite(slot.lock.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    return fail_errno("write a lock file");
  return {};
}

void SlotPool::give_back(Slot slot) {
  const std::lock_guard guard(mutex_);
  free_.push_back(std::move(slot));
}

// A slot that is clean has an empty note, so that the next sweep has nothing to look at.
Result<int> SlotPool::sweep() {
  int swept = 0;
  std::error_code ec;
  for (fs::directory_iterator entry(folder_, ec), end; !ec && entry != end; entry.increment(ec)) {
    const auto number = slot_of(entry->path().filename());
    if (!number || *number >= max_slots_) continue;
    ASSAY_TRY(const Slot slot, try_lock(folder_, *number));
    if (!slot.lock) continue;
    ASSAY_TRY(const bool found, clean_up(slot));
    ASSAY_CHECK(note(slot, {}));
    swept += found ? 1 : 0;
  }
  if (ec) return fail("list the state folder " + folder_.string() + ": " + ec.message());
  return swept;
}

}  // namespace assay::sandbox
