// Where groups are made. On v1: below our own group in each hierarchy. On v2 a group
// holds either processes or limits for its children, not both; so below the root of
// the hierarchy if we are root there, else below our own group, whose processes first
// move into a child "assay-supervisor".
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "sandbox/cgroup.h"
#include "sandbox/control_file.h"

namespace assay::sandbox {
namespace fs = std::filesystem;

namespace {

constexpr const char* kSupervisor = "assay-supervisor";
constexpr const char* kDelegateHint =
    "run it as: systemd-run --user --scope --property=Delegate=yes assay … (or as root)";

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> result;
  for (const std::string_view word : split(text, ' '))
    if (!word.empty()) result.push_back(word);
  return result;
}

bool has(const std::vector<std::string_view>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

struct Hierarchy {
  fs::path mount;
  std::string root;  // which group the mount shows at its top
};

struct Mounted {
  std::map<std::string, Hierarchy, std::less<>> v1;  // by controller
  std::optional<Hierarchy> v2;
};

// mountinfo: id parent major:minor root mount-point options … - type source super-options
Result<Mounted> mounted() {
  ASSAY_TRY(const std::string text, read_file("/proc/self/mountinfo"));
  Mounted result;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t dash = line.find(" - ");
    if (dash == std::string_view::npos) continue;
    const auto before = words(line.substr(0, dash));
    const auto after = words(line.substr(dash + 3));
    if (before.size() < 5 || after.size() < 3) continue;
    const Hierarchy here{std::string(before[4]), std::string(before[3])};
    if (after[0] == "cgroup2" && !result.v2) result.v2 = here;
    if (after[0] != "cgroup") continue;
    for (const std::string_view option : split(after[2], ','))
      result.v1.try_emplace(std::string(option), here);
  }
  return result;
}

// Our group in the hierarchy of `controller` ("" is v2), as /proc/self/cgroup names it.
Result<std::string> own_group(std::string_view controller) {
  ASSAY_TRY(const std::string text, read_file("/proc/self/cgroup"));
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == line.npos ? line.npos : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    if (controller.empty() ? controllers.empty() : has(split(controllers, ','), controller))
      return std::string(line.substr(second + 1));
  }
  return fail("find our cgroup for the controller " + std::string(controller));
}

// Where a group is seen under the mount. If the mount shows another part of the tree (a container
// without a cgroup namespace), its top is the best that there is.
fs::path place(const Hierarchy& hierarchy, const std::string& group) {
  std::string_view rest = group;
  if (hierarchy.root != "/") {
    if (!group.starts_with(hierarchy.root)) return hierarchy.mount;
    rest.remove_prefix(hierarchy.root.size());
  }
  while (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
  if (rest.starts_with("..")) return hierarchy.mount;
  const fs::path path = rest.empty() ? hierarchy.mount : hierarchy.mount / rest;
  std::error_code ec;
  return fs::is_directory(path, ec) ? path : hierarchy.mount;
}

Status check_writable(const fs::path& folder) {
  if (::access(folder.c_str(), W_OK) == 0) return {};
  return fail_errno("make cgroups in " + folder.string(), errno, kDelegateHint);
}

bool controls(const fs::path& file, std::initializer_list<std::string_view> wanted) {
  std::string text = read_file(file, 4096).value_or("");
  if (!text.empty() && text.back() == '\n') text.pop_back();
  const auto there = words(text);
  return std::all_of(wanted.begin(), wanted.end(), [&](auto item) { return has(there, item); });
}

// A group with processes cannot give controllers to its children; the top of the hierarchy can.
Status move_members_down(const fs::path& folder) {
  const fs::path below = folder / kSupervisor;
  if (::mkdir(below.c_str(), 0755) != 0 && errno != EEXIST)
    return fail_errno("make the cgroup " + below.string(), errno, kDelegateHint);
  ASSAY_TRY(const std::string members, read_file(folder / "cgroup.procs"));
  for (const std::string_view pid : split(members, '\n'))
    if (!pid.empty() && pid != "0") {
      // A process that has ended meanwhile needs no move.
      const Status moved = write_control(below / "cgroup.procs", pid);
      std::error_code ec;
      if (!moved && fs::exists("/proc/" + std::string(pid), ec))
        return fail(moved.error().message, kDelegateHint);
    }
  return {};
}

Status give_controllers_to_children(const fs::path& folder) {
  const fs::path file = folder / "cgroup.subtree_control";
  if (!controls(folder / "cgroup.controllers", {"memory", "pids"}))
    return fail("find the controllers memory and pids in " + folder.string(), kDelegateHint);
  std::error_code ec;
  const bool top = !fs::exists(folder / "cgroup.type", ec);
  if (!controls(file, {"memory", "pids"})) {
    ASSAY_CHECK(check_writable(file));
    if (!top) ASSAY_CHECK(move_members_down(folder));
    ASSAY_CHECK(write_control(file, "+memory +pids"));
  }
  // Needed only where a run limits its share of the CPUs; the accounting is there without.
  if (controls(folder / "cgroup.controllers", {"cpu"}) && !controls(file, {"cpu"}))
    (void)write_control(file, "+cpu");
  return {};
}

}  // namespace

