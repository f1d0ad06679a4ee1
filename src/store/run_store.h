// One run on disk: DIR/run.db, an SQLite database in WAL mode with synchronous=FULL.
//
// What finish() has returned from survives kill -9 and a power cut. The store holds
// documents (JSON that src/app writes and reads) beside the few columns that are
// asked for; it never decides what a submission is worth.
//
// One process writes at a time: a writer holds a lock on DIR/run.lock as long as it
// lives, so a crashed one leaves nothing to clean up. Readers need no lock and see the
// last committed state. Who may only read the folder can read the run, beside a writer too,
// because the writer leaves run.db-wal and run.db-shm there for ever; a copy without them that
// cannot be written to is read as a file that never changes.
//
// What is newer is decided by the order of recording and never by a clock. All text is stored byte
// for byte. A store may be used by several threads; their calls take turns.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/run.h"
#include "store/run_values.h"

namespace assay::store {

class RunStore {
 public:
  /// Makes `folder` where it is missing, and a new run in it. kUsage if there is one already, or if
  /// another process is writing.
  static Result<RunStore> create(const std::filesystem::path& folder, const RunHeader& header);

  enum class Access { kRead, kWrite };
  /// kNotFound if `folder` holds no run; kUsage if another process is writing (the message names
  /// its process id), if a newer assay made the store, or if run.db is another program's;
  /// kInfrastructure, with what can be done, if the database is damaged (checked by PRAGMA
  /// quick_check when opened for writing after a writer that did not close it), cannot be read, or
  /// stays locked for longer than ten seconds.
  static Result<RunStore> open(const std::filesystem::path& folder, Access access);
  struct Salvaged {
    std::uint64_t tasks = 0;
    std::uint64_t results = 0;  ///< superseded ones included
    std::uint64_t decisions = 0;
    std::filesystem::path damaged;  ///< where the damaged database is now
  };
  /// For a database that open() calls damaged: moves it to run.db.damaged (-2, -3 …) and makes a
  /// new one of all that can be read in it and does not contradict itself. Tasks that are lost come
  /// back with add(), under new numbers. kInfrastructure if not even the header can be read; then
  /// nothing has changed. Otherwise as open() for writing.
  static Result<Salvaged> salvage(const std::filesystem::path& folder);
  /// Whether there is a file run.db, however damaged.
  static bool exists(const std::filesystem::path& folder);

  RunStore(RunStore&&) noexcept;
  RunStore& operator=(RunStore&&) noexcept;
  ~RunStore();

  [[nodiscard]] const RunHeader& header() const;
  /// Takes other settings for the batch itself, of a later start: exercises that joined it, another
  /// deadline.
  Status set_settings(const std::string& settings);
  /// What the user should know of how the run was found, one sentence each (its log was removed).
  [[nodiscard]] const std::vector<std::string>& remarks() const;

  struct Added {
    std::size_t added = 0;
    std::vector<Task> changed;  ///< whose entry differs from what is stored: not touched
    std::vector<Task> missing;  ///< stored, and not among the new ones
  };
  /// Adds those tasks whose key is new, after all others. All or nothing; kUsage if `tasks` has a
  /// key twice.
  Result<Added> add(const std::vector<NewTask>& tasks);
  /// Takes `entry` for the task with this key, which is pending again. Its results stay as history.
  Status replace_entry(const NewTask& task);

  [[nodiscard]] Result<std::vector<Task>> tasks() const;
  /// Those that are pending, in the roster's order.
  [[nodiscard]] Result<std::vector<Task>> pending() const;
  [[nodiscard]] Result<std::uint64_t> count(Progress progress) const;

  /// One transaction for all of them. On an error none is recorded. A task and generation that has
  /// a result already keeps it as history (superseded), and the new one counts. kNotFound for a
  /// task or generation that is not there, kUsage for a regrade that is applied or dropped already.
  Status finish(const std::vector<Finished>& finished);
  /// Makes tasks pending again; what they had, in every generation, stays as history. All or
  /// nothing.
  Status reopen(const std::vector<std::int64_t>& tasks);

  /// Calls `reads`, in which all that is asked of this store is answered as of one moment. It must
  /// not change the store.
  Status at_one_moment(const std::function<Status()>& reads) const;
  /// Calls `each` for every task in the roster's order, all as of one moment; one at a time in
  /// memory. Stops at an error. `each` may ask this store, and must not change it. A document that
  /// the disk has spoilt is an error that names the candidate: it can be reopened and graded again.
  Status for_each(const std::function<Status(StoredSubmission)>& each) const;
  [[nodiscard]] Result<StoredSubmission> find(std::int64_t task) const;
  /// What counts in one generation, applied or not, in the roster's order: `current` is that
  /// generation's, `task` is as find() gives it.
  Status for_each_in(std::uint32_t generation,
                     const std::function<Status(StoredSubmission)>& each) const;
  /// How many results the task has had, superseded ones and all generations included.
  [[nodiscard]] Result<std::uint64_t> results_of(std::int64_t task) const;

  /// kUsage without a reason and an author.
  Status decide(std::int64_t task, const Decision& decision);

  Result<Regrade> begin_regrade(const std::string& reason, const std::string& settings,
                                std::int64_t now);
  [[nodiscard]] Result<std::vector<Regrade>> regrades() const;
  /// Applies or drops a preview, once and for all; again with the same state changes nothing.
  Status settle_regrade(std::uint32_t generation, RegradeState state);

  struct State;  ///< inside of src/store only

 private:
  explicit RunStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace assay::store
