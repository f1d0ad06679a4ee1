// What asks a run. Each function sees one committed state, however much a writer adds meanwhile,
// and has one submission in memory at a time.
#include <array>

#include "store/run_rows.h"
#include "store/run_state.h"
#include "store/run_store.h"
#include "store/transaction.h"

namespace assay::store {
namespace {

using Guard = std::lock_guard<std::recursive_mutex>;

Result<std::vector<Task>> read_tasks(Database& database, std::string_view rest) {
  ASSAY_TRY(Statement rows, database.prepare("read tasks", select_tasks(rest)));
  std::vector<Task> tasks;
  for (Result<bool> row = rows.first();; row = rows.next()) {
    ASSAY_CHECK(row);
    if (!*row) return tasks;
    tasks.push_back(read_task(rows));
  }
}

/// Hands on every row from `row` on, the result of rows.first().
Status hand_on(Statement& rows, Result<bool> row, SubmissionReader& reader,
               const std::function<Status(StoredSubmission)>& each) {
  for (;; row = rows.next()) {
    ASSAY_CHECK(row);
    if (!*row) return {};
    ASSAY_TRY(StoredSubmission submission, reader.read(rows));
    ASSAY_CHECK(each(std::move(submission)));
  }
}

}  // namespace

Result<std::vector<Task>> RunStore::tasks() const {
  const Guard guard(state_->mutex);
  return read_tasks(state_->database, "ORDER BY task.id");
}

Result<std::vector<Task>> RunStore::pending() const {
  const Guard guard(state_->mutex);
  return read_tasks(state_->database, "WHERE counting.id IS NULL ORDER BY task.id");
}

Result<std::uint64_t> RunStore::count(Progress progress) const {
  const Guard guard(state_->mutex);
  constexpr std::array<std::string_view, 3> kWhere = {"counting.id IS NULL", "counting.gave_up = 0",
                                                      "counting.gave_up = 1"};
  const std::string query = "SELECT count(*)" + std::string(kFromTasks) + " WHERE " +
                            std::string(kWhere.at(static_cast<std::size_t>(progress)));
  ASSAY_TRY(const std::int64_t count, state_->database.number("count tasks", query));
  return static_cast<std::uint64_t>(count);
}

Status RunStore::at_one_moment(const std::function<Status()>& reads) const {
  const Guard guard(state_->mutex);
  ASSAY_TRY(Transaction transaction, Transaction::read(state_->database, "read the run"));
  ASSAY_CHECK(reads());
  return transaction.commit();
}

Status RunStore::for_each(const std::function<Status(StoredSubmission)>& each) const {
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::read(database, "read results"));
  {
    ASSAY_TRY(SubmissionReader reader, SubmissionReader::current(database));
    ASSAY_TRY(Statement rows, database.prepare("read results", select_tasks("ORDER BY task.id")));
    ASSAY_CHECK(hand_on(rows, rows.first(), reader, each));
  }
  return transaction.commit();
}

Status RunStore::for_each_in(std::uint32_t generation,
                             const std::function<Status(StoredSubmission)>& each) const {
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::read(database, "read results"));
  {
    ASSAY_TRY(SubmissionReader reader, SubmissionReader::of_generation(database, generation));
    ASSAY_TRY(
        Statement rows,
        database.prepare("read results", select_tasks("WHERE task.id IN (SELECT task FROM result"
                                                      " WHERE generation = ? AND superseded = 0)"
                                                      " ORDER BY task.id")));
    ASSAY_CHECK(hand_on(rows, rows.first(generation), reader, each));
  }
  return transaction.commit();
}

Result<StoredSubmission> RunStore::find(std::int64_t task) const {
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::read(database, "read a result"));
  auto& finder = state_->finder;
  if (!finder) {
    ASSAY_TRY(Statement rows, database.prepare("read a result", select_tasks("WHERE task.id = ?")));
    ASSAY_TRY(SubmissionReader reader, SubmissionReader::current(database));
    finder.emplace(State::Finder{std::move(rows), std::move(reader)});
  }
  ASSAY_TRY(const bool there, finder->rows.first(task));
  Result<StoredSubmission> found = there ? finder->reader.read(finder->rows) : no_task(task);
  finder->rows.reset();
  ASSAY_CHECK(found);
  ASSAY_CHECK(transaction.commit());
  return found;
}

Result<std::uint64_t> RunStore::results_of(std::int64_t task) const {
  const Guard guard(state_->mutex);
  ASSAY_TRY(Statement query, state_->database.prepare(
                                 "count results", "SELECT count(*) FROM result WHERE task = ?"));
  ASSAY_TRY(const bool row, query.first(task));
  return row ? static_cast<std::uint64_t>(query.number(0)) : 0;
}

}  // namespace assay::store
