// Transactions on a Database.
#pragma once

#include <string_view>
#include <utility>

#include "base/result.h"
#include "store/database.h"

namespace assay::store {

/// All or nothing: what is not committed is rolled back when the object goes.
class Transaction {
 public:
  /// Waits for the write lock at once, so that nothing later can find the database locked.
  static Result<Transaction> write(Database& database, std::string_view attempted);
  /// One state of the database for all that is read in it. Inside of another transaction: a part
  /// of that one.
  static Result<Transaction> read(Database& database, std::string_view attempted);
  Transaction(Transaction&& other) noexcept
      : database_(std::exchange(other.database_, nullptr)), attempted_(other.attempted_) {}
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  Status commit();

 private:
  Transaction(Database* database, std::string_view attempted)
      : database_(database), attempted_(attempted) {}
  Database* database_;
  std::string_view attempted_;
};

}  // namespace assay::store
