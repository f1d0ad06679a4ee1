#include "store/database.h"

#include <sqlite3.h>

#include <array>
#include <limits>

#include "base/text.h"

namespace assay::store {
namespace fs = std::filesystem;

Connection::~Connection() {
  // A damaged file is left as it was found, its log beside it: that is what can be recovered from.
  if (damage_seen)
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, static_cast<int*>(nullptr));
  // _v2: a statement that outlives the connection is the programmer's mistake, and no crash.
  sqlite3_close_v2(handle);
}

// ---- statements

Statement::~Statement() {
  sqlite3_finalize(handle_);
}

void Statement::reset() {
  sqlite3_reset(handle_);  // repeats the failure that next() has reported
  sqlite3_clear_bindings(handle_);
  refused_ = SQLITE_OK;
}

void Statement::note(int code) {
  if (refused_ == SQLITE_OK) refused_ = code;
}

void Statement::bind_number(int index, std::int64_t number) {
  note(sqlite3_bind_int64(handle_, index, number));
}

void Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL.
  const char* bytes = text.empty() ? "" : text.data();
  note(sqlite3_bind_text64(handle_, index, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int index, Blob blob) {
  const char* bytes = blob.bytes.empty() ? "" : blob.bytes.data();
  note(sqlite3_bind_blob64(handle_, index, bytes, blob.bytes.size(), SQLITE_STATIC));
}

Result<bool> Statement::next() {
  if (refused_ != SQLITE_OK) return connection_->error(refused_, attempted_);
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  auto error = connection_->error(code, attempted_);
  reset();
  return error;
}

Status Statement::finish() {
  for (;;) {
    ASSAY_TRY(const bool row, next());
    if (row) continue;
    reset();
    return {};
  }
}

Status Statement::run_with_row_of(const Statement& source) {
  reset();
  for (int column = 0; column < sqlite3_column_count(source.handle_); ++column)
    note(sqlite3_bind_value(handle_, column + 1, sqlite3_column_value(source.handle_, column)));
  return finish();
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(handle_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::string Statement::bytes(int column) const {
  const void* bytes =
      sqlite3_column_blob(handle_, column);  // before the length, as SQLite wants it
  const int size = sqlite3_column_bytes(handle_, column);
  if (bytes == nullptr || size <= 0) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

// ---- the connection

namespace {

// A path as SQLite's URI: everything that could mean something in one is escaped.
std::string uri_of(const fs::path& file) {
  static constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-";
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string uri = "file:";
  for (const char c : file.string()) {
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
  }
  return uri;
}

int flags_of(Database::Access access) {
  constexpr int kAlways = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_FULLMUTEX;
  switch (access) {
    case Database::Access::kRead:
      return kAlways | SQLITE_OPEN_READONLY;
    case Database::Access::kReadFrozen:
      return kAlways | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    case Database::Access::kWrite:
      return kAlways | SQLITE_OPEN_READWRITE;
    case Database::Access::kCreate:
      break;
  }
  return kAlways | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

// The file may come from anywhere: what its schema says must not reach beyond it.
int harden(sqlite3* handle) {
  for (const auto& [option, value] :
       {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1}, std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        std::pair{SQLITE_DBCONFIG_ENABLE_FKEY, 1}}) {
    const int code = sqlite3_db_config(handle, option, value, static_cast<int*>(nullptr));
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

}  // namespace

Result<Database> Database::open(const fs::path& file, Access access,
                                std::chrono::milliseconds busy_timeout, std::string_view remedy) {
  auto connection = std::make_unique<Connection>();
  connection->file = file;
  connection->remedy = remedy;
  const std::string name =
      access == Access::kReadFrozen ? uri_of(file) + "?immutable=1" : file.string();
  int code = sqlite3_open_v2(name.c_str(), &connection->handle, flags_of(access), nullptr);
  if (code == SQLITE_OK) code = harden(connection->handle);
  if (code == SQLITE_OK)
    code = sqlite3_busy_timeout(connection->handle, static_cast<int>(busy_timeout.count()));
  if (code != SQLITE_OK) return connection->error(code, "open");
  Database database(std::move(connection));
  // Damage in a page is found when the page is read, not when it has led astray.
  ASSAY_CHECK(database.run("open", "PRAGMA cell_size_check = ON"));
  return database;
}

Result<Statement> Database::prepare(std::string_view attempted, std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(connection_->handle, sql.data(), static_cast<int>(sql.size()),
                                      &handle, nullptr);
  if (code != SQLITE_OK) return connection_->error(code, attempted);
  return Statement(connection_.get(), handle, attempted);
}

Status Database::run(std::string_view attempted, const char* sql) {
  const int code = sqlite3_exec(connection_->handle, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return connection_->error(code, attempted);
  return {};
}

Result<std::int64_t> Database::number(std::string_view attempted, std::string_view sql) {
  ASSAY_TRY(Statement statement, prepare(attempted, sql));
  ASSAY_TRY(const bool row, statement.first());
  return row ? statement.number(0) : 0;
}

Result<std::string> Database::text(std::string_view attempted, std::string_view sql) {
  ASSAY_TRY(Statement statement, prepare(attempted, sql));
  ASSAY_TRY(const bool row, statement.first());
  return row ? statement.bytes(0) : std::string();
}

Status Database::use_wal(const char* synchronous) {
  ASSAY_TRY(const std::string mode, text("turn the log on", "PRAGMA journal_mode = WAL"));
  if (mode != "wal")
    return fail(
        "open " + printable_line(file().string()) + ": its file system has no shared memory",
        "SQLite's write-ahead log needs a local disk: choose a folder on one");
  const std::string sync = std::string("PRAGMA synchronous = ") + synchronous;
  ASSAY_CHECK(run("open", sync.c_str()));
  // The log is cut to nothing when the last writer closes, and to this after a long reader.
  ASSAY_CHECK(run("open", "PRAGMA journal_size_limit = 16777216"));
  // Documents are read once, one after another: a larger cache would only hold memory.
  ASSAY_CHECK(run("open", "PRAGMA cache_size = -512"));
  int keep = 1;
  const int code =
      sqlite3_file_control(connection_->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  if (code != SQLITE_OK) return connection_->error(code, "open");
  return {};
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(connection_->handle);
}

bool Database::has_moved() const {
  int moved = 0;
  sqlite3_file_control(connection_->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(connection_->handle) == 0;
}

}  // namespace assay::store
