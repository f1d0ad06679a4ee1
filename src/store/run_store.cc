// What changes a run. Each function is one transaction; what counts is never overwritten, only
// marked as superseded.
#include "store/run_store.h"

#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "store/document.h"
#include "store/run_rows.h"
#include "store/run_state.h"
#include "store/transaction.h"

namespace assay::store {
namespace {

using Guard = std::lock_guard<std::recursive_mutex>;
using Key = std::pair<std::string_view, std::string_view>;

Key key_of(const NewTask& task) {
  return {task.candidate, task.exercise};
}

tl::unexpected<Error> no_task(std::int64_t task) {
  return fail(ErrorKind::kNotFound, "the run has no task " + std::to_string(task));
}

Status require_task(Database& database, std::int64_t task) {
  ASSAY_TRY(Statement query, database.prepare("find a task", "SELECT 1 FROM task WHERE id = ?"));
  ASSAY_TRY(const bool there, query.first(task));
  if (!there) return no_task(task);
  return {};
}

/// The keys in `tasks`; an error if one comes twice.
Result<std::set<Key>> keys_of(const std::vector<NewTask>& tasks) {
  std::set<Key> keys;
  for (const NewTask& task : tasks)
    if (!keys.insert(key_of(task)).second)
      return fail(ErrorKind::kUsage,
                  "add tasks: " + printable_line(task.candidate) + " is there twice for " +
                      printable_line(task.exercise),
                  "name every candidate once for an exercise");
  return keys;
}

// ---- finish

struct Packed {
  PackedDocument result;
  PackedDocument code;
};

Result<std::vector<Packed>> pack_all(const std::vector<Finished>& finished) {
  std::vector<Packed> packed;
  packed.reserve(finished.size());
  for (const Finished& one : finished) {
    ASSAY_TRY(PackedDocument result, pack(one.result));
    ASSAY_TRY(PackedDocument code, pack(one.code));
    packed.push_back({std::move(result), std::move(code)});
  }
  return packed;
}

/// The statements that record a result, prepared once for many.
class Recorder {
 public:
  static Result<Recorder> make(Database& database) {
    constexpr const char* kWhat = "record results";
    ASSAY_TRY(Statement keep,
              database.prepare(kWhat,
                               // Bytes that have gone bad on the disk are made good again.
                               "INSERT INTO document(digest, size, bytes) VALUES (?, ?, ?)"
                               " ON CONFLICT(digest) DO UPDATE SET bytes = excluded.bytes,"
                               " size = excluded.size WHERE bytes IS NOT excluded.bytes"));
    ASSAY_TRY(Statement id, database.prepare(kWhat, "SELECT id FROM document WHERE digest = ?"));
    ASSAY_TRY(Statement state,
              database.prepare(kWhat, "SELECT state, number FROM generation WHERE number = ?"));
    ASSAY_TRY(Statement supersede,
              database.prepare(kWhat,
                               "UPDATE result SET superseded = 1"
                               " WHERE task = ? AND generation = ? AND superseded = 0"));
    ASSAY_TRY(Statement insert,
              database.prepare(kWhat,
                               "INSERT INTO result(task, generation, superseded, gave_up,"
                               " inputs_digest, outcome, score, document, code, finished_at, tries,"
                               " reused) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    return Recorder(database, std::move(keep), std::move(id), std::move(state),
                    std::move(supersede), std::move(insert));
  }

  Status record(const Finished& one, const Packed& packed) {
    ASSAY_CHECK(require_task(*database_, one.task));
    ASSAY_CHECK(require_open_generation(one.generation));
    ASSAY_TRY(const std::int64_t result, keep_document(packed.result));
    ASSAY_TRY(const std::int64_t code, keep_document(packed.code));
    ASSAY_CHECK(supersede_.run(one.task, one.generation));
    return insert_.run(one.task, one.generation, one.gave_up, one.inputs_digest, one.outcome,
                       one.score, result, code, one.finished_at, one.tries, one.reused);
  }

 private:
  Recorder(Database& database, Statement keep, Statement id, Statement state, Statement supersede,
           Statement insert)
      : database_(&database),
        keep_(std::move(keep)),
        id_(std::move(id)),
        state_(std::move(state)),
        supersede_(std::move(supersede)),
        insert_(std::move(insert)) {}

  Status require_open_generation(std::uint32_t generation) {
    ASSAY_TRY(const bool there, state_.first(generation));
    const std::string state = there ? state_.bytes(0) : "";
    state_.reset();
    if (!there)
      return fail(ErrorKind::kNotFound, "the run has no regrade " + std::to_string(generation));
    if (generation > 0 && state != "preview")
      return fail(ErrorKind::kUsage,
                  "record a result in regrade " + std::to_string(generation) + ": it is " + state +
                      " already",
                  "begin another regrade");
    return {};
  }

  Result<std::int64_t> keep_document(const PackedDocument& packed) {
    ASSAY_CHECK(keep_.run(Blob{packed.digest}, packed.size, Blob{packed.bytes}));
    ASSAY_TRY(const bool there, id_.first(Blob{packed.digest}));
    const std::int64_t id = there ? id_.number(0) : 0;
    id_.reset();
    return id;
  }

  Database* database_;
  Statement keep_;
  Statement id_;
  Statement state_;
  Statement supersede_;
  Statement insert_;
};

constexpr const char* kSupersedeAll =
    "UPDATE result SET superseded = 1 WHERE task = ? AND superseded = 0";

}  // namespace

// ---- the roster

Result<RunStore::Added> RunStore::add(const std::vector<NewTask>& tasks_to_add) {
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(const std::set<Key> keys, keys_of(tasks_to_add));
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "add tasks"));
  ASSAY_TRY(const std::vector<Task> stored, tasks());
  std::map<Key, const Task*> known;
  Added added;
  for (const Task& task : stored) {
    known.emplace(Key(task.candidate, task.exercise), &task);
    if (!keys.contains(Key(task.candidate, task.exercise))) added.missing.push_back(task);
  }
  ASSAY_TRY(Statement insert,
            database.prepare("add tasks",
                             "INSERT INTO task(candidate, exercise, entry) VALUES (?, ?, ?)"));
  for (const NewTask& task : tasks_to_add) {
    if (const auto found = known.find(key_of(task)); found != known.end()) {
      if (found->second->entry != task.entry) added.changed.push_back(*found->second);
      continue;
    }
    ASSAY_CHECK(insert.run(task.candidate, task.exercise, task.entry));
    ++added.added;
  }
  ASSAY_CHECK(transaction.commit());
  return added;
}

