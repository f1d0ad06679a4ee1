// Runs that an older assay made: read as they are, and brought up to date by the first writer.
#include "store_support.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;
using test::finished;
using test::new_run;
using test::reopened;

// The table as version 1 had it: a result's document was all of it.
constexpr const char* kToVersion1 = R"sql(
  PRAGMA foreign_keys = OFF;
  CREATE TABLE older(
    id INTEGER PRIMARY KEY CHECK (id > 0),
    task INTEGER NOT NULL REFERENCES task(id),
    generation INTEGER NOT NULL REFERENCES generation(number),
    superseded INTEGER NOT NULL CHECK (superseded IN (0, 1)),
    gave_up INTEGER NOT NULL CHECK (gave_up IN (0, 1)),
    inputs_digest TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome <> ''),
    score INTEGER CHECK (score BETWEEN 0 AND 4294967295),
    document INTEGER NOT NULL REFERENCES document(id),
    code INTEGER NOT NULL REFERENCES document(id),
    finished_at INTEGER NOT NULL,
    tries INTEGER NOT NULL CHECK (tries BETWEEN 0 AND 4294967295),
    reused INTEGER NOT NULL CHECK (reused IN (0, 1)),
    CHECK (gave_up = 0 OR score IS NULL)
  ) STRICT;
  INSERT INTO older SELECT id, task, generation, superseded, gave_up, inputs_digest, outcome, score,
    document, code, finished_at, tries, reused FROM result;
  DROP TABLE result;
  ALTER TABLE older RENAME TO result;
  CREATE UNIQUE INDEX result_that_counts ON result(task, generation) WHERE superseded = 0;
  CREATE INDEX result_of_task ON result(task);
  CREATE INDEX result_of_generation ON result(generation, task) WHERE superseded = 0;
  PRAGMA user_version = 1;
)sql";

class StoreVersion : public testing::Test {
 protected:
  StoreVersion() {
    RunStore store = new_run(folder_, 3);
    for (const std::int64_t task : {1, 2}) {
      Finished one = finished(task);
      one.own.clear();
      if (!store.finish({one})) throw std::runtime_error("finish");
    }
    whole_ = test::dump(store);
  }
  void make_older() { test::run_sql(folder_ / "run.db", kToVersion1); }
  std::string version() { return test::ask_sql(folder_ / "run.db", "PRAGMA user_version"); }

  TempDir dir_ = test::scratch();
  fs::path folder_ = fs::canonical(dir_.path()) / "run";
  std::string whole_;
};

TEST_F(StoreVersion, AReaderTakesAnOlderRunAsItIs) {
  make_older();
  const RunStore store = reopened(folder_, RunStore::Access::kRead);
  EXPECT_EQ(test::dump(store), whole_);
  EXPECT_EQ(store.find(1)->current->own, "");
  EXPECT_EQ(version(), "1 ");
}

TEST_F(StoreVersion, AWriterBringsItUpToDateAndGoesOn) {
  make_older();
  RunStore store = reopened(folder_);
  EXPECT_EQ(version(), "2 ");
  EXPECT_EQ(test::dump(store), whole_);
  ASSERT_OK(store.finish({finished(3)}));
  EXPECT_EQ(store.find(2)->current->own, "");
  EXPECT_EQ(store.find(3)->current->own, finished(3).own);
  EXPECT_EQ(test::ask_sql(folder_ / "run.db", "PRAGMA foreign_key_check"), "");
}

TEST_F(StoreVersion, AnOlderRunIsSalvagedIntoANewOne) {
  make_older();
  const auto salvaged = RunStore::salvage(folder_);
  ASSERT_OK(salvaged);
  EXPECT_EQ(salvaged->results, 2U);
  EXPECT_EQ(version(), "2 ");
  EXPECT_EQ(test::dump(reopened(folder_)), whole_);
}

}  // namespace
}  // namespace assay::store
