#include "store/result_cache.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <utility>
#include <vector>

#include "store/cache_folder.h"
#include "store/document.h"
#include "store/transaction.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;
using Guard = std::lock_guard<std::mutex>;

// A use is noted to the minute: whoever asks ten thousand times does not write as often.
constexpr std::int64_t kUseIsNoted = 60;

Status require_key(std::string_view key) {
  const bool fits = key.size() == 64 && key.find_first_not_of("0123456789abcdef") == key.npos;
  if (!fits) return fail("ask the result cache: the key is no SHA-256 digest");
  return {};
}

bool is_worth_noting(std::int64_t last_use, std::int64_t now) {
  // Also when the clock was set back: what was used in the future would never grow old.
  return now < last_use || now - last_use >= kUseIsNoted;
}

}  // namespace

struct ResultCache::State {
  State(fs::path the_folder, Database the_database)
      : folder(std::move(the_folder)), database(std::move(the_database)) {}

  /// Runs `operation` on the database; where that shows damage, once more on a new one.
  template <class Operation>
  auto with_database(const Operation& operation) -> decltype(operation(std::declval<Database&>())) {
    if (!database) ASSAY_CHECK(attach());
    auto outcome = operation(*database);
    if (outcome || !database->damage_seen()) return outcome;
    ASSAY_CHECK(replace());
    return operation(*database);
  }
  Status attach() {
    ASSAY_TRY(Database attached, attach_cache(folder));
    database.emplace(std::move(attached));
    return {};
  }
  Status replace() {
    Database broken = *std::move(database);
    database.reset();
    ASSAY_TRY(Database replaced, replace_cache(folder, std::move(broken)));
    database.emplace(std::move(replaced));
    return {};
  }

  std::mutex mutex;
  fs::path folder;
  std::optional<Database> database;  // nothing after a damaged one could not be replaced
  bool notes_use = true;             // until that has failed once: it may have cost seconds
};

ResultCache::ResultCache(std::unique_ptr<State> state) : state_(std::move(state)) {}
ResultCache::ResultCache(ResultCache&&) noexcept = default;
ResultCache& ResultCache::operator=(ResultCache&&) noexcept = default;
ResultCache::~ResultCache() = default;

Result<ResultCache> ResultCache::open(const fs::path& folder) {
  ASSAY_TRY(fs::path real, own_folder(folder));
  ASSAY_TRY(Database database, attach_cache(real));
  return ResultCache(std::make_unique<State>(std::move(real), std::move(database)));
}

namespace {

struct Entry {
  std::int64_t id = 0;
  std::int64_t last_use = 0;
  PackedDocument packed;
};

Result<std::optional<Entry>> read_entry(Database& database, std::string_view key) {
  ASSAY_TRY(Statement query,
            database.prepare("look a result up",
                             "SELECT id, last_use, digest, size, bytes FROM result WHERE key = ?"));
  ASSAY_TRY(const bool there, query.first(key));
  if (!there) return std::nullopt;
  return Entry{query.number(0),
               query.number(1),
               {query.bytes(2), static_cast<std::uint64_t>(query.number(3)), query.bytes(4)}};
}

Status forget(Database& database, std::int64_t id) {
  ASSAY_TRY(Statement remove,
            database.prepare("remove a result", "DELETE FROM result WHERE id = ?"));
  return remove.run(id);
}

Status note_use(Database& database, std::int64_t id, std::int64_t now) {
  ASSAY_TRY(Statement note, database.prepare("note that a result was used",
                                             "UPDATE result SET last_use = ? WHERE id = ?"));
  return note.run(now, id);
}

/// The longest unused entries that have to go so that at most `max_bytes` remain.
Result<std::vector<std::int64_t>> surplus(Database& database, std::uint64_t max_bytes) {
  ASSAY_TRY(const std::int64_t total,
            database.number("prune the result cache", "SELECT sum(kept) FROM result"));
  auto left = static_cast<std::uint64_t>(total);
  std::vector<std::int64_t> ids;
  ASSAY_TRY(Statement oldest,
            database.prepare("prune the result cache",
                             "SELECT id, kept FROM result ORDER BY last_use, id"));
  for (Result<bool> row = oldest.first(); left > max_bytes; row = oldest.next()) {
    ASSAY_CHECK(row);
    if (!*row) break;
    ids.push_back(oldest.number(0));
    left -= std::min(left, static_cast<std::uint64_t>(oldest.number(1)));
  }
  return ids;
}

Result<std::uint64_t> prune_entries(Database& database, std::int64_t unused_since,
                                    std::uint64_t max_bytes) {
  constexpr const char* kWhat = "prune the result cache";
  ASSAY_TRY(Transaction transaction, Transaction::write(database, kWhat));
  ASSAY_TRY(Statement old, database.prepare(kWhat, "DELETE FROM result WHERE last_use < ?"));
  ASSAY_CHECK(old.run(unused_since));
  auto removed = static_cast<std::uint64_t>(database.changes());
  ASSAY_TRY(const std::vector<std::int64_t> ids, surplus(database, max_bytes));
  for (const std::int64_t id : ids) ASSAY_CHECK(forget(database, id));
  removed += ids.size();
  ASSAY_CHECK(transaction.commit());
  return removed;
}

}  // namespace

