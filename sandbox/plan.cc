#include "sandbox/plan.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <algorithm>

#include "base/text.h"
#include "sandbox/filter.h"

namespace assay::sandbox {
namespace {

constexpr std::size_t kMaxStdin = 64U << 10;

tl::unexpected<Error> refuse(const std::string& what, std::string_view value) {
  return fail(ErrorKind::kUsage,
              "run in the sandbox: " + what + " \"" + printable_line(value) + "\"");
}

// Absolute, without "." or "..", without an empty part, without a NUL.
bool is_clean(std::string_view path) {
  if (path == "/") return true;
  if (path.size() < 2 || path.front() != '/' || path.size() > 4000) return false;
  if (path.find('\0') != std::string_view::npos) return false;
  const auto parts = split(path.substr(1), '/');
  return std::none_of(parts.begin(), parts.end(),
                      [](auto part) { return part.empty() || part == "." || part == ".."; });
}

Status check_inside(std::string_view path) {
  if (!is_clean(path) || path == "/") return refuse("not a clean path inside:", path);
  for (const std::string_view ours : {"/proc", "/dev", "/.layers"})
    if (path == ours || path.starts_with(std::string(ours) + "/"))
      return refuse("this path inside is taken:", path);
  return {};
}

Status check_text(const std::vector<std::string>& texts) {
  for (const std::string& text : texts)
    if (text.find('\0') != std::string::npos) return refuse("a NUL in", text);
  return {};
}

std::ptrdiff_t depth(std::string_view path) {
  return std::count(path.begin(), path.end(), '/');
}

std::uint32_t flags(bool executable, bool writable) {
  return (executable ? std::uint32_t{wire::kExecutable} : 0U) |
         (writable ? std::uint32_t{wire::kWritable} : 0U);
}

std::string_view view(const std::filesystem::path& path) {
  return path.native();
}

// Parents before what is mounted in them.
std::vector<wire::Mount> mounts_of(const RunSpec& spec) {
  std::vector<wire::Mount> mounts;
  for (const Bind& bind : spec.binds)
    mounts.push_back({wire::kBind, flags(bind.executable, bind.writable), -1, view(bind.host),
                      bind.inside, 0, 0});
  for (const Tmpfs& tmpfs : spec.tmpfs)
    mounts.push_back({wire::kTmpfs,
                      flags(tmpfs.executable, true),
                      -1,
                      {},
                      tmpfs.inside,
                      tmpfs.bytes,
                      tmpfs.inodes});
  for (const Overlay& overlay : spec.overlays)
    mounts.push_back({wire::kOverlay, flags(true, true), -1, view(overlay.lower), overlay.inside,
                      overlay.bytes, 65536});
  std::stable_sort(mounts.begin(), mounts.end(), [](const wire::Mount& a, const wire::Mount& b) {
    return depth(a.inside) < depth(b.inside);
  });
  return mounts;
}

// The root holds mount points, symlinks and those files that are on no other mount.
std::uint64_t root_bytes(const RunSpec& spec) {
  std::uint64_t bytes = 1U << 20;
  for (const File& file : spec.files) bytes += file.bytes.size() + 4096;
  return bytes;
}

// Nobody in the box may go above what we were given ourselves.
std::vector<wire::Rlimit> clamped(std::vector<wire::Rlimit> limits) {
  for (wire::Rlimit& limit : limits) {
    rlimit ours{};
    if (::getrlimit(static_cast<__rlimit_resource_t>(limit.resource), &ours) == 0)
      limit.value = std::min<std::uint64_t>(limit.value, ours.rlim_max);
  }
  return limits;
}

std::vector<wire::Rlimit> rlimits_of(const Limits& limits, Isolation level, bool as_root) {
  std::vector<wire::Rlimit> result = {{RLIMIT_CORE, 0},
                                      {RLIMIT_NOFILE, limits.open_files},
                                      {RLIMIT_FSIZE, limits.file_bytes},
                                      {RLIMIT_MEMLOCK, 0},
                                      {RLIMIT_MSGQUEUE, 0},
                                      {RLIMIT_NICE, 0},
                                      {RLIMIT_RTPRIO, 0}};
  if (level == Isolation::kFull) return clamped(std::move(result));
  // Without a cgroup these are what the kernel holds: per process, and per user namespace. CPU time
  // is also watched from outside, for all processes together; this is for when that is too slow.
  const auto seconds = limits.cpu.count() / 1000 + 2;
  result.push_back({RLIMIT_CPU, static_cast<std::uint64_t>(seconds)});
  // Where init has the payload's id, it is counted with it.
  result.push_back({RLIMIT_NPROC, limits.processes + (as_root ? 0U : 1U)});
  return clamped(std::move(result));
}

Result<Fd> open_tree_with_attributes(const wire::Mount& mount) {
  const std::string source(mount.source);
  Fd tree(
      ::open_tree(AT_FDCWD, source.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
  if (!tree) return fail_errno("open " + printable_line(source) + " for the sandbox");
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  if ((mount.flags & wire::kExecutable) == 0) attributes.attr_set |= MOUNT_ATTR_NOEXEC;
  if (mount.kind == wire::kOverlay || (mount.flags & wire::kWritable) == 0)
    attributes.attr_set |= MOUNT_ATTR_RDONLY;
  // Nothing that is mounted or unmounted on the host later shows up in the box, or the reverse.
  attributes.propagation = MS_PRIVATE;
  if (::mount_setattr(tree.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes,
                      sizeof attributes) != 0)
    return fail_errno("make the bind of " + printable_line(source) + " read-only");
  return tree;
}

}  // namespace

Status check(const RunSpec& spec) {
  if (spec.argv.empty() || !is_clean(spec.argv.front()))
    return refuse("argv[0] is no absolute path:", spec.argv.empty() ? "" : spec.argv.front());
  if (!is_clean(spec.cwd)) return refuse("not a clean working folder:", spec.cwd);
  ASSAY_CHECK(check_text(spec.argv));
  ASSAY_CHECK(check_text(spec.env));
  if (spec.stdin_bytes.size() > kMaxStdin) return refuse("stdin is over 64 KiB:", spec.name);
  for (const Bind& bind : spec.binds) {
    ASSAY_CHECK(check_inside(bind.inside));
    if (!bind.host.is_absolute()) return refuse("not an absolute path:", bind.host.native());
  }
  for (const Tmpfs& tmpfs : spec.tmpfs) {
    ASSAY_CHECK(check_inside(tmpfs.inside));
    if (tmpfs.bytes == 0 || tmpfs.inodes == 0) return refuse("a tmpfs of no size:", tmpfs.inside);
  }
  for (const Overlay& overlay : spec.overlays) {
    ASSAY_CHECK(check_inside(overlay.inside));
    if (overlay.bytes == 0) return refuse("an overlay of no size:", overlay.inside);
    if (!overlay.lower.is_absolute()) return refuse("not an absolute path:", view(overlay.lower));
  }
  for (const File& file : spec.files) {
    ASSAY_CHECK(check_inside(file.inside));
    if (file.mode > 0777) return refuse("more than permission bits in the mode of", file.inside);
  }
  for (const auto& [inside, target] : spec.symlinks) {
    ASSAY_CHECK(check_inside(inside));
    ASSAY_CHECK(check_text({target}));
    if (target.empty()) return refuse("a symlink to nothing:", inside);
  }
  for (const Export& item : spec.exports) {
    ASSAY_CHECK(check_inside(item.inside));
    if (item.destination < 0) return refuse("no descriptor to export to:", item.inside);
  }
  if (spec.limits.memory_bytes == 0 || spec.limits.processes == 0 ||
      spec.limits.wall.count() <= 0 || spec.limits.cpu.count() <= 0)
    return refuse("a limit is zero:", spec.name);
  return {};
}

Result<PreparedPlan> prepare_plan(const RunSpec& spec, Isolation level, bool as_root) {
  PreparedPlan prepared;
  wire::Plan plan;
  plan.flags = (spec.proc ? std::uint32_t{wire::kProc} : 0U) |
               (spec.record_channel ? std::uint32_t{wire::kRecordChannel} : 0U) |
               (as_root ? std::uint32_t{wire::kTwoIds} : 0U);
  plan.payload_id = wire::kPayloadIdInside;
  plan.root_bytes = root_bytes(spec);
  plan.root_inodes = static_cast<std::uint32_t>(4096 + 4 * spec.files.size());
  plan.cwd = spec.cwd;
  const auto& filter = filter_program(spec.filter);
  plan.filter = {reinterpret_cast<const char*>(filter.data()), filter.size() * sizeof filter[0]};
  plan.argv.assign(spec.argv.begin(), spec.argv.end());
  plan.env.assign(spec.env.begin(), spec.env.end());
  plan.mounts = mounts_of(spec);
  for (wire::Mount& mount : plan.mounts) {
    prepared.mount_names.emplace_back(mount.inside);
    if (!as_root || mount.kind == wire::kTmpfs) continue;
    ASSAY_TRY(Fd tree, open_tree_with_attributes(mount));
    mount.tree = wire::kFirstTree + static_cast<std::int32_t>(prepared.trees.size());
    mount.source = {};
    prepared.trees.push_back(std::move(tree));
  }
  for (const auto& [inside, target] : spec.symlinks) plan.symlinks.push_back({inside, target});
  for (const File& file : spec.files) plan.files.push_back({file.inside, file.bytes, file.mode});
  for (const Export& item : spec.exports) plan.exports.push_back({item.inside, item.max_bytes});
  plan.rlimits = rlimits_of(spec.limits, level, as_root);
  prepared.bytes = wire::encode(plan);
  if (prepared.bytes.size() > wire::kMaxBytes)
    return refuse("the files together are too large:", spec.name);
  return prepared;
}

std::string describe(const wire::Failure& failure, const PreparedPlan& plan, const RunSpec& spec) {
  using wire::Stage;
  std::string text = wire::stage_name(failure.stage);
  const auto add = [&](const auto& list, auto name_of) {
    if (failure.index < list.size()) text += " " + printable_line(name_of(list[failure.index]));
  };
  switch (failure.stage) {
    case Stage::kMountPoint:
    case Stage::kOpenTree:
    case Stage::kTreeAttributes:
    case Stage::kAttachMount:
    case Stage::kTmpfs:
    case Stage::kOverlay:
    case Stage::kLandlock:
      add(plan.mount_names, [](const std::string& inside) { return inside; });
      break;
    case Stage::kSymlink:
      add(spec.symlinks, [](const auto& link) { return link.first; });
      break;
    case Stage::kFile:
      add(spec.files, [](const File& file) { return file.inside; });
      break;
    case Stage::kExec:
      text += " " + printable_line(spec.argv.front());
      break;
    case Stage::kWorkingFolder:
      text += " " + printable_line(spec.cwd);
      break;
    default:
      break;
  }
  return text;
}

}  // namespace assay::sandbox
