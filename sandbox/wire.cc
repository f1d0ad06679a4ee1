#include "sandbox/wire.h"

#include <cstring>

namespace assay::sandbox::wire {
namespace {

class Writer {
 public:
  void u32(std::uint32_t value) { raw(value, 4); }
  void u64(std::uint64_t value) { raw(value, 8); }
  void text(std::string_view value) {
    u32(static_cast<std::uint32_t>(value.size()));
    bytes_.append(value);
  }
  template <class T, class F>
  void list(const std::vector<T>& items, F write_one) {
    u32(static_cast<std::uint32_t>(items.size()));
    for (const T& item : items) write_one(item);
  }
  std::string finish() {
    const std::uint64_t size = bytes_.size();
    for (std::size_t i = 0; i < 8; ++i) bytes_[8 + i] = static_cast<char>(size >> (8 * i) & 0xff);
    return std::move(bytes_);
  }

 private:
  void raw(std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) bytes_.push_back(static_cast<char>(value >> (8 * i) & 0xff));
  }
  std::string bytes_;
};

// After the first short read everything reads as zero or empty, and ok() is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t u32() { return static_cast<std::uint32_t>(raw(4)); }
  std::uint64_t u64() { return raw(8); }
  std::string_view bytes() {
    const std::size_t size = u32();
    if (!ok_ || size > rest_.size()) return bad();
    const std::string_view value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return value;
  }
  std::string_view text() {
    const std::string_view value = bytes();
    return value.find('\0') == std::string_view::npos ? value : bad();
  }
  template <class T, class F>
  void list(std::vector<T>& items, F read_one) {
    const std::size_t count = u32();
    // Each element takes at least four bytes, so a count that cannot be true stops here.
    if (count > rest_.size() / 4) {
      bad();
      return;
    }
    items.reserve(count);
    for (std::size_t i = 0; ok_ && i < count; ++i) items.push_back(read_one());
  }
  [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }

 private:
  std::string_view bad() {
    ok_ = false;
    rest_ = {};
    return {};
  }
  std::uint64_t raw(std::size_t width) {
    if (!ok_ || rest_.size() < width) {
      bad();
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
    rest_.remove_prefix(width);
    return value;
  }

  std::string_view rest_;
  bool ok_ = true;
};

Mount read_mount(Reader& in) {
  Mount mount;
  mount.kind = in.u32();
  mount.flags = in.u32();
  mount.tree = static_cast<std::int32_t>(in.u32());
  mount.source = in.text();
  mount.inside = in.text();
  mount.bytes = in.u64();
  mount.inodes = in.u32();
  return mount;
}

bool absolute(std::string_view path) {
  return !path.empty() && path.front() == '/';
}

// What is well-formed but makes no sense. The launcher checks more; this keeps the helper from
// acting on nonsense if the two ever disagree.
bool plausible(const Plan& plan) {
  if (plan.argv.empty() || !absolute(plan.argv.front()) || !absolute(plan.cwd)) return false;
  if (plan.filter.empty() || plan.filter.size() % 8 != 0 || plan.filter.size() / 8 > 4096)
    return false;
  for (const Mount& mount : plan.mounts) {
    if (mount.kind > kOverlay || !absolute(mount.inside)) return false;
    if (mount.kind != kTmpfs && mount.tree < 0 && !absolute(mount.source)) return false;
    if (mount.tree >= 0 && (mount.tree < kFirstTree || mount.tree > 4096)) return false;
  }
  for (const File& file : plan.files)
    if (!absolute(file.inside) || file.mode > 0777) return false;
  for (const Symlink& link : plan.symlinks)
    if (!absolute(link.inside) || link.target.empty()) return false;
  for (const Export& item : plan.exports)
    if (!absolute(item.inside)) return false;
  return true;
}

}  // namespace

