#include "store/run_schema.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "base/fd.h"
#include "base/text.h"
#include "store/transaction.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

// What is not stored cannot contradict the rest: whether a task is pending follows from its
// results. Nothing is ever deleted, so ids rise, and they alone decide what is newer: clocks may go
// back. Columns that other programs' bytes get into are compared and copied, never computed with.
constexpr const char* kTables = R"sql(
  CREATE TABLE run(
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*')
  ) STRICT;

  -- Which exercises were graded with: 0 is the batch itself, each regrade has the next number.
  CREATE TABLE generation(
    number INTEGER PRIMARY KEY CHECK (number >= 0),
    reason TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preview', 'applied', 'dropped')),
    CHECK (number > 0 OR state = 'applied')
  ) STRICT;

  CREATE TABLE task(
    id INTEGER PRIMARY KEY CHECK (id > 0),
    candidate TEXT NOT NULL,
    exercise TEXT NOT NULL,
    entry TEXT NOT NULL,
    UNIQUE (candidate, exercise)
  ) STRICT;

  -- Equal ones are stored once. `bytes` is `size` bytes deflated, `digest` their SHA-256.
  CREATE TABLE document(
    id INTEGER PRIMARY KEY CHECK (id > 0),
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    size INTEGER NOT NULL CHECK (size BETWEEN 0 AND 268435456),
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE result(
    id INTEGER PRIMARY KEY CHECK (id > 0),
    task INTEGER NOT NULL REFERENCES task(id),
    generation INTEGER NOT NULL REFERENCES generation(number),
    superseded INTEGER NOT NULL CHECK (superseded IN (0, 1)),
    gave_up INTEGER NOT NULL CHECK (gave_up IN (0, 1)),
    inputs_digest TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome <> ''),
    score INTEGER CHECK (score BETWEEN 0 AND 4294967295),
    document INTEGER NOT NULL REFERENCES document(id),
    code INTEGER NOT NULL REFERENCES document(id),
    finished_at INTEGER NOT NULL,
    tries INTEGER NOT NULL CHECK (tries BETWEEN 0 AND 4294967295),
    reused INTEGER NOT NULL CHECK (reused IN (0, 1)),
    own INTEGER REFERENCES document(id),
    CHECK (gave_up = 0 OR score IS NULL)
  ) STRICT;
  -- A task has at most one result in a generation that counts.
  CREATE UNIQUE INDEX result_that_counts ON result(task, generation) WHERE superseded = 0;
  CREATE INDEX result_of_task ON result(task);
  CREATE INDEX result_of_generation ON result(generation, task) WHERE superseded = 0;

  CREATE TABLE decision(
    id INTEGER PRIMARY KEY CHECK (id > 0),
    task INTEGER NOT NULL REFERENCES task(id),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 4294967295),
    reason TEXT NOT NULL CHECK (reason <> ''),
    author TEXT NOT NULL CHECK (author <> ''),
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX decision_of_task ON decision(task);
)sql";

constexpr std::int64_t kApplicationId = 0x41737275;  // "Asru"

Status make_tables(Database& database) {
  ASSAY_CHECK(database.run("make a run", kTables));
  const std::string marks = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                            "; PRAGMA user_version = " + std::to_string(kRunVersion);
  return database.run("make a run", marks.c_str());
}

void remove_with_log(const fs::path& file) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"})
    fs::remove(file.string() + suffix, ignored);
}

Status publish(const fs::path& temporary, const fs::path& file) {
  if (::rename(temporary.c_str(), file.c_str()) != 0)
    return fail_errno("rename " + printable_line(temporary.string()) + " to run.db");
  const Fd folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) ::fsync(folder.get());  // a file system that cannot sync a folder has nothing better
  return {};
}

}  // namespace

Status put_header(Database& database, const RunHeader& header) {
  ASSAY_TRY(Statement run, database.prepare("make a run", "INSERT INTO run VALUES (1, ?)"));
  ASSAY_CHECK(run.run(header.id));
  ASSAY_TRY(Statement generation,
            database.prepare("make a run",
                             "INSERT INTO generation(number, reason, settings, created_at, state) "
                             "VALUES (0, '', ?, ?, 'applied')"));
  return generation.run(header.settings, header.created_at);
}

Status make_run(const fs::path& file, const std::function<Status(Database&)>& fill,
                const std::function<Status()>& before) {
  fs::path temporary = file;
  temporary += ".new";
  remove_with_log(temporary);  // of one that was killed here; the caller holds the lock
  const auto make = [&]() -> Status {
    ASSAY_TRY(Database database,
              Database::open(temporary, Database::Access::kCreate, kRunBusyTimeout, kRunRemedy));
    ASSAY_CHECK(database.use_wal("FULL"));
    ASSAY_TRY(Transaction transaction, Transaction::write(database, "make a run"));
    ASSAY_CHECK(make_tables(database));
    ASSAY_CHECK(fill(database));
    ASSAY_CHECK(transaction.commit());
    // Into the file itself: it is renamed without its log.
    return database.run("make a run", "PRAGMA main.wal_checkpoint(TRUNCATE)");
  };
  Status made = make();
  if (made) made = before();
  if (made) made = publish(temporary, file);
  remove_with_log(temporary);
  return made;
}

Status recognise_run(Database& database, const std::string& schema) {
  const std::string name = printable_line(database.file().string());
  const std::string pragma = "PRAGMA " + schema + ".";
  ASSAY_TRY(const std::int64_t application, database.number("open", pragma + "application_id"));
  ASSAY_TRY(const std::int64_t version, database.number("open", pragma + "user_version"));
  if (application != kApplicationId)
    return fail(ErrorKind::kUsage, name + " is a database, but no run of assay's",
                "choose another folder; nothing in it was changed");
  if (version > kRunVersion)
    return fail(ErrorKind::kUsage,
                name + " was made by a newer assay (version " + std::to_string(version) +
                    " of the store; this one knows " + std::to_string(kRunVersion) + ")",
                "use that assay, or start a new run in another folder");
  if (version < 1)
    return fail(name + " does not say which version of the store it is",
                "it is damaged, or was not made by assay: choose another folder");
  return {};
}

Result<std::int64_t> version_of_run(Database& database) {
  return database.number("open", "PRAGMA user_version");
}

Status upgrade_run(Database& database) {
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "upgrade the run"));
  ASSAY_TRY(const std::int64_t version, version_of_run(database));
  if (version == kRunVersion) return {};
  static_assert(kRunVersion == 2, "add the step from the version before");
  ASSAY_CHECK(database.run("upgrade the run",
                           "ALTER TABLE result ADD COLUMN own INTEGER REFERENCES document(id);"
                           "PRAGMA user_version = 2"));
  return transaction.commit();
}

Status check_run(Database& database) {
  ASSAY_TRY(const std::string found, database.text("check", "PRAGMA quick_check(1)"));
  ASSAY_TRY(Statement references, database.prepare("check", "PRAGMA foreign_key_check"));
  if (found != "ok") return database.damaged("check", found);
  ASSAY_TRY(const bool dangling, references.first());
  if (dangling)
    return database.damaged("check", "a row of " + references.bytes(0) + " refers to nothing");
  return {};
}

}  // namespace assay::store
