#include "store/recorder.h"

#include <utility>

#include "store/run_rows.h"

namespace assay::store {
namespace {

constexpr const char* kRecording = "record results";

}  // namespace

Result<Recorder> Recorder::make(Database& database) {
  ASSAY_TRY(Statement task, database.prepare(kRecording, "SELECT 1 FROM task WHERE id = ?"));
  ASSAY_TRY(Statement generation,
            database.prepare(kRecording, "SELECT state FROM generation WHERE number = ?"));
  ASSAY_TRY(Statement keep,
            database.prepare(kRecording,
                             // Bytes that have gone bad on the disk are made good again.
                             "INSERT INTO document(digest, size, bytes) VALUES (?, ?, ?)"
                             " ON CONFLICT(digest) DO UPDATE SET bytes = excluded.bytes,"
                             " size = excluded.size WHERE bytes IS NOT excluded.bytes"));
  ASSAY_TRY(Statement id, database.prepare(kRecording, "SELECT id FROM document WHERE digest = ?"));
  ASSAY_TRY(Statement supersede,
            database.prepare(kRecording,
                             "UPDATE result SET superseded = 1"
                             " WHERE task = ? AND generation = ? AND superseded = 0"));
  ASSAY_TRY(Statement insert,
            database.prepare(kRecording,
                             "INSERT INTO result(task, generation, superseded, gave_up,"
                             " inputs_digest, outcome, score, document, own, code, finished_at,"
                             " tries, reused) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  return Recorder(Statements{std::move(task), std::move(generation), std::move(keep), std::move(id),
                             std::move(supersede), std::move(insert)});
}

Result<std::vector<Recorder::Packed>> Recorder::pack_all(const std::vector<Finished>& finished) {
  std::vector<Packed> packed;
  packed.reserve(finished.size());
  for (const Finished& one : finished) {
    ASSAY_TRY(PackedDocument result, pack_once(one.result));
    ASSAY_TRY(PackedDocument own, pack(one.own));
    ASSAY_TRY(PackedDocument code, pack_once(one.code));
    packed.push_back({std::move(result), std::move(own), std::move(code)});
  }
  return packed;
}

Result<PackedDocument> Recorder::pack_once(const std::string& document) {
  if (const PackedDocument* known = lately_.find(document)) return *known;
  ASSAY_TRY(PackedDocument packed, pack(document));
  if (document.size() > kMostRemembered) return packed;
  return lately_.add(document, std::move(packed));
}

Status Recorder::record(const Finished& one, const Packed& packed) {
  ASSAY_CHECK(require_task(one.task));
  ASSAY_CHECK(require_open_generation(one.generation));
  ASSAY_TRY(const std::int64_t result, keep_document(packed.result));
  ASSAY_TRY(const std::int64_t own, keep_document(packed.own));
  ASSAY_TRY(const std::int64_t code, keep_document(packed.code));
  ASSAY_CHECK(statements_.supersede.run(one.task, one.generation));
  return statements_.insert.run(one.task, one.generation, one.gave_up, one.inputs_digest,
                                one.outcome, one.score, result, own, code, one.finished_at,
                                one.tries, one.reused);
}

Status Recorder::require_task(std::int64_t task) {
  ASSAY_TRY(const bool there, statements_.task.first(task));
  statements_.task.reset();
  if (!there) return no_task(task);
  return {};
}

Status Recorder::require_open_generation(std::uint32_t generation) {
  Statement& query = statements_.generation;
  ASSAY_TRY(const bool there, query.first(generation));
  const std::string state = there ? query.bytes(0) : "";
  query.reset();
  if (!there)
    return fail(ErrorKind::kNotFound, "the run has no regrade " + std::to_string(generation));
  if (generation > 0 && state != "preview")
    return fail(ErrorKind::kUsage,
                "record a result in regrade " + std::to_string(generation) + ": it is " + state +
                    " already",
                "begin another regrade");
  return {};
}

Result<std::int64_t> Recorder::keep_document(const PackedDocument& packed) {
  ASSAY_CHECK(statements_.keep.run(Blob{packed.digest}, packed.size, Blob{packed.bytes}));
  ASSAY_TRY(const bool there, statements_.id.first(Blob{packed.digest}));
  const std::int64_t id = there ? statements_.id.number(0) : 0;
  statements_.id.reset();
  return id;
}

}  // namespace assay::store
