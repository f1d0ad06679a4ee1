// SQLite's result codes as errors that say what to do.
#include <sqlite3.h>

#include <cerrno>

#include "base/text.h"
#include "store/database.h"

namespace assay::store {
namespace {

std::string code_name(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
      return "SQLITE_BUSY";
    case SQLITE_CANTOPEN:
      return "SQLITE_CANTOPEN";
    case SQLITE_CONSTRAINT:
      return "SQLITE_CONSTRAINT";
    case SQLITE_CORRUPT:
      return "SQLITE_CORRUPT";
    case SQLITE_FULL:
      return "SQLITE_FULL";
    case SQLITE_IOERR:
      return "SQLITE_IOERR";
    case SQLITE_NOMEM:
      return "SQLITE_NOMEM";
    case SQLITE_NOTADB:
      return "SQLITE_NOTADB";
    case SQLITE_PERM:
      return "SQLITE_PERM";
    case SQLITE_READONLY:
      return "SQLITE_READONLY";
    default:
      return "SQLite's result";
  }
}

bool is_out_of_space(int error_number) {
  return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
}

std::string quoted(const std::filesystem::path& path) {
  return "'" + printable_line(path.string()) + "'";
}

std::string room_hint(const std::filesystem::path& file) {
  return "make room where " + quoted(file.parent_path()) +
         " lies (`df -h` shows it; a quota or `ulimit -f` may be the limit) and start again: "
         "nothing that was recorded is lost";
}

std::string hint_for(int code, int error_number, const std::filesystem::path& file) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return room_hint(file);
    case SQLITE_IOERR:
      if (is_out_of_space(error_number)) return room_hint(file);
      // SQLite does not always say why a write failed.
      return room_hint(file) + "; if there is room, the disk may be failing: `dmesg` says so";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program holds the database (`fuser -v " + printable_line(file.string()) +
             "` shows which): end it or wait for it, and start again";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "see that your user may write " + quoted(file.parent_path()) +
             " and the files in it, and that the disk is not mounted read-only";
    case SQLITE_CANTOPEN:
      return "see that " + quoted(file.parent_path()) +
             " exists, that your user may read it and write in it, and that none of its files is a "
             "symlink";
    case SQLITE_NOMEM:
      return "free some memory and start again: nothing that was recorded is lost";
    default:
      return {};
  }
}

}  // namespace

tl::unexpected<Error> Connection::error(int code, std::string_view attempted) {
  const int primary = code & 0xff;
  // errmsg belongs to the last call, which gave `code`; without a handle there is only the code.
  const bool same = handle != nullptr && sqlite3_extended_errcode(handle) == code;
  const int error_number = handle == nullptr ? 0 : sqlite3_system_errno(handle);
  std::string message(attempted);
  message += " in " + printable_line(file.string()) + ": " +
             printable_line(same ? sqlite3_errmsg(handle) : sqlite3_errstr(code)) + " (" +
             code_name(code) + " " + std::to_string(code) + ")";
  if (error_number != 0 && (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN))
    message += ", " + errno_name(error_number);
  const bool is_damage = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
  if (is_damage) damage_seen = true;
  return fail(std::move(message),
              is_damage ? std::string(remedy) : hint_for(code, error_number, file));
}

tl::unexpected<Error> Connection::damaged(std::string_view attempted, std::string_view what) {
  damage_seen = true;
  return fail(std::string(attempted) + " " + printable_line(file.string()) +
                  ": it is damaged: " + printable_line(what),
              std::string(remedy));
}

}  // namespace assay::store
