// Rows of run.db as values. Inside of src/store only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/lately.h"
#include "base/result.h"
#include "store/database.h"
#include "store/run_store.h"

namespace assay::store {

/// Reads tasks with what is known of them, one after another, by statements prepared once.
class SubmissionReader {
 public:
  /// Of the newest applied generation that has a result of a task.
  static Result<SubmissionReader> current(Database& database);
  /// Of one generation only.
  static Result<SubmissionReader> of_generation(Database& database, std::uint32_t generation);

  /// What is known of the task in the row of `tasks`, whose columns begin with kTaskColumns.
  Result<StoredSubmission> read(const Statement& tasks);

 private:
  SubmissionReader(Statement result, Statement document, Statement decisions,
                   std::optional<std::uint32_t> generation)
      : result_(std::move(result)),
        document_(std::move(document)),
        decisions_(std::move(decisions)),
        generation_(generation) {}
  Result<std::optional<Finished>> read_result(const Task& task);
  Result<std::string> read_document(std::int64_t id, const Task& task);
  Result<std::string> read_afresh(std::int64_t id, const Task& task);
  Result<std::vector<Decision>> read_decisions(std::int64_t task);

  Statement result_;
  Statement document_;
  Statement decisions_;
  std::optional<std::uint32_t> generation_;
  Lately<std::int64_t, std::string> lately_{4};  // results and code of two that many handed in
};

/// The columns of read_task(), of a query over `task`. Progress and tries are those of the result
/// that counts, wherever it comes from; without one a task is pending.
inline constexpr std::string_view kTaskColumns =
    "task.id, task.candidate, task.exercise, task.entry, counting.gave_up, counting.tries";
/// To be said between kTaskColumns and WHERE: joins `counting`, the result that counts.
inline constexpr std::string_view kFromTasks =
    " FROM task LEFT JOIN result AS counting ON counting.id = ("
    "SELECT result.id FROM result JOIN generation ON generation.number = result.generation"
    " WHERE result.task = task.id AND result.superseded = 0 AND generation.state = 'applied'"
    " ORDER BY result.generation DESC LIMIT 1)";
Task read_task(const Statement& row);

tl::unexpected<Error> no_task(std::int64_t task);

/// "SELECT", the columns and tables above, and `rest`.
std::string select_tasks(std::string_view rest);

}  // namespace assay::store
