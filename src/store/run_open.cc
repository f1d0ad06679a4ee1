// How a run is made, found, checked and opened.
//
// The whole database is checked (quick_check) only where the writer before did not close it: pages
// are checked whenever they are read, and documents have digests, so a check finds nothing that
// would otherwise go unnoticed for ever. Measured with 10,000 results (43 MB): to open takes 2 ms
// without a check, 64 ms with one, and 0.9 s with one if the file must come from a slow disk.
//
// Who may only read the folder: SQLite needs the files run.db-wal and run.db-shm beside a database
// in WAL mode, and a writer of ours leaves them there, so reading works, beside a writer too. A
// copy that lacks them in a folder that cannot be written is opened as immutable: no writer has
// ever worked there, or its log would be there.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "base/text.h"
#include "store/run_files.h"
#include "store/run_schema.h"
#include "store/run_state.h"
#include "store/run_store.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> no_run(const fs::path& folder) {
  return fail(ErrorKind::kNotFound, printable_line(folder.string()) + " holds no run",
              "`assay batch` makes one there with --out");
}

Status refuse_strangers_log(const fs::path& file) {
  if (size_of(log_of(file)).value_or(0) == 0) {
    std::error_code ignored;
    fs::remove(log_of(file), ignored);
    return {};
  }
  return fail(ErrorKind::kUsage,
              printable_line(log_of(file).string()) + " is the log of a run whose run.db is gone",
              "put run.db back beside it, for it may hold results; or choose another folder");
}

Result<RunHeader> read_header(Database& database) {
  ASSAY_TRY(Statement read,
            database.prepare("read the run's header",
                             "SELECT run.id, settings, created_at FROM run, generation "
                             "WHERE number = 0"));
  ASSAY_TRY(const bool there, read.first());
  if (!there) return database.damaged("read", "its first rows are missing");
  return RunHeader{read.bytes(0), read.bytes(1), read.number(2)};
}

/// Whether `file` can be read only as one that nobody changes; the comment at the top says why.
bool is_frozen(const fs::path& file) {
  return size_of(log_of(file)).value_or(0) == 0 && !size_of(file.string() + "-shm") &&
         ::faccessat(AT_FDCWD, file.parent_path().c_str(), W_OK, AT_EACCESS) != 0;
}

Result<Database> open_database(const fs::path& file, RunStore::Access access) {
  using Access = Database::Access;
  Access how = Access::kWrite;
  if (access == RunStore::Access::kRead)
    how = is_frozen(file) ? Access::kReadFrozen : Access::kRead;
  ASSAY_TRY(Database database, Database::open(file, how, kRunBusyTimeout, kRunRemedy));
  ASSAY_CHECK(recognise_run(database, "main"));
  if (how == Access::kWrite) ASSAY_CHECK(database.use_wal("FULL"));
  return database;
}

/// What the writer before left, if it did not come to an orderly end.
Status check_after_crash(RunStore::State& state, bool log_was_gone) {
  ASSAY_CHECK(check_run(state.database));
  if (!log_was_gone) return {};
  ASSAY_TRY(const std::int64_t tasks,
            state.database.number("count tasks", "SELECT count(*) FROM task"));
  if (tasks > 0)  // a new run has no log until it is first opened
    state.remarks.emplace_back(
        "the run was not closed, and its log (run.db-wal) is gone: results that were recorded last "
        "may be missing, and their submissions are graded again");
  return {};
}

enum class Before { kUnknown, kJustMade };

Result<std::unique_ptr<RunStore::State>> load(const fs::path& folder, RunStore::Access access,
                                              std::optional<RunLock> lock, Before before) {
  const fs::path file = folder / kRunFile;
  ASSAY_CHECK(require_database_file(file));
  const bool log_was_gone = !size_of(log_of(file));
  ASSAY_TRY(Database database, open_database(file, access));
  auto state = std::make_unique<RunStore::State>(std::move(lock), std::move(database));
  if (state->lock && !state->lock->was_closed() && before == Before::kUnknown)
    ASSAY_CHECK(check_after_crash(*state, log_was_gone));
  if (state->lock) ASSAY_CHECK(upgrade_run(state->database));
  ASSAY_TRY(state->header, read_header(state->database));
  return state;
}

}  // namespace

RunStore::RunStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
RunStore::RunStore(RunStore&&) noexcept = default;
RunStore& RunStore::operator=(RunStore&&) noexcept = default;
RunStore::~RunStore() = default;

bool RunStore::exists(const fs::path& folder) {
  return size_of(folder / kRunFile).has_value();
}

const RunHeader& RunStore::header() const {
  return state_->header;
}

const std::vector<std::string>& RunStore::remarks() const {
  return state_->remarks;
}

Result<RunStore> RunStore::create(const fs::path& folder, const RunHeader& header) {
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (ec)
    return fail("make the folder " + printable_line(folder.string()) + ": " + ec.message(),
                "choose a folder where your user may write");
  ASSAY_TRY(const fs::path real, real_folder(folder));
  ASSAY_TRY(RunLock lock, RunLock::take(real));
  if (exists(real)) {
    lock.will_be_closed(lock.was_closed());
    return fail(ErrorKind::kUsage, printable_line(folder.string()) + " holds a run already",
                "choose another folder, or let the run there go on");
  }
  ASSAY_CHECK(refuse_strangers_log(real / kRunFile));
  ASSAY_CHECK(make_run(
      real / kRunFile, [&](Database& database) { return put_header(database, header); },
      [] { return Status(); }));
  ASSAY_TRY(auto state, load(real, Access::kWrite, std::move(lock), Before::kJustMade));
  return RunStore(std::move(state));
}

Result<RunStore> RunStore::open(const fs::path& folder, Access access) {
  struct stat status {};
  if (::lstat((folder / kRunFile).c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return no_run(folder);
    return fail_errno("open " + printable_line((folder / kRunFile).string()), errno,
                      "see that your user may enter and read the folder");
  }
  ASSAY_TRY(const fs::path real, real_folder(folder));
  std::optional<RunLock> lock;
  if (access == Access::kWrite) {
    ASSAY_TRY(RunLock taken, RunLock::take(real));
    lock.emplace(std::move(taken));
  }
  ASSAY_TRY(auto state, load(real, access, std::move(lock), Before::kUnknown));
  return RunStore(std::move(state));
}

}  // namespace assay::store
