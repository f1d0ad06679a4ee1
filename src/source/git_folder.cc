// The layout is that of gitrepository-layout(5). libgit2 is handed the objects
// folder only after everything in it was seen to be a plain file or folder, since
// it follows links and alternates.
#include "source/git_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <utility>
#include <vector>

#include "base/text.h"
#include "source/beneath.h"
#include "source/git_objects.h"
#include "source/names.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxSmallFile = 4096;
constexpr std::uint64_t kMaxPackedRefs = 64ULL << 20;
constexpr std::size_t kMaxRefs = 200'000;
constexpr int kMaxRefDepth = 16;

std::string first_line(const std::string& text) {
  std::string line = text.substr(0, text.find('\n'));
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
  return line;
}

Result<Fd> open_folder(const fs::path& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd) return fd;
  if (errno == ENOENT || errno == ENOTDIR)
    return fail(ErrorKind::kNotFound, "there is no folder " + in_quotes(path.string()));
  return fail_errno("open " + in_quotes(path.string()), errno, "check that you may read it");
}

enum class Presence { kNone, kFile, kFolder, kLink, kOther };

Presence presence(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return Presence::kNone;
  if (S_ISREG(status.st_mode)) return Presence::kFile;
  if (S_ISDIR(status.st_mode)) return Presence::kFolder;
  return S_ISLNK(status.st_mode) ? Presence::kLink : Presence::kOther;
}

tl::unexpected<Error> reaches_out(const fs::path& repository, const std::string& how) {
  return fail(ErrorKind::kUsage,
              "the repository " + in_quotes(repository.string()) + " is not whole: " + how,
              "make a self-contained copy: git clone --no-local --bare REPOSITORY COPY.git");
}

// A linked work tree: its `.git` file names <main>/worktrees/<name>. Anybody can write such a file
// and point it at somebody else's repository, so the main repository must point back.
Result<std::pair<fs::path, fs::path>> follow_git_file(const fs::path& git_file) {
  const fs::path work_tree = git_file.parent_path();
  ASSAY_TRY(const Fd folder, open_folder(work_tree));
  ASSAY_TRY(const auto text, read_beneath(folder.get(), ".git", kMaxSmallFile));
  const std::string line = first_line(text.value_or(""));
  if (!line.starts_with("gitdir: "))
    return fail(ErrorKind::kNotFound, in_quotes(git_file.string()) + " is not a repository");
  const fs::path target = (work_tree / line.substr(8)).lexically_normal();
  const fs::path common = target.parent_path().parent_path();
  if (target.parent_path().filename() != "worktrees")
    return reaches_out(work_tree, "its .git file points at " + in_quotes(target.string()));
  ASSAY_TRY(const Fd own, open_folder(target));
  ASSAY_TRY(const auto common_line, read_beneath(own.get(), "commondir", kMaxSmallFile));
  ASSAY_TRY(const auto back_line, read_beneath(own.get(), "gitdir", kMaxSmallFile));
  std::error_code ec;
  const fs::path back = target / first_line(back_line.value_or(""));
  if (!common_line || first_line(*common_line) != "../.." || !back_line ||
      !fs::equivalent(back, git_file, ec))
    return reaches_out(work_tree, "its .git file points at " + in_quotes(target.string()) +
                                      ", which does not know this work tree");
  return std::pair(target, common);
}

Status vet_names(int dir, const std::string& folder, FileKind expected) {
  std::string bad;
  ASSAY_CHECK(for_each_entry(dir, [&](std::string_view name, FileKind kind) {
    if (kind == expected || kind == FileKind::kFolder) return true;
    bad = folder + "/" + std::string(name);
    return false;
  }));
  if (bad.empty()) return {};
  return fail(ErrorKind::kUsage, "'" + printable_line(bad) + "' is not a regular file");
}

Status vet_alternates(int objects) {
  for (const char* name : {"info/alternates", "info/http-alternates"}) {
    ASSAY_TRY(const auto text, read_beneath(objects, name, kMaxPackedRefs));
    if (text && text->find_first_not_of(" \t\r\n") != std::string::npos)
      return fail(ErrorKind::kUsage,
                  "it borrows objects from another place (objects/" + std::string(name) + ")");
  }
  return {};
}

Status vet_objects(int common) {
  ASSAY_TRY(const auto objects, open_beneath(common, "objects", O_RDONLY | O_DIRECTORY));
  if (!objects) return fail(ErrorKind::kUsage, "it has no objects folder");
  std::vector<std::string> folders;
  std::string bad;
  ASSAY_CHECK(for_each_entry(objects->get(), [&](std::string_view name, FileKind kind) {
    if (kind == FileKind::kFolder)
      folders.emplace_back(name);
    else if (kind != FileKind::kFile)
      bad = name;
    return bad.empty();
  }));
  if (!bad.empty())
    return fail(ErrorKind::kUsage, "'objects/" + printable_line(bad) + "' is a link");
  for (const std::string& name : folders) {
    ASSAY_TRY(const auto folder, open_beneath(objects->get(), name, O_RDONLY | O_DIRECTORY));
    if (folder) ASSAY_CHECK(vet_names(folder->get(), "objects/" + name, FileKind::kFile));
  }
  return vet_alternates(objects->get());
}

