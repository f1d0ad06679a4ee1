// Regrades: generations of results beside the batch's own. Whether one counts is a word in its row,
// so that applying it is one write, whatever it holds.
#include <utility>

#include "store/run_state.h"
#include "store/run_store.h"
#include "store/transaction.h"

namespace assay::store {
namespace {

using Guard = std::lock_guard<std::recursive_mutex>;

constexpr std::pair<RegradeState, std::string_view> kStates[] = {
    {RegradeState::kPreview, "preview"},
    {RegradeState::kApplied, "applied"},
    {RegradeState::kDropped, "dropped"},
};

std::string_view text_of(RegradeState state) {
  for (const auto& [value, text] : kStates)
    if (value == state) return text;
  return "preview";
}

RegradeState state_of(std::string_view text) {
  for (const auto& [value, name] : kStates)
    if (name == text) return value;
  return RegradeState::kPreview;
}

}  // namespace

Status RunStore::set_settings(const std::string& settings) {
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "change the run's settings"));
  ASSAY_TRY(Statement update,
            database.prepare("change the run's settings",
                             "UPDATE generation SET settings = ? WHERE number = 0"));
  ASSAY_CHECK(update.run(settings));
  ASSAY_CHECK(transaction.commit());
  state_->header.settings = settings;
  return {};
}

Result<Regrade> RunStore::begin_regrade(const std::string& reason, const std::string& settings,
                                        std::int64_t now) {
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "begin a regrade"));
  ASSAY_TRY(const std::int64_t last,
            database.number("begin a regrade", "SELECT max(number) FROM generation"));
  Regrade regrade{static_cast<std::uint32_t>(last + 1), reason, settings, now,
                  RegradeState::kPreview};
  ASSAY_TRY(Statement insert,
            database.prepare("begin a regrade",
                             "INSERT INTO generation(number, reason, settings, created_at, state)"
                             " VALUES (?, ?, ?, ?, 'preview')"));
  ASSAY_CHECK(insert.run(regrade.generation, reason, settings, now));
  ASSAY_CHECK(transaction.commit());
  return regrade;
}

Result<std::vector<Regrade>> RunStore::regrades() const {
  const Guard guard(state_->mutex);
  ASSAY_TRY(Statement rows,
            state_->database.prepare("read regrades",
                                     "SELECT number, reason, settings, created_at, state"
                                     " FROM generation WHERE number > 0 ORDER BY number"));
  std::vector<Regrade> regrades;
  for (Result<bool> row = rows.first();; row = rows.next()) {
    ASSAY_CHECK(row);
    if (!*row) return regrades;
    regrades.push_back({static_cast<std::uint32_t>(rows.number(0)), rows.bytes(1), rows.bytes(2),
                        rows.number(3), state_of(rows.bytes(4))});
  }
}

Status RunStore::settle_regrade(std::uint32_t generation, RegradeState state) {
  const std::string name = "regrade " + std::to_string(generation);
  if (state == RegradeState::kPreview)
    return fail(ErrorKind::kUsage, "settle " + name + ": it is applied or dropped");
  const Guard guard(state_->mutex);
  Database& database = state_->database;
  ASSAY_TRY(Transaction transaction, Transaction::write(database, "settle a regrade"));
  ASSAY_TRY(Statement query,
            database.prepare("settle a regrade",
                             "SELECT state FROM generation WHERE number = ? AND number > 0"));
  ASSAY_TRY(const bool there, query.first(generation));
  if (!there) return fail(ErrorKind::kNotFound, "the run has no " + name);
  const RegradeState before = state_of(query.bytes(0));
  query.reset();
  if (before == state) return {};
  if (before != RegradeState::kPreview)
    return fail(ErrorKind::kUsage,
                "settle " + name + ": it is " + std::string(text_of(before)) + " already",
                "begin another regrade");
  ASSAY_TRY(Statement update, database.prepare("settle a regrade",
                                               "UPDATE generation SET state = ? WHERE number = ?"));
  ASSAY_CHECK(update.run(text_of(state), generation));
  return transaction.commit();
}

}  // namespace assay::store