Status RunStore::replace_entry(const NewTask& task) {
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "replace an entry"));
  ASSAY_TRY(Statement find,
            database.prepare("replace an entry",
                             "SELECT id FROM task WHERE candidate = ? AND exercise = ?"));
  ASSAY_TRY(const bool there, find.first(task.candidate, task.exercise));
  if (!there)
    return fail(ErrorKind::kNotFound, "the run has no submission of " +
                                          printable_line(task.candidate) + " for " +
                                          printable_line(task.exercise));
  const std::int64_t id = find.number(0);
  find.reset();
  ASSAY_TRY(Statement update,
            database.prepare("replace an entry", "UPDATE task SET entry = ? WHERE id = ?"));
  ASSAY_TRY(Statement supersede, database.prepare("replace an entry", kSupersedeAll));
  ASSAY_CHECK(update.run(task.entry, id));
  ASSAY_CHECK(supersede.run(id));
  return transaction.commit();
}

// ---- results

Status RunStore::finish(const std::vector<Finished>& finished) {
  if (finished.empty()) return {};
  ASSAY_TRY(const std::vector<Packed> packed, pack_all(finished));
  const Guard guard(state_->mutex);
  ASSAY_TRY(Transaction transaction, Transaction::write(state_->database, "record results"));
  {
    ASSAY_TRY(Recorder recorder, Recorder::make(state_->database));
    for (std::size_t i = 0; i < finished.size(); ++i)
      ASSAY_CHECK(recorder.record(finished[i], packed[i]));
  }
  return transaction.commit();
}

Status RunStore::reopen(const std::vector<std::int64_t>& tasks_to_reopen) {
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "reopen tasks"));
  ASSAY_TRY(Statement supersede, database.prepare("reopen tasks", kSupersedeAll));
  for (const std::int64_t task : tasks_to_reopen) {
    ASSAY_CHECK(require_task(database, task));
    ASSAY_CHECK(supersede.run(task));
  }
  return transaction.commit();
}

Status RunStore::decide(std::int64_t task, const Decision& decision) {
  if (decision.reason.empty() || decision.author.empty())
    return fail(ErrorKind::kUsage, "a decision needs a reason and an author",
                "say both: they stand in every report");
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "record a decision"));
  ASSAY_CHECK(require_task(database, task));
  ASSAY_TRY(Statement insert,
            database.prepare("record a decision",
                             "INSERT INTO decision(task, score, reason, author, at)"
                             " VALUES (?, ?, ?, ?, ?)"));
  ASSAY_CHECK(insert.run(task, decision.score, decision.reason, decision.author, decision.at));
  return transaction.commit();
}

}  // namespace assay::store