Result<std::optional<std::string>> ResultCache::find(std::string_view digest, std::int64_t now) {
  ASSAY_CHECK(require_key(digest));
  const Guard guard(state_->mutex);
  return state_->with_database([&](Database& database) -> Result<std::optional<std::string>> {
    ASSAY_TRY(const std::optional<Entry> entry, read_entry(database, digest));
    if (!entry) return std::nullopt;
    std::optional<std::string> document = unpack(entry->packed);
    if (!document) {
      static_cast<void>(forget(database, entry->id));  // if not now, then when it is found again
    } else if (state_->notes_use && is_worth_noting(entry->last_use, now)) {
      // What was found is good however that ends.
      state_->notes_use = note_use(database, entry->id, now).has_value();
    }
    return document;
  });
}

Status ResultCache::keep(std::string_view digest, std::string_view document, std::int64_t now) {
  ASSAY_CHECK(require_key(digest));
  ASSAY_TRY(const PackedDocument packed, pack(document));
  const Guard guard(state_->mutex);
  return state_->with_database([&](Database& database) -> Status {
    ASSAY_TRY(Statement keep,
              database.prepare("keep a result",
                               "INSERT INTO result(key, last_use, kept, size, digest, bytes)"
                               " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET"
                               " last_use = excluded.last_use, kept = excluded.kept,"
                               " size = excluded.size, digest = excluded.digest,"
                               " bytes = excluded.bytes"));
    return keep.run(digest, now, packed.bytes.size(), packed.size, Blob{packed.digest},
                    Blob{packed.bytes});
  });
}

Result<CacheFacts> ResultCache::facts() const {
  const Guard guard(state_->mutex);
  return state_->with_database([](Database& database) -> Result<CacheFacts> {
    ASSAY_TRY(Statement query,
              database.prepare("read the result cache",
                               "SELECT count(*), sum(kept), min(last_use), max(last_use)"
                               " FROM result"));
    ASSAY_TRY(const bool there, query.first());
    if (!there) return CacheFacts{};
    return CacheFacts{static_cast<std::uint64_t>(query.number(0)),
                      static_cast<std::uint64_t>(query.number(1)), query.number(2),
                      query.number(3)};
  });
}

Result<std::uint64_t> ResultCache::prune(std::int64_t unused_since, std::uint64_t max_bytes) {
  const Guard guard(state_->mutex);
  return state_->with_database([&](Database& database) -> Result<std::uint64_t> {
    ASSAY_TRY(const std::uint64_t removed, prune_entries(database, unused_since, max_bytes));
    // What another process's work holds up is given back the next time.
    static_cast<void>(database.run("give space back", "PRAGMA incremental_vacuum"));
    static_cast<void>(database.run("give space back", "PRAGMA wal_checkpoint(TRUNCATE)"));
    return removed;
  });
}

}  // namespace assay::store
