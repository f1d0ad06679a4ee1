// Two passes: the first sees every header and no data, the second reads the files
// that were asked for. Exactly the decoder that the first bytes call for is
// switched on; libarchive's "all" would also start external programs.
#include "source/archive_tree.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "base/text.h"
#include "source/assemble.h"
#include "source/git_resolve.h"
#include "source/names.h"

namespace assay::source {
namespace {

constexpr std::size_t kBlock = 65536;
// One compression and the file itself: libarchive would apply the same filter 25 times over.
constexpr int kMaxFilters = 2;

/// libarchive turns names into the locale's encoding. This makes that UTF-8 for the current thread
/// alone, whatever the program has set.
class Utf8Locale {
 public:
  Utf8Locale() {
    static const locale_t kUtf8 = ::newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
    if (kUtf8 != nullptr) before_ = ::uselocale(kUtf8);
  }
  ~Utf8Locale() {
    if (before_ != nullptr) ::uselocale(before_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t before_ = nullptr;
};

void enable(archive* reader, ArchiveFormat format) {
  switch (format) {
    // The reader of the central folder, which is what every other program shows a person.
    case ArchiveFormat::kZip:
      archive_read_support_format_zip_seekable(reader);
      return;
    case ArchiveFormat::kTar:
      break;
    case ArchiveFormat::kTarGzip:
      archive_read_support_filter_gzip(reader);
      break;
    case ArchiveFormat::kTarXz:
      archive_read_support_filter_xz(reader);
      break;
    case ArchiveFormat::kTarZstd:
      archive_read_support_filter_zstd(reader);
      break;
  }
  archive_read_support_format_tar(reader);
}

/// One pass over the archive.
class Reader {
 public:
  enum class Step { kEntry, kEnd, kBroken };

  static Result<Reader> open(int fd, ArchiveFormat format) {
    if (::lseek(fd, 0, SEEK_SET) != 0) return fail_errno("go to the start of the archive");
    Reader reader;
    reader.archive_.reset(archive_read_new());
    if (!reader.archive_) return fail("read an archive: no memory");
    enable(reader.archive_.get(), format);
    reader.broken_ = archive_read_open_fd(reader.archive_.get(), fd, kBlock) < ARCHIVE_WARN ||
                     archive_filter_count(reader.archive_.get()) > kMaxFilters;
    return reader;
  }

  Step next() {
    if (broken_) return Step::kBroken;
    const int result = archive_read_next_header(archive_.get(), &entry_);
    if (result == ARCHIVE_EOF) return Step::kEnd;
    ++index_;
    return result == ARCHIVE_OK || result == ARCHIVE_WARN ? Step::kEntry : Step::kBroken;
  }

  /// Which entry next() gave, from 0.
  [[nodiscard]] std::uint64_t index() const { return index_ - 1; }
  [[nodiscard]] archive_entry* entry() const { return entry_; }
  /// How far the decompressed stream was read.
  [[nodiscard]] std::uint64_t position() const {
    return static_cast<std::uint64_t>(
        std::max<la_int64_t>(0, archive_filter_bytes(archive_.get(), 0)));
  }
  [[nodiscard]] std::string message() const {
    const char* text = archive_error_string(archive_.get());
    return text == nullptr ? "it is compressed twice or not a tar" : printable_line(text);
  }

  /// The data of the entry, at most one byte more than `max_bytes`; nothing if it is damaged.
  std::optional<std::string> data(std::uint64_t max_bytes) {
    std::string bytes;
    char buffer[kBlock];
    while (bytes.size() <= max_bytes) {
      const auto room = std::min<std::uint64_t>(sizeof buffer, max_bytes + 1 - bytes.size());
      const la_ssize_t got = archive_read_data(archive_.get(), buffer, room);
      if (got < 0) return std::nullopt;
      if (got == 0) break;
      bytes.append(buffer, static_cast<std::size_t>(got));
    }
    return bytes;
  }

 private:
  struct Free {
    void operator()(archive* reader) const { archive_read_free(reader); }
  };
  std::unique_ptr<archive, Free> archive_;
  archive_entry* entry_ = nullptr;
  std::uint64_t index_ = 0;
  bool broken_ = false;
};

std::uint64_t declared_size(archive_entry* entry) {
  return static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry)));
}

EntryKind kind_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr) return EntryKind::kSpecial;
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
      return EntryKind::kFile;
    case AE_IFDIR:
      return EntryKind::kFolder;
    case AE_IFLNK:
      return EntryKind::kSymlink;
    default:
      return EntryKind::kSpecial;
  }
}

// "./a/b/" → "a/b"; tar and zip write folders and roots in these ways.
std::string tidied(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return std::string(path == "." ? "" : path);
}

// The end of the ".git" component if there is one: a candidate who packs a whole work tree does no
// wrong, but nothing below is read.
std::size_t git_folder_end(std::string_view path) {
  std::size_t start = 0;
  for (const std::string_view name : split(path, '/')) {
    if (name == ".git") return start + name.size();
    start += name.size() + 1;
  }
  return std::string_view::npos;
}

// What macOS puts beside a file's real data.
bool is_mac_metadata(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return path == "__MACOSX" || path.starts_with("__MACOSX/") || name.starts_with("._");
}

/// The first pass.
class Lister {
 public:
  explicit Lister(const Limits& limits) : limits_(limits) {}

