// The root file system: everything is attached below one tmpfs, which then becomes
// "/". Every path is resolved with openat2 below that tmpfs, so a symlink inside a
// bound folder cannot lead a mount or a file elsewhere.
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "sandbox/helper/helper.h"

namespace assay::sandbox::helper {

using wire::Stage;

int open_inside(int root, std::string_view path, std::uint64_t flags, std::uint64_t mode,
                std::uint64_t more_resolve) {
  open_how how{};
  how.flags = flags | O_CLOEXEC;
  how.mode = mode;
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | more_resolve;
  const std::string name(path);
  return static_cast<int>(::syscall(SYS_openat2, root, name.c_str(), &how, sizeof how));
}

namespace {

constexpr const char* kBase = "/tmp";  // any folder will do: it is covered in our namespace only

struct Name {
  std::string folder;
  std::string last;
};

Name split_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return {std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

// Opens a folder below root, making what is missing.
int make_folders(int root, std::string_view path) {
  int fd = open_inside(root, path.empty() ? "/" : path, O_PATH | O_DIRECTORY);
  if (fd >= 0 || errno != ENOENT) return fd;
  const Name name = split_name(path);
  const int parent = make_folders(root, name.folder);
  if (parent < 0) return -1;
  if (::mkdirat(parent, name.last.c_str(), 0755) != 0 && errno != EEXIST) return -1;
  ::close(parent);
  return open_inside(root, path, O_PATH | O_DIRECTORY);
}

// A folder or an empty file to mount on.
int make_mount_point(int root, std::string_view path, bool folder) {
  if (folder) return make_folders(root, path);
  const int fd = open_inside(root, path, O_PATH);
  if (fd >= 0 || errno != ENOENT) return fd;
  const int parent = make_folders(root, split_name(path).folder);
  if (parent < 0) return -1;
  ::close(parent);
  const int made = open_inside(root, path, O_CREAT | O_EXCL | O_WRONLY, 0444);
  if (made < 0) return -1;
  ::close(made);
  return open_inside(root, path, O_PATH);
}

unsigned attributes(const wire::Mount& mount, unsigned extra = 0) {
  unsigned result = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | extra;
  if ((mount.flags & wire::kExecutable) == 0) result |= MOUNT_ATTR_NOEXEC;
  return result;
}

// A file system of its own, not attached anywhere yet; -1 and errno on failure.
int new_tmpfs(std::uint64_t bytes, std::uint32_t inodes, const char* mode, unsigned attrs) {
  const int fs = ::fsopen("tmpfs", FSOPEN_CLOEXEC);
  if (fs < 0) return -1;
  const std::string size = std::to_string(bytes);
  const std::string nodes = std::to_string(inodes);
  if (::fsconfig(fs, FSCONFIG_SET_STRING, "size", size.c_str(), 0) != 0 ||
      ::fsconfig(fs, FSCONFIG_SET_STRING, "nr_inodes", nodes.c_str(), 0) != 0 ||
      ::fsconfig(fs, FSCONFIG_SET_STRING, "mode", mode, 0) != 0 ||
      ::fsconfig(fs, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
    return -1;
  const int mount = ::fsmount(fs, FSMOUNT_CLOEXEC, attrs);
  ::close(fs);
  return mount;
}

bool attach(int tree, int target) {
  return ::move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == 0;
}

bool is_folder(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
}

// The detached trees to bind and to put below overlays, by mount: handed over by the launcher, who
// could reach them with the host's rights, or opened here, while the host can still be seen.
std::vector<int> open_trees(const wire::Plan& plan) {
  std::vector<int> trees;
  for (const wire::Mount& mount : plan.mounts) {
    const auto index = static_cast<std::uint32_t>(trees.size());
    trees.push_back(mount.tree);
    if (mount.tree >= 0 || mount.kind == wire::kTmpfs) continue;
    const int tree = ::open_tree(AT_FDCWD, c_string(mount.source),
                                 OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    require(tree >= 0, Stage::kOpenTree, index);
    const bool writable = mount.kind == wire::kBind && (mount.flags & wire::kWritable) != 0;
    mount_attr attr{};
    attr.attr_set = attributes(mount, writable ? 0 : MOUNT_ATTR_RDONLY);
    require(::mount_setattr(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr) == 0,
            Stage::kTreeAttributes, index);
    trees.back() = tree;
  }
  return trees;
}

void bind(int root, const wire::Mount& mount, int tree, std::uint32_t index) {
  const int target = make_mount_point(root, mount.inside, is_folder(tree));
  require(target >= 0, Stage::kMountPoint, index);
  require(attach(tree, target), Stage::kAttachMount, index);
  ::close(tree);
  ::close(target);
}

void tmpfs(int root, const wire::Mount& mount, std::uint32_t index) {
  const int fs = new_tmpfs(mount.bytes, mount.inodes, "1777", attributes(mount));
  require(fs >= 0, Stage::kTmpfs, index);
  const int target = make_folders(root, mount.inside);
  require(target >= 0, Stage::kMountPoint, index);
  require(attach(fs, target), Stage::kAttachMount, index);
  ::close(fs);
  ::close(target);
}

// A folder with two links, its name and its ".", has no folder in it to look for: of the 256 of a
// build cache none has. (File systems that do not count links say 1.)
bool may_hold_folders(int folder) {
  struct stat status {};
  return ::fstat(folder, &status) != 0 || status.st_nlink != 2;
}

// The folders of the lower layer exist in the upper one from the start, writable. Without that
// the kernel would have to copy a folder up before a file is made in it, and give the copy its
// owner, who has no id in this user namespace: EOVERFLOW.
void mirror_folders(int lower, int upper, std::uint32_t index, int depth) {
  const int reading = ::openat(lower, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  require(reading >= 0, Stage::kOverlay, index);
  DIR* stream = ::fdopendir(reading);
  require(stream != nullptr, Stage::kOverlay, index);
  while (const dirent* entry = ::readdir(stream)) {
    if (entry->d_type != DT_DIR || std::strcmp(entry->d_name, ".") == 0 ||
        std::strcmp(entry->d_name, "..") == 0)
      continue;
    require(::mkdirat(upper, entry->d_name, 0777) == 0, Stage::kOverlay, index);
    if (depth <= 1) continue;
    const int below = ::openat(lower, entry->d_name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    require(below >= 0, Stage::kOverlay, index);
    if (may_hold_folders(below)) {
      const int above = ::openat(upper, entry->d_name, O_PATH | O_DIRECTORY | O_CLOEXEC);
      require(above >= 0, Stage::kOverlay, index);
      mirror_folders(below, above, index, depth - 1);
      ::close(above);
    }
    ::close(below);
  }
  ::closedir(stream);
}

// The layers live on a tmpfs that is detached again at once: the overlay keeps them alive, and no
// path leads to them.
void overlay(int root, const wire::Mount& mount, int tree, std::uint32_t index) {
  constexpr std::string_view kLayers = "/.layers";
  const int base = new_tmpfs(mount.bytes, mount.inodes, "0755", attributes(mount));
  require(base >= 0, Stage::kTmpfs, index);
  const int spot = make_folders(root, kLayers);
  require(spot >= 0 && attach(base, spot), Stage::kOverlay, index);
  for (const char* folder : {"lower", "upper", "work"})
    require(::mkdirat(base, folder, 0777) == 0, Stage::kOverlay, index);

  const int lower = ::openat(base, "lower", O_PATH | O_DIRECTORY | O_CLOEXEC);
  require(lower >= 0 && attach(tree, lower), Stage::kOverlay, index);
  const int upper = ::openat(base, "upper", O_PATH | O_DIRECTORY | O_CLOEXEC);
  require(upper >= 0, Stage::kOverlay, index);
  mirror_folders(tree, upper, index, 2);

  const int fs = ::fsopen("overlay", FSOPEN_CLOEXEC);
  require(fs >= 0, Stage::kOverlay, index);
  const std::string at = std::string(kBase) + std::string(kLayers);
  require(::fsconfig(fs, FSCONFIG_SET_STRING, "lowerdir", (at + "/lower").c_str(), 0) == 0 &&
              ::fsconfig(fs, FSCONFIG_SET_STRING, "upperdir", (at + "/upper").c_str(), 0) == 0 &&
              ::fsconfig(fs, FSCONFIG_SET_STRING, "workdir", (at + "/work").c_str(), 0) == 0 &&
              ::fsconfig(fs, FSCONFIG_SET_FLAG, "userxattr", nullptr, 0) == 0 &&
              ::fsconfig(fs, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0,
          Stage::kOverlay, index);
  const int merged = ::fsmount(fs, FSMOUNT_CLOEXEC, attributes(mount));
  require(merged >= 0, Stage::kOverlay, index);
  for (const int fd : {fs, tree, lower, upper, base, spot}) ::close(fd);
  require(::umount2(at.c_str(), MNT_DETACH) == 0, Stage::kOverlay, index);
  require(::rmdir(at.c_str()) == 0, Stage::kOverlay, index);

  const int target = make_folders(root, mount.inside);
  require(target >= 0, Stage::kMountPoint, index);
  require(attach(merged, target), Stage::kAttachMount, index);
  ::close(merged);
  ::close(target);
}

void write_file(int root, const wire::File& file, std::uint32_t index) {
  const int parent = make_folders(root, split_name(file.inside).folder);
  require(parent >= 0, Stage::kFile, index);
  ::close(parent);
  const int fd = open_inside(root, file.inside, O_CREAT | O_EXCL | O_WRONLY, 0600);
  require(fd >= 0, Stage::kFile, index);
  std::string_view rest = file.bytes;
  while (!rest.empty()) {
    const ssize_t put = ::write(fd, rest.data(), rest.size());
    require(put > 0, Stage::kFile, index);
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
  require(::fchmod(fd, file.mode) == 0, Stage::kFile, index);
  ::close(fd);
}

void make_symlink(int root, const wire::Symlink& link, std::uint32_t index) {
  const Name name = split_name(link.inside);
  const int parent = make_folders(root, name.folder);
  require(parent >= 0, Stage::kSymlink, index);
  require(::symlinkat(c_string(link.target), parent, name.last.c_str()) == 0, Stage::kSymlink,
          index);
  ::close(parent);
}

// The host's nodes, because none can be made in a user namespace. Only these mounts allow devices.
void bind_devices(int root) {
  std::uint32_t index = 0;
  for (const char* node : {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}) {
    const int tree = ::open_tree(AT_FDCWD, node, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    require(tree >= 0, Stage::kDevice, index);
    mount_attr attr{};
    attr.attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_RDONLY;
    require(::mount_setattr(tree, "", AT_EMPTY_PATH, &attr, sizeof attr) == 0, Stage::kDevice,
            index);
    const int target = make_mount_point(root, node, false);
    require(target >= 0 && attach(tree, target), Stage::kDevice, index);
    ::close(tree);
    ::close(target);
    ++index;
  }
}

// Only processes, and only one's own: no /proc/sys, no other file of the kernel.
void mount_proc(int root) {
  const int fs = ::fsopen("proc", FSOPEN_CLOEXEC);
  require(fs >= 0, Stage::kProc);
  require(::fsconfig(fs, FSCONFIG_SET_STRING, "subset", "pid", 0) == 0 &&
              ::fsconfig(fs, FSCONFIG_SET_STRING, "hidepid", "invisible", 0) == 0 &&
              ::fsconfig(fs, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0,
          Stage::kProc);
  const int proc =
      ::fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
  require(proc >= 0, Stage::kProc);
  const int target = make_folders(root, "/proc");
  require(target >= 0 && attach(proc, target), Stage::kProc);
  for (const int fd : {fs, proc, target}) ::close(fd);
}

void enter(int root) {
  require(::fchdir(root) == 0, Stage::kPivot);
  require(::syscall(SYS_pivot_root, ".", ".") == 0, Stage::kPivot);
  require(::umount2(".", MNT_DETACH) == 0, Stage::kPivot);
  require(::chdir("/") == 0, Stage::kPivot);
  mount_attr attr{};
  attr.attr_set = MOUNT_ATTR_RDONLY;
  require(::mount_setattr(AT_FDCWD, "/", 0, &attr, sizeof attr) == 0, Stage::kRootReadOnly);
  // The kernel says "(unreachable)/…" if the folder is outside the root.
  char here[64];
  require(::syscall(SYS_getcwd, here, sizeof here) > 0, Stage::kOutside);
  if (here[0] != '/') give_up(Stage::kOutside, 0, EXDEV);
}

}  // namespace

void make_root(const wire::Plan& plan) {
  const std::vector<int> trees = open_trees(plan);
  const int base = new_tmpfs(plan.root_bytes, plan.root_inodes, "0755",
                             MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
  require(base >= 0, Stage::kRoot);
  require(::move_mount(base, "", AT_FDCWD, kBase, MOVE_MOUNT_F_EMPTY_PATH) == 0, Stage::kRoot);
  ::close(base);
  const int root = ::open(kBase, O_PATH | O_DIRECTORY | O_CLOEXEC);
  require(root >= 0, Stage::kRoot);

  std::uint32_t index = 0;
  for (const wire::Mount& mount : plan.mounts) {
    if (mount.kind == wire::kBind) bind(root, mount, trees[index], index);
    if (mount.kind == wire::kTmpfs) tmpfs(root, mount, index);
    if (mount.kind == wire::kOverlay) overlay(root, mount, trees[index], index);
    ++index;
  }
  bind_devices(root);
  if ((plan.flags & wire::kProc) != 0) mount_proc(root);
  index = 0;
  for (const wire::Symlink& link : plan.symlinks) make_symlink(root, link, index++);
  index = 0;
  for (const wire::File& file : plan.files) write_file(root, file, index++);
  enter(root);
  ::close(root);
}

}  // namespace assay::sandbox::helper
