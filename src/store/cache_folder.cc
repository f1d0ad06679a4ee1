#include "store/cache_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <thread>

#include "base/text.h"
#include "store/transaction.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kFile = "results.db";
constexpr std::int64_t kApplicationId = 0x41737263;  // "Asrc"
constexpr std::int64_t kVersion = 1;
// A cache that is locked for longer costs more than it saves.
constexpr auto kBusyTimeout = 2s;
constexpr auto kOpeningTimeout = 10s;

constexpr const char* kTables = R"sql(
  -- `bytes` is `size` bytes deflated, `digest` their SHA-256; `kept` is how long `bytes` is.
  CREATE TABLE result(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE CHECK (length(key) = 64),
    last_use INTEGER NOT NULL,
    kept INTEGER NOT NULL CHECK (kept >= 0),
    size INTEGER NOT NULL CHECK (size BETWEEN 0 AND 268435456),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX result_by_use ON result(last_use, id, kept);
)sql";

tl::unexpected<Error> not_ours(const fs::path& path) {
  return fail("use the result cache: " + printable_line(path.string()) +
                  " is another user's, can be written to by others, or is no plain file or folder",
              "remove it, or take the right to write from others (chmod go-w)");
}

bool is_ours(const struct stat& status) {
  return status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// Held while a database is opened, made or replaced.
Result<Fd> lock_folder(const fs::path& folder) {
  Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return fail_errno("open " + printable_line(folder.string()));
  const auto deadline = std::chrono::steady_clock::now() + kOpeningTimeout;
  while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return fail_errno("lock " + printable_line(folder.string()));
    if (std::chrono::steady_clock::now() > deadline)
      return fail("another process has held the result cache in " +
                      printable_line(folder.string()) + " for ten seconds",
                  "`fuser -v` on that folder shows which: end it");
    std::this_thread::sleep_for(5ms);
  }
  return fd;
}

/// An empty file is SQLite's beginning of a database; made by us so that its mode is ours.
Status require_own_file(const fs::path& file) {
  struct stat status {};
  const Fd made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (made) return {};
  if (errno != EEXIST)
    return fail_errno("make " + printable_line(file.string()), errno,
                      "see that your user may write in the folder, and that the disk has room");
  if (::lstat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || !is_ours(status))
    return not_ours(file);
  return {};
}

Status move_aside(const fs::path& file) {
  const std::string aside = file.string() + ".damaged";
  if (::rename(file.c_str(), aside.c_str()) != 0 && errno != ENOENT)
    return fail_errno("rename " + printable_line(file.string()) + " to " + printable_line(aside));
  // A log that stayed would be taken for the new database's.
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    const std::string name = file.string() + suffix;
    if (::unlink(name.c_str()) != 0 && errno != ENOENT)
      return fail_errno("remove " + printable_line(name));
  }
  return {};
}

Status make_tables(Database& database) {
  // So that prune() can give space back in place, on a full disk too.
  ASSAY_CHECK(database.run("make the result cache", "PRAGMA auto_vacuum = INCREMENTAL"));
  ASSAY_CHECK(database.use_wal("NORMAL"));
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "make the result cache"));
  ASSAY_CHECK(database.run("make the result cache", kTables));
  const std::string marks = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                            "; PRAGMA user_version = " + std::to_string(kVersion);
  ASSAY_CHECK(database.run("make the result cache", marks.c_str()));
  return transaction.commit();
}

/// Makes the tables of a new one; says that a stranger is damaged.
Status recognise(Database& database) {
  ASSAY_TRY(const std::int64_t application, database.number("open", "PRAGMA application_id"));
  ASSAY_TRY(const std::int64_t version, database.number("open", "PRAGMA user_version"));
  ASSAY_TRY(const std::int64_t tables,
            database.number("open", "SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && tables == 0) return make_tables(database);
  if (application != kApplicationId || version < 1 || tables == 0)
    return database.damaged("open", "it is no result cache");
  if (version > kVersion)
    return fail(ErrorKind::kUsage,
                printable_line(database.file().string()) + " was made by a newer assay",
                "use that assay, or remove the file: it is a cache");
  return database.use_wal("NORMAL");  // synced at checkpoints: a power cut costs the last entries
}

/// Nothing if the file is damaged.
Result<std::optional<Database>> try_open(const fs::path& file) {
  ASSAY_CHECK(require_own_file(file));
  ASSAY_TRY(Database database, Database::open(file, Database::Access::kWrite, kBusyTimeout,
                                              "it is a cache: remove the file"));
  const Status recognised = recognise(database);
  if (recognised) return database;
  if (database.damage_seen()) return std::nullopt;
  return tl::unexpected(recognised.error());
}

Result<Database> attach_locked(const fs::path& file) {
  ASSAY_TRY(std::optional<Database> database, try_open(file));
  if (database) return *std::move(database);
  ASSAY_CHECK(move_aside(file));
  ASSAY_TRY(std::optional<Database> anew, try_open(file));
  if (anew) return *std::move(anew);
  return fail("begin a new result cache in " + printable_line(file.parent_path().string()) +
                  ": it is damaged at once",
              "the disk may be failing (`dmesg`); `--no-cache` goes without");
}

}  // namespace

Result<fs::path> own_folder(const fs::path& folder) {
  std::error_code ec;
  const fs::path absolute = fs::absolute(folder, ec);
  if (!ec) fs::create_directories(absolute.parent_path(), ec);
  if (!ec && ::mkdir(absolute.c_str(), 0700) != 0 && errno != EEXIST)
    return fail_errno("make the folder " + printable_line(folder.string()));
  fs::path real;
  if (!ec) real = fs::canonical(absolute, ec);
  if (ec) return fail("make the folder " + printable_line(folder.string()) + ": " + ec.message());
  struct stat status {};
  if (::lstat(real.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || !is_ours(status))
    return not_ours(real);
  return real;
}

Result<Database> attach_cache(const fs::path& folder) {
  ASSAY_TRY(const Fd lock, lock_folder(folder));
  return attach_locked(folder / kFile);
}

Result<Database> replace_cache(const fs::path& folder, Database broken) {
  ASSAY_TRY(const Fd lock, lock_folder(folder));
  const fs::path file = folder / kFile;
  const bool is_still_there = !broken.has_moved();
  { const Database closed = std::move(broken); }
  if (is_still_there) ASSAY_CHECK(move_aside(file));
  return attach_locked(file);
}

}  // namespace assay::store