struct CgroupFinder {
  static CgroupTree v2_at(const fs::path& folder) {
    CgroupTree tree;
    tree.version_ = 2;
    tree.memory_ = tree.pids_ = tree.cpu_ = tree.cpuacct_ = folder;
    return tree;
  }

  static Result<CgroupTree> v2(const Hierarchy& hierarchy) {
    ASSAY_TRY(const std::string group, own_group(""));
    fs::path own = place(hierarchy, group);
    if (own.filename() == kSupervisor) own = own.parent_path();
    const fs::path folder = ::geteuid() == 0 ? hierarchy.mount : own;
    ASSAY_CHECK(check_writable(folder));
    ASSAY_CHECK(give_controllers_to_children(folder));
    return v2_at(folder);
  }

  static Result<CgroupTree> v1(const Mounted& found, const std::optional<fs::path>& below) {
    CgroupTree tree;
    tree.version_ = 1;
    const std::pair<const char*, fs::path*> wanted[] = {{"memory", &tree.memory_},
                                                        {"pids", &tree.pids_},
                                                        {"cpu", &tree.cpu_},
                                                        {"cpuacct", &tree.cpuacct_}};
    for (const auto& [controller, folder] : wanted) {
      const auto hierarchy = found.v1.find(controller);
      if (hierarchy == found.v1.end())
        return fail(std::string("find the cgroup controller ") + controller,
                    "mount it, or boot with the unified hierarchy");
      ASSAY_TRY(const std::string group, own_group(controller));
      *folder = below ? hierarchy->second.mount / *below : place(hierarchy->second, group);
      ASSAY_CHECK(check_writable(*folder));
    }
    return tree;
  }
};

Result<CgroupTree> CgroupTree::open(const std::optional<fs::path>& parent) {
  ASSAY_TRY(const Mounted found, mounted());
  if (parent && parent->is_absolute()) {
    ASSAY_CHECK(check_writable(*parent));
    ASSAY_CHECK(give_controllers_to_children(*parent));
    return CgroupFinder::v2_at(*parent);
  }
  // On a hybrid machine v2 is mounted too, without the controllers that matter.
  if (found.v1.contains("memory") && found.v1.contains("pids"))
    return CgroupFinder::v1(found, parent);
  if (!found.v2) return fail("find a cgroup hierarchy", "mount cgroup2 on /sys/fs/cgroup");
  return CgroupFinder::v2(*found.v2);
}

std::vector<fs::path> CgroupTree::folders(const std::string& name) const {
  std::vector<fs::path> result;
  for (const fs::path* parent : {&memory_, &pids_, &cpu_, &cpuacct_})
    if (std::find(result.begin(), result.end(), *parent / name) == result.end())
      result.push_back(*parent / name);
  return result;
}

std::string CgroupTree::describe() const {
  return "cgroup v" + std::to_string(version_) + ", below " + memory_.string();
}

}  // namespace assay::sandbox
