// A new run of what can be read in a damaged one.
//
// Rows are asked for one by one, by their number, so that a page that is gone takes only its own
// rows along. The new database's CHECKs and references decide what is taken over: a result whose
// task or document is lost is lost with it, and no result can come to belong to another task.
// (sqlite3's own .recover does not work with Debian's and Ubuntu's sqlite3, which lacks
// SQLITE_ENABLE_DBPAGE_VTAB, and keeps rows that refer to nothing.)
#include <unistd.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "store/document.h"
#include "store/run_files.h"
#include "store/run_lock.h"
#include "store/run_schema.h"
#include "store/run_store.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWhat = "salvage";

/// Each has a connection of its own: with the damaged one attached to the other, SQLite refuses to
/// commit once it has met a spoilt page.
struct Pair {
  Database& sound;
  Database& damaged;
};

/// A row that cannot be read or taken over is skipped. What is wrong with the new database (a full
/// disk) is another matter: SQLite has rolled back then.
Status require_transaction(const Database& database, const Status& last) {
  if (last || database.in_transaction()) return {};
  return last;
}

/// The highest number that a row of `table` may have.
Result<std::int64_t> last_row(Database& damaged, const std::string& table, const std::string& id) {
  const auto found = damaged.number(kWhat, "SELECT max(" + id + ") FROM " + table);
  // Numbers have no gaps, and no page holds as many rows: whatever a spoilt page claims is cut to
  // this, and where the page that knows is gone, so many are asked for.
  constexpr std::int64_t kRowsPerPage = 256;
  ASSAY_TRY(const std::int64_t pages, damaged.number(kWhat, "PRAGMA page_count"));
  const std::int64_t most = std::clamp<std::int64_t>(pages, 16, 1'000'000) * kRowsPerPage;
  return std::min(found.value_or(most), most);
}

/// Takes over every row of `table` that can be read and that the new tables accept; how many.
Result<std::uint64_t> copy(Pair& pair, const std::string& table, const std::string& id) {
  ASSAY_TRY(const std::int64_t last, last_row(pair.damaged, table, id));
  ASSAY_TRY(const std::int64_t columns,
            pair.sound.number(kWhat, "SELECT count(*) FROM pragma_table_info('" + table + "')"));
  std::string places = "?";
  for (std::int64_t i = 1; i < columns; ++i) places += ", ?";
  ASSAY_TRY(Statement read,
            pair.damaged.prepare(kWhat, "SELECT * FROM " + table + " WHERE " + id + " = ?"));
  ASSAY_TRY(Statement insert,
            pair.sound.prepare(kWhat, "INSERT INTO " + table + " VALUES (" + places + ")"));
  std::uint64_t copied = 0;
  for (std::int64_t row = 0; row <= last; ++row) {
    const Result<bool> there = read.first(row);
    if (!there || !*there) continue;
    const Status inserted = insert.run_with_row_of(read);
    read.reset();
    if (inserted) copied += static_cast<std::uint64_t>(pair.sound.changes());
    ASSAY_CHECK(require_transaction(pair.sound, inserted));
  }
  return copied;
}

/// Documents too, but only those that are what was recorded.
Status copy_documents(Pair& pair) {
  ASSAY_TRY(const std::int64_t last, last_row(pair.damaged, "document", "id"));
  ASSAY_TRY(Statement read,
            pair.damaged.prepare(kWhat, "SELECT digest, size, bytes FROM document WHERE id = ?"));
  ASSAY_TRY(Statement insert, pair.sound.prepare(kWhat,
                                                 "INSERT INTO document(id, digest, size, bytes)"
                                                 " VALUES (?, ?, ?, ?)"));
  for (std::int64_t row = 0; row <= last; ++row) {
    const Result<bool> there = read.first(row);
    if (!there || !*there) continue;
    const PackedDocument packed{read.bytes(0), static_cast<std::uint64_t>(read.number(1)),
                                read.bytes(2)};
    read.reset();
    if (!unpack(packed)) continue;
    ASSAY_CHECK(require_transaction(
        pair.sound, insert.run(row, Blob{packed.digest}, packed.size, Blob{packed.bytes})));
  }
  return {};
}

Status copy_all(Database& sound, const fs::path& file, RunStore::Salvaged& salvaged) {
  ASSAY_TRY(Database damaged,
            Database::open(file, Database::Access::kWrite, kRunBusyTimeout, kRunRemedy));
  ASSAY_CHECK(recognise_run(damaged, "main"));
  Pair pair{sound, damaged};
  ASSAY_TRY(const std::uint64_t runs, copy(pair, "run", "only"));
  ASSAY_TRY(const std::uint64_t generations, copy(pair, "generation", "number"));
  ASSAY_TRY(const std::int64_t header,
            sound.number(kWhat, "SELECT count(*) FROM generation WHERE number = 0"));
  if (runs != 1 || generations < 1 || header != 1)
    return sound.damaged(kWhat, "what the run was started with cannot be read");
  ASSAY_TRY(salvaged.tasks, copy(pair, "task", "id"));
  ASSAY_CHECK(copy_documents(pair));
  ASSAY_TRY(salvaged.results, copy(pair, "result", "id"));
  ASSAY_TRY(salvaged.decisions, copy(pair, "decision", "id"));
  return {};
}

fs::path unused_name(const fs::path& file) {
  fs::path name = file.string() + ".damaged";
  std::error_code ec;
  for (int i = 2; fs::exists(fs::symlink_status(name, ec)); ++i)
    name = file.string() + ".damaged-" + std::to_string(i);
  return name;
}

/// Gives the damaged database a second name, and takes its log away from the first.
Status put_aside(const fs::path& file, const fs::path& aside) {
  if (::link(file.c_str(), aside.c_str()) != 0)
    return fail_errno("keep " + printable_line(file.string()) + " as " +
                      printable_line(aside.string()));
  const fs::path log = log_of(file);
  if (::rename(log.c_str(), log_of(aside).c_str()) != 0 && errno != ENOENT)
    return fail_errno("rename " + printable_line(log.string()));
  if (::unlink((file.string() + "-shm").c_str()) != 0 && errno != ENOENT)
    return fail_errno("remove " + printable_line(file.string()) + "-shm");
  return {};
}

}  // namespace

Result<RunStore::Salvaged> RunStore::salvage(const fs::path& folder) {
  if (!exists(folder))
    return fail(ErrorKind::kNotFound, printable_line(folder.string()) + " holds no run");
  ASSAY_TRY(const fs::path real, real_folder(folder));
  ASSAY_TRY(RunLock lock, RunLock::take(real));
  const fs::path file = real / kRunFile;
  ASSAY_CHECK(require_database_file(file));
  Salvaged salvaged;
  salvaged.damaged = unused_name(file);
  const Status made = make_run(
      file, [&](Database& database) { return copy_all(database, file, salvaged); },
      [&] { return put_aside(file, salvaged.damaged); });
  if (!made) {
    Error error = made.error();
    error.message = "salvage " + printable_line(file.string()) + ": " + error.message;
    if (error.kind == ErrorKind::kInfrastructure)
      error.hint =
          "see that the disk has room; if it has, put a copy of run.db back if there is "
          "one, or start again in another folder: what the result cache holds costs "
          "nothing again";
    return tl::unexpected(std::move(error));
  }
  lock.will_be_closed(true);
  return salvaged;
}

}  // namespace assay::store
