#include "store/run_rows.h"

#include <string>

#include "base/text.h"
#include "store/document.h"
#include "store/run_schema.h"

namespace assay::store {
namespace {

constexpr const char* kReading = "read results";

// A run that is only read may be one of version 1, which has no column `own`.
Result<std::string> select_results(Database& database, std::string_view rest) {
  ASSAY_TRY(const std::int64_t version, version_of_run(database));
  return "SELECT generation, gave_up, inputs_digest, outcome, score, document, code, finished_at,"
         " tries, reused, " +
         std::string(version > 1 ? "own" : "NULL") + " FROM result " + std::string(rest);
}

std::uint32_t small(const Statement& row, int column) {
  return static_cast<std::uint32_t>(row.number(column));  // the CHECKs keep it in range
}

struct Sources {
  std::int64_t document;
  std::int64_t code;
  std::optional<std::int64_t> own;
};

Finished read_columns(const Statement& row, std::int64_t task, Sources& sources) {
  Finished result;
  result.task = task;
  result.generation = small(row, 0);
  result.gave_up = row.number(1) != 0;
  result.inputs_digest = row.bytes(2);
  result.outcome = row.bytes(3);
  if (!row.is_null(4)) result.score = small(row, 4);
  sources = {row.number(5), row.number(6), std::nullopt};
  if (!row.is_null(10)) sources.own = row.number(10);
  result.finished_at = row.number(7);
  result.tries = small(row, 8);
  result.reused = row.number(9) != 0;
  return result;
}

struct Parts {
  Statement document;
  Statement decisions;
};

Result<Parts> prepare_parts(Database& database) {
  ASSAY_TRY(Statement document,
            database.prepare(kReading, "SELECT digest, size, bytes FROM document WHERE id = ?"));
  ASSAY_TRY(Statement decisions,
            database.prepare("read decisions",
                             "SELECT score, reason, author, at FROM decision WHERE task = ?"
                             " ORDER BY id"));
  return Parts{std::move(document), std::move(decisions)};
}

}  // namespace

std::string select_tasks(std::string_view rest) {
  return "SELECT " + std::string(kTaskColumns) + std::string(kFromTasks) + " " + std::string(rest);
}

Task read_task(const Statement& row) {
  Task task;
  task.id = row.number(0);
  task.candidate = row.bytes(1);
  task.exercise = row.bytes(2);
  task.entry = row.bytes(3);
  if (row.is_null(4)) return task;
  task.progress = row.number(4) != 0 ? Progress::kGaveUp : Progress::kDone;
  task.tries = small(row, 5);
  return task;
}

tl::unexpected<Error> no_task(std::int64_t task) {
  return fail(ErrorKind::kNotFound, "the run has no task " + std::to_string(task));
}

Result<SubmissionReader> SubmissionReader::current(Database& database) {
  ASSAY_TRY(const std::string query,
            select_results(database,
                           "JOIN generation ON generation.number = result.generation"
                           " WHERE task = ? AND superseded = 0 AND state = 'applied'"
                           " ORDER BY generation DESC LIMIT 1"));
  ASSAY_TRY(Statement result, database.prepare(kReading, query));
  ASSAY_TRY(Parts parts, prepare_parts(database));
  return SubmissionReader(std::move(result), std::move(parts.document), std::move(parts.decisions),
                          std::nullopt);
}

Result<SubmissionReader> SubmissionReader::of_generation(Database& database,
                                                         std::uint32_t generation) {
  ASSAY_TRY(const std::string query,
            select_results(database, "WHERE task = ? AND generation = ? AND superseded = 0"));
  ASSAY_TRY(Statement result, database.prepare(kReading, query));
  ASSAY_TRY(Parts parts, prepare_parts(database));
  return SubmissionReader(std::move(result), std::move(parts.document), std::move(parts.decisions),
                          generation);
}

Result<StoredSubmission> SubmissionReader::read(const Statement& tasks) {
  StoredSubmission submission;
  submission.task = read_task(tasks);
  ASSAY_TRY(submission.current, read_result(submission.task));
  ASSAY_TRY(submission.decisions, read_decisions(submission.task.id));
  return submission;
}

Result<std::optional<Finished>> SubmissionReader::read_result(const Task& task) {
  Result<bool> row = generation_ ? result_.first(task.id, *generation_) : result_.first(task.id);
  ASSAY_CHECK(row);
  if (!*row) return std::nullopt;
  Sources sources{};
  Finished result = read_columns(result_, task.id, sources);
  result_.reset();
  ASSAY_TRY(result.result, read_document(sources.document, task));
  ASSAY_TRY(result.code, read_document(sources.code, task));
  if (!sources.own) return result;
  ASSAY_TRY(result.own, read_afresh(*sources.own, task));
  return result;
}

Result<std::string> SubmissionReader::read_document(std::int64_t id, const Task& task) {
  if (const std::string* known = lately_.find(id)) return *known;
  ASSAY_TRY(std::string document, read_afresh(id, task));
  if (document.size() > kMostRemembered) return document;
  return lately_.add(id, std::move(document));
}

// One document that went bad is no reason to give the others up: its task can be graded again, and
// finish() writes the bytes anew.
Result<std::string> SubmissionReader::read_afresh(std::int64_t id, const Task& task) {
  ASSAY_TRY(const bool there, document_.first(id));
  std::optional<std::string> document;
  if (there)
    document = unpack(
        {document_.bytes(0), static_cast<std::uint64_t>(document_.number(1)), document_.bytes(2)});
  document_.reset();
  if (document) return *std::move(document);
  const std::string candidate = printable_line(task.candidate);
  return fail("read what is stored of " + candidate + " for " + printable_line(task.exercise) +
                  ": it is not what was recorded, so the disk or its memory is failing",
              "grade it again with `assay batch --rerun " + candidate + "`; the rest is intact");
}

Result<std::vector<Decision>> SubmissionReader::read_decisions(std::int64_t task) {
  std::vector<Decision> decisions;
  for (Result<bool> row = decisions_.first(task);; row = decisions_.next()) {
    ASSAY_CHECK(row);
    if (!*row) break;
    decisions.push_back(
        {small(decisions_, 0), decisions_.bytes(1), decisions_.bytes(2), decisions_.number(3)});
  }
  decisions_.reset();
  return decisions;
}

}  // namespace assay::store
