// SQLite, as this module uses it: one connection, statements whose parameters are bound, and
// transactions that roll back unless they are committed. Every failure becomes an Error that says
// what was attempted on which file, SQLite's own words and what to do (database_error.cc).
//
// Bytes are bound and never spliced into SQL; statements are literals. A connection may be used by
// one thread at a time; whoever shares one brings a mutex.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace assay::store {

/// A parameter that is stored as BLOB; the bytes must live until the statement has run.
struct Blob {
  std::string_view bytes;
};

/// What a connection and its statements share.
struct Connection {
  sqlite3* handle = nullptr;
  std::filesystem::path file;
  std::string_view remedy;   ///< a literal: what to do if the file is damaged
  bool damage_seen = false;  ///< SQLite has called the file damaged

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();
  /// The Error for the result `code` of SQLite, which has just been given by this connection.
  tl::unexpected<Error> error(int code, std::string_view attempted);
  /// The Error for damage that SQLite has not found itself.
  tl::unexpected<Error> damaged(std::string_view attempted, std::string_view what);
};

/// A prepared statement. `attempted` is a string literal such as "record a result".
class Statement {
 public:
  Statement(Connection* connection, sqlite3_stmt* handle, std::string_view attempted)
      : connection_(connection), handle_(handle), attempted_(attempted) {}
  Statement(Statement&& other) noexcept
      : connection_(other.connection_),
        handle_(std::exchange(other.handle_, nullptr)),
        attempted_(other.attempted_),
        refused_(other.refused_) {}
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Begins anew with these parameters and runs to the end.
  template <class... Parameters>
  Status run(const Parameters&... parameters) {
    bind_all(parameters...);
    return finish();
  }
  /// Begins anew with the columns of the row that `source`, of any database, stands on, and runs to
  /// the end.
  Status run_with_row_of(const Statement& source);
  /// Begins anew with these parameters; whether there is a first row.
  template <class... Parameters>
  Result<bool> first(const Parameters&... parameters) {
    bind_all(parameters...);
    return next();
  }
  Result<bool> next();
  /// Ends a query early: as long as one is unfinished, its transaction is too.
  void reset();

  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  /// TEXT or BLOB, byte for byte.
  [[nodiscard]] std::string bytes(int column) const;

 private:
  template <class... Parameters>
  void bind_all(const Parameters&... parameters) {
    reset();
    int index = 0;
    (bind(++index, parameters), ...);
  }
  template <std::integral Number>
  void bind(int index, Number number) {
    bind_number(index, static_cast<std::int64_t>(number));
  }
  template <std::integral Number>
  void bind(int index, const std::optional<Number>& number) {
    if (number) bind(index, *number);  // what is not bound is NULL
  }
  void bind(int index, std::string_view text);
  void bind(int index, Blob blob);
  void bind_number(int index, std::int64_t number);
  void note(int code);
  Status finish();

  Connection* connection_;
  sqlite3_stmt* handle_;
  std::string_view attempted_;
  int refused_ = 0;  // the first failure of a bind
};

class Database {
 public:
  enum class Access {
    kRead,
    kReadFrozen,  ///< the file and its folder cannot be written by us, and nobody else does
    kWrite,
    kCreate,
  };
  /// `file` must be absolute, and free of symlinks (SQLite refuses to follow one). `remedy` is a
  /// literal, the hint of errors that say that the file is damaged.
  static Result<Database> open(const std::filesystem::path& file, Access access,
                               std::chrono::milliseconds busy_timeout, std::string_view remedy);

  Result<Statement> prepare(std::string_view attempted, std::string_view sql);
  /// SQL without parameters, one or more statements.
  Status run(std::string_view attempted, const char* sql);
  /// The number in the first column of the first row; 0 if there is none.
  Result<std::int64_t> number(std::string_view attempted, std::string_view sql);
  Result<std::string> text(std::string_view attempted, std::string_view sql);

  /// Turns the WAL on, synced as `synchronous` says ("FULL", "NORMAL"), and keeps its two files
  /// when the last connection closes: who may only read the folder could not make them.
  Status use_wal(const char* synchronous);

  [[nodiscard]] std::int64_t changes() const;  ///< of the last statement
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] const std::filesystem::path& file() const { return connection_->file; }
  /// Whether the name of the file means another one by now, or none.
  [[nodiscard]] bool has_moved() const;
  [[nodiscard]] bool damage_seen() const { return connection_->damage_seen; }
  tl::unexpected<Error> damaged(std::string_view attempted, std::string_view what) {
    return connection_->damaged(attempted, what);
  }

 private:
  explicit Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  std::unique_ptr<Connection> connection_;
};

}  // namespace assay::store
