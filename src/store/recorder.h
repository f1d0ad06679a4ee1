// Puts results into run.db. Inside of src/store only.
//
// A batch records them a few at a time, thousands of times: statements are prepared once, and a
// document that many have in common is deflated once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/lately.h"
#include "base/result.h"
#include "store/database.h"
#include "store/document.h"
#include "store/run_values.h"

namespace assay::store {

class Recorder {
 public:
  struct Packed {
    PackedDocument result;
    PackedDocument own;
    PackedDocument code;
  };

  /// `database` must outlive it.
  static Result<Recorder> make(Database& database);

  /// What record() needs besides, made before a transaction is begun.
  Result<std::vector<Packed>> pack_all(const std::vector<Finished>& finished);
  /// Inside of a transaction. Errors as RunStore::finish() has them.
  Status record(const Finished& one, const Packed& packed);

 private:
  struct Statements {
    Statement task;
    Statement generation;
    Statement keep;
    Statement id;
    Statement supersede;
    Statement insert;
  };
  explicit Recorder(Statements statements) : statements_(std::move(statements)) {}
  Result<PackedDocument> pack_once(const std::string& document);
  Status require_task(std::int64_t task);
  Status require_open_generation(std::uint32_t generation);
  Result<std::int64_t> keep_document(const PackedDocument& packed);

  Statements statements_;
  Lately<std::string, PackedDocument> lately_{4};  // results and code of two that many handed in
};

}  // namespace assay::store