std::string encode(const Plan& plan) {
  Writer out;
  out.u32(kMagic);
  out.u32(kVersion);
  out.u64(0);  // the length of it all, filled in at the end
  out.u32(plan.flags);
  out.u32(plan.payload_id);
  out.u64(plan.root_bytes);
  out.u32(plan.root_inodes);
  out.text(plan.cwd);
  out.text(plan.filter);
  out.list(plan.argv, [&](std::string_view arg) { out.text(arg); });
  out.list(plan.env, [&](std::string_view var) { out.text(var); });
  out.list(plan.mounts, [&](const Mount& mount) {
    out.u32(mount.kind);
    out.u32(mount.flags);
    out.u32(static_cast<std::uint32_t>(mount.tree));
    out.text(mount.source);
    out.text(mount.inside);
    out.u64(mount.bytes);
    out.u32(mount.inodes);
  });
  out.list(plan.symlinks, [&](const Symlink& link) {
    out.text(link.inside);
    out.text(link.target);
  });
  out.list(plan.files, [&](const File& file) {
    out.text(file.inside);
    out.text(file.bytes);
    out.u32(file.mode);
  });
  out.list(plan.exports, [&](const Export& item) {
    out.text(item.inside);
    out.u64(item.max_bytes);
  });
  out.list(plan.rlimits, [&](const Rlimit& limit) {
    out.u32(limit.resource);
    out.u64(limit.value);
  });
  return out.finish();
}

std::optional<Plan> decode(std::string_view bytes) {
  Reader in(bytes);
  if (in.u32() != kMagic || in.u32() != kVersion || in.u64() != bytes.size()) return std::nullopt;
  // Function arguments are evaluated in no fixed order, brace lists from left to right: the order
  // of the fields on the wire rests on that.
  Plan plan;
  plan.flags = in.u32();
  plan.payload_id = in.u32();
  plan.root_bytes = in.u64();
  plan.root_inodes = in.u32();
  plan.cwd = in.text();
  plan.filter = in.bytes();
  in.list(plan.argv, [&] { return in.text(); });
  in.list(plan.env, [&] { return in.text(); });
  in.list(plan.mounts, [&] { return read_mount(in); });
  in.list(plan.symlinks, [&] { return Symlink{in.text(), in.text()}; });
  in.list(plan.files, [&] { return File{in.text(), in.bytes(), in.u32()}; });
  in.list(plan.exports, [&] { return Export{in.text(), in.u64()}; });
  in.list(plan.rlimits, [&] { return Rlimit{in.u32(), in.u64()}; });
  if (!in.finished() || !plausible(plan)) return std::nullopt;
  return plan;
}

const char* stage_name(Stage stage) {
  switch (stage) {
    case Stage::kNone:
      return "nothing";
    case Stage::kRequest:
      return "understand the request";
    case Stage::kNamespaces:
      return "make the namespaces";
    case Stage::kIdMaps:
      return "write the id maps";
    case Stage::kParent:
      return "follow the parent";
    case Stage::kCgroup:
      return "join the cgroup";
    case Stage::kIds:
      return "take the ids of the user namespace";
    case Stage::kDescriptors:
      return "lay out the descriptors";
    case Stage::kPlan:
      return "read the plan";
    case Stage::kSession:
      return "make a session";
    case Stage::kCgroupNamespace:
      return "make a cgroup namespace";
    case Stage::kHostname:
      return "set the host name";
    case Stage::kPrivateMounts:
      return "make the mounts private";
    case Stage::kRoot:
      return "mount the root";
    case Stage::kMountPoint:
      return "make the mount point";
    case Stage::kOpenTree:
      return "open the tree to bind";
    case Stage::kTreeAttributes:
      return "make the bind read-only";
    case Stage::kAttachMount:
      return "attach the mount";
    case Stage::kTmpfs:
      return "make the tmpfs";
    case Stage::kOverlay:
      return "make the overlay";
    case Stage::kSymlink:
      return "make the symlink";
    case Stage::kFile:
      return "write the file";
    case Stage::kDevice:
      return "bind the device node";
    case Stage::kProc:
      return "mount /proc";
    case Stage::kLoopback:
      return "bring up the loopback interface";
    case Stage::kPivot:
      return "change the root";
    case Stage::kRootReadOnly:
      return "make the root read-only";
    case Stage::kOutside:
      return "check that the working folder is inside";
    case Stage::kInit:
      return "prepare init";
    case Stage::kFork:
      return "fork the payload";
    case Stage::kRlimit:
      return "set a resource limit";
    case Stage::kBoundingSet:
      return "drop the capability bounding set";
    case Stage::kSecureBits:
      return "lock the securebits";
    case Stage::kPayloadIds:
      return "take the payload's ids";
    case Stage::kCapabilities:
      return "drop the capabilities";
    case Stage::kNoNewPrivileges:
      return "set no_new_privs";
    case Stage::kLandlock:
      return "apply Landlock";
    case Stage::kWorkingFolder:
      return "enter the working folder";
    case Stage::kSeccomp:
      return "install the seccomp filter";
    case Stage::kExec:
      return "execute the program";
  }
  return "an unknown step";
}

}  // namespace assay::sandbox::wire