bool is_ref_value(std::string_view value) {
  if (value.starts_with("ref: ")) return true;
  return (value.size() == 40 || value.size() == 64) && is_hex(value);
}

void parse_packed_refs(std::string_view text, std::map<std::string, std::string>& refs) {
  for (std::string_view line : split(text, '\n')) {
    const std::size_t space = line.find(' ');
    if (line.empty() || line[0] == '#' || line[0] == '^' || space == std::string_view::npos)
      continue;
    if (is_ref_value(line.substr(0, space)) && refs.size() < kMaxRefs)
      refs.try_emplace(std::string(line.substr(space + 1)), line.substr(0, space));
  }
}

// Loose references below `folder`; a loose one hides a packed one of the same name.
Status collect_loose(int common, const std::string& folder, int depth,
                     std::map<std::string, std::string>& refs) {
  ASSAY_TRY(const auto dir, open_beneath(common, folder, O_RDONLY | O_DIRECTORY));
  if (!dir || depth == kMaxRefDepth) return {};
  std::vector<std::pair<std::string, FileKind>> entries;
  ASSAY_CHECK(for_each_entry(dir->get(), [&](std::string_view name, FileKind kind) {
    entries.emplace_back(name, kind);
    return entries.size() < kMaxRefs;
  }));
  for (const auto& [name, kind] : entries) {
    const std::string full = folder + "/" + name;
    if (kind == FileKind::kFolder) ASSAY_CHECK(collect_loose(common, full, depth + 1, refs));
    if (kind != FileKind::kFile || refs.size() >= kMaxRefs) continue;
    ASSAY_TRY(const auto text, read_beneath(common, full, kMaxSmallFile));
    const std::string value = first_line(text.value_or(""));
    if (is_ref_value(value)) refs.insert_or_assign(full, value);
  }
  return {};
}

bool looks_bare(const fs::path& path) {
  return presence(path / "HEAD") == Presence::kFile &&
         presence(path / "objects") != Presence::kNone &&
         presence(path / "refs") != Presence::kNone;
}

}  // namespace

Status GitFolder::read_refs(int common) {
  ASSAY_TRY(const auto packed, read_beneath(common, "packed-refs", kMaxPackedRefs));
  if (packed) parse_packed_refs(*packed, refs_);
  return collect_loose(common, "refs", 0, refs_);
}

Result<GitFolder> GitFolder::open(const fs::path& own, const fs::path& common) {
  GitFolder folder;
  folder.objects_ = common / "objects";
  ASSAY_TRY(const Fd own_fd, open_folder(own));
  ASSAY_TRY(const Fd common_fd, open_folder(common));
  ASSAY_TRY(const auto head, read_beneath(own_fd.get(), "HEAD", kMaxSmallFile));
  folder.head_ = first_line(head.value_or(""));
  if (!is_ref_value(folder.head_))
    return fail(ErrorKind::kNotFound,
                in_quotes(own.string()) + " is not a Git repository: it has no HEAD");
  ASSAY_TRY(const auto outside, read_beneath(common_fd.get(), "commondir", kMaxSmallFile));
  if (outside) return reaches_out(common, "it has a commondir file");
  ASSAY_TRY(const auto reftable, open_beneath(common_fd.get(), "reftable", O_RDONLY | O_DIRECTORY));
  if (reftable)
    return fail(ErrorKind::kUsage,
                "the repository " + in_quotes(common.string()) +
                    " keeps its references as "
                    "reftable, which is not supported",
                "git refs migrate --ref-format=files");
  if (Status vetted = vet_objects(common_fd.get()); !vetted)
    return reaches_out(common, vetted.error().message);
  ASSAY_TRY(const auto shallow, read_beneath(common_fd.get(), "shallow", kMaxPackedRefs));
  folder.shallow_ = shallow && !shallow->empty();
  ASSAY_CHECK(folder.read_refs(common_fd.get()));
  return folder;
}

Result<std::optional<GitFolder>> GitFolder::find(const fs::path& named) {
  ASSAY_TRY(const Fd exists, open_folder(named));
  std::error_code ec;
  const fs::path path = fs::canonical(named, ec);
  if (ec) return fail("open " + in_quotes(named.string()) + ": " + ec.message());
  const fs::path git = path / ".git";
  switch (presence(git)) {
    case Presence::kFolder:
      return open(git, git);
    case Presence::kFile: {
      ASSAY_TRY(const auto folders, follow_git_file(git));
      return open(folders.first, folders.second);
    }
    case Presence::kLink:
      return reaches_out(path, "its .git is a symbolic link");
    case Presence::kOther:
      return reaches_out(path, "its .git is neither a file nor a folder");
    case Presence::kNone:
      break;
  }
  if (looks_bare(path)) return open(path, path);
  return std::nullopt;
}

}  // namespace assay::source
