// What changes a run. Each function is one transaction; what counts is never overwritten, only
// marked as superseded.
#include "store/run_store.h"

#include <map>
#include <set>
#include <utility>

#include "base/text.h"
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
  const Guard guard(state_->mutex);
  if (!state_->recorder) {
    ASSAY_TRY(Recorder recorder, Recorder::make(state_->database));
    state_->recorder.emplace(std::move(recorder));
  }
  ASSAY_TRY(const auto packed, state_->recorder->pack_all(finished));
  ASSAY_TRY(Transaction transaction, Transaction::write(state_->database, "record results"));
  for (std::size_t i = 0; i < finished.size(); ++i)
    ASSAY_CHECK(state_->recorder->record(finished[i], packed[i]));
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
