#include "store/transaction.h"

namespace assay::store {

Result<Transaction> Transaction::write(Database& database, std::string_view attempted) {
  ASSAY_CHECK(database.run(attempted, "BEGIN IMMEDIATE"));
  return Transaction(&database, attempted);
}

Result<Transaction> Transaction::read(Database& database, std::string_view attempted) {
  if (database.in_transaction()) return Transaction(nullptr, attempted);
  ASSAY_CHECK(database.run(attempted, "BEGIN"));
  return Transaction(&database, attempted);
}

Status Transaction::commit() {
  if (database_ == nullptr) return {};
  ASSAY_CHECK(database_->run(attempted_, "COMMIT"));
  database_ = nullptr;
  return {};
}

Transaction::~Transaction() {
  // After a full disk SQLite has rolled back by itself. What fails here is undone when the
  // database is opened next.
  if (database_ != nullptr && database_->in_transaction())
    static_cast<void>(database_->run("roll back", "ROLLBACK"));
}

}  // namespace assay::store