  Listing run(Reader& reader, bool is_tar) {
    for (;;) {
      const Reader::Step step = reader.next();
      if (step == Reader::Step::kEnd) break;
      if (step == Reader::Step::kBroken) {
        reject("broken_archive", "the archive is damaged or of another kind: " + reader.message());
        break;
      }
      if (reader.index() >= limits_.max_files) {
        reject("too_many_files",
               "there are more than " + std::to_string(limits_.max_files) + " files and folders");
        break;
      }
      // A tar's data lies between the headers: going on means decompressing it.
      if (is_tar &&
          reader.position() + declared_size(reader.entry()) > limits_.max_unpacked_bytes) {
        reject("too_large", "the archive unpacks to more than " +
                                std::to_string(limits_.max_unpacked_bytes) + " bytes");
        break;
      }
      add(reader);
    }
    return std::move(listing_);
  }

 private:
  void reject(std::string rule, std::string message) {
    add_finding(listing_.rejected, {"", 0, std::move(rule), std::move(message)});
  }

  void add(const Reader& reader) {
    const char* name = archive_entry_pathname(reader.entry());
    if (name == nullptr) return reject("name_encoding", "the archive holds a name that is no text");
    std::string path = tidied(name);
    if (path.empty() && kind_of(reader.entry()) == EntryKind::kFolder) return;
    if (const std::size_t end = git_folder_end(path); end != std::string::npos) {
      if (git_folders_.insert(path.substr(0, end)).second)
        add_finding(listing_.dropped, {path.substr(0, end), 0, "git_folder",
                                       "a Git repository in an archive is not read"});
      return;
    }
    if (is_mac_metadata(path)) return;
    listing_.entries.push_back(
        {std::move(path), kind_of(reader.entry()), std::to_string(reader.index())});
  }

  const Limits& limits_;
  Listing listing_;
  std::set<std::string> git_folders_;
};

std::string_view first_name(std::string_view path) {
  return path.substr(0, path.find('/'));
}

// The one folder that holds everything, or "".
std::string single_root(const std::vector<Entry>& entries) {
  if (entries.empty()) return "";
  const std::string root(first_name(entries.front().path));
  const bool alone = std::all_of(entries.begin(), entries.end(), [&](const Entry& entry) {
    return first_name(entry.path) == root &&
           (entry.path.size() > root.size() || entry.kind == EntryKind::kFolder);
  });
  return alone && !check_name(root) ? root : "";
}

// Keeps what lies below `folder` and takes `folder` off its name; whether there was anything.
bool descend(const std::string& folder, Listing& listing) {
  const std::string prefix = folder + "/";
  bool found = false;
  const auto below = [&](std::string& path, bool is_folder) {
    found = found || path.starts_with(prefix) || (path == folder && is_folder);
    if (!path.starts_with(prefix)) return false;
    path.erase(0, prefix.size());
    return true;
  };
  std::erase_if(listing.entries,
                [&](Entry& entry) { return !below(entry.path, entry.kind == EntryKind::kFolder); });
  std::erase_if(listing.dropped, [&](Finding& finding) { return !below(finding.path, false); });
  return found;
}

}  // namespace

std::optional<ArchiveFormat> detect_archive(std::string_view first_bytes) {
  using std::string_view_literals::operator""sv;
  for (const auto magic : {"PK\3\4"sv, "PK\5\6"sv})
    if (first_bytes.starts_with(magic)) return ArchiveFormat::kZip;
  if (first_bytes.starts_with("\x1f\x8b"sv)) return ArchiveFormat::kTarGzip;
  if (first_bytes.starts_with("\xfd"
                              "7zXZ\0"sv))
    return ArchiveFormat::kTarXz;
  if (first_bytes.starts_with("\x28\xb5\x2f\xfd"sv)) return ArchiveFormat::kTarZstd;
  if (first_bytes.size() >= 262 && first_bytes.substr(257, 5) == "ustar"sv)
    return ArchiveFormat::kTar;
  return std::nullopt;
}

Result<Listing> ArchiveTree::list(const Limits& limits) {
  const Utf8Locale locale;
  ASSAY_TRY(Reader reader, Reader::open(file_.get(), format_));
  Listing listing = Lister(limits).run(reader, format_ != ArchiveFormat::kZip);
  if (const std::string root = single_root(listing.entries); !root.empty()) descend(root, listing);
  if (subdir_.empty()) return listing;
  std::vector<std::string> folders;
  for (const Entry& entry : listing.entries)
    if (const auto slash = entry.path.rfind('/'); slash != std::string::npos)
      folders.push_back(entry.path.substr(0, slash));
  if (!descend(subdir_, listing) && listing.rejected.empty())
    return fail(ErrorKind::kNotFound,
                "there is no folder " + in_quotes(subdir_) + " in the archive",
                near_names(subdir_, folders));
  return listing;
}

Status ArchiveTree::read(const std::vector<const Entry*>& files, const Limits& limits, Sink& sink) {
  const Utf8Locale locale;
  std::map<std::string, const Entry*> wanted;
  for (const Entry* file : files) wanted.emplace(file->id, file);
  ASSAY_TRY(Reader reader, Reader::open(file_.get(), format_));
  while (!wanted.empty() && reader.next() == Reader::Step::kEntry) {
    const auto at = wanted.find(std::to_string(reader.index()));
    if (at == wanted.end()) continue;
    const Entry& file = *at->second;
    wanted.erase(at);
    if (!sink.admit(file, declared_size(reader.entry()))) continue;
    // The declared size may be a lie, so what comes is counted too.
    std::optional<std::string> bytes = reader.data(limits.max_file_bytes);
    if (!bytes)
      sink.refuse(file, "broken_archive", "the file cannot be unpacked: " + reader.message());
    else if (sink.admit(file, bytes->size()))
      sink.take(file, *std::move(bytes));
  }
  for (const auto& [id, file] : wanted)
    sink.refuse(*file, "broken_archive", "the archive ends before this file");
  return {};
}

}  // namespace assay::source
