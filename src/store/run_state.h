// What a RunStore is made of. Inside of src/store only.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/recorder.h"
#include "store/run_lock.h"
#include "store/run_rows.h"
#include "store/run_store.h"

namespace assay::store {

struct RunStore::State {
  State(std::optional<RunLock> the_lock, Database the_database)
      : lock(std::move(the_lock)), database(std::move(the_database)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (lock) lock->will_be_closed(!database.damage_seen());
  }

  // Held by every operation; recursive, because the functions that for_each() calls may ask for
  // more.
  std::recursive_mutex mutex;
  std::optional<RunLock> lock;  // declared before the database, so that it is let go of after it
  Database database;
  // Of find(): prepared once, because a report asks for every task by itself.
  struct Finder {
    Statement rows;
    SubmissionReader reader;
  };
  std::optional<Finder> finder;
  std::optional<Recorder> recorder;  // of finish()
  RunHeader header;
  std::vector<std::string> remarks;
};

}  // namespace assay::store
