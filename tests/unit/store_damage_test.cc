// Stores that something happened to: each has a clear outcome, says what to do, and gives out
// nothing that was not recorded.
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "store_support.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;
using test::finished;
using test::ids_of;
using test::new_run;
using test::reopened;
using testing::ElementsAre;
using testing::HasSubstr;

/// Bytes that no compression makes smaller.
std::string noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes((size + 3) / 4 * 4, '\0');
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const auto word = static_cast<std::uint32_t>(random());
    std::memcpy(bytes.data() + i, &word, sizeof word);
  }
  bytes.resize(size);
  return bytes;
}

class StoreDamage : public testing::Test {
 protected:
  StoreDamage() {
    RunStore store = new_run(folder_, 40);
    for (std::int64_t task = 1; task <= 30; ++task) {
      Finished one = finished(task);
      one.result = noise(1500 + static_cast<std::size_t>(task) * 150, static_cast<unsigned>(task));
      if (!store.finish({one})) throw std::runtime_error("finish");
    }
    whole_ = test::dump(store);
  }
  /// As if the writer before had been killed.
  void forget_the_orderly_end() { test::write_bytes(folder_ / "run.lock", "12345\n"); }
  void overwrite(std::size_t offset, const std::string& bytes) {
    std::string all = test::bytes_of(file_);
    ASSERT_LE(offset + bytes.size(), all.size());
    all.replace(offset, bytes.size(), bytes);
    test::write_bytes(file_, all);
  }
  Error error_of_opening(RunStore::Access access = RunStore::Access::kWrite) {
    const auto store = RunStore::open(folder_, access);
    EXPECT_FALSE(store);
    return store ? Error{} : store.error();
  }
  void expect_damaged(const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::kInfrastructure) << error.message;
    EXPECT_THAT(error.message, HasSubstr(file_.string()));
    EXPECT_THAT(error.hint, HasSubstr("--salvage"));
  }

  TempDir dir_ = test::scratch();
  fs::path folder_ = fs::canonical(dir_.path()) / "run";
  fs::path file_ = folder_ / "run.db";
  std::string whole_;
};

TEST_F(StoreDamage, AHeaderOverwritten) {
  for (const std::size_t size : {16U, 100U, 4096U}) {
    overwrite(0, std::string(size, 'x'));
    for (const auto access : {RunStore::Access::kRead, RunStore::Access::kWrite})
      expect_damaged(error_of_opening(access));
  }
}

TEST_F(StoreDamage, AnEmptyFileAndTheLogBesideItIsKept) {
  test::write_bytes(folder_ / "run.db-wal", "the last results may be here");
  test::write_bytes(file_, "");
  EXPECT_TRUE(RunStore::exists(folder_));
  for (const auto access : {RunStore::Access::kRead, RunStore::Access::kWrite}) {
    const Error error = error_of_opening(access);
    EXPECT_EQ(error.kind, ErrorKind::kInfrastructure);
    EXPECT_THAT(error.message, HasSubstr("is empty"));
    EXPECT_THAT(error.hint, HasSubstr("run.db-wal"));
  }
  EXPECT_FALSE(RunStore::salvage(folder_));
  EXPECT_EQ(test::bytes_of(folder_ / "run.db-wal"), "the last results may be here");
  EXPECT_EQ(RunStore::create(folder_, test::header()).error().kind, ErrorKind::kUsage);
}

TEST_F(StoreDamage, CutShort) {
  const std::string all = test::bytes_of(file_);
  for (const std::size_t size : {std::size_t{600}, std::size_t{4096}, all.size() / 2}) {
    test::write_bytes(file_, all.substr(0, size));
    expect_damaged(error_of_opening());
    expect_damaged(error_of_opening(RunStore::Access::kRead));
  }
}

TEST_F(StoreDamage, ReplacedByText) {
  test::write_bytes(file_, "candidate,score\nada,100\n" + std::string(5000, '\n'));
  expect_damaged(error_of_opening());
  EXPECT_THAT(error_of_opening().message, HasSubstr("SQLITE_NOTADB"));
}

TEST_F(StoreDamage, ReplacedByAnotherProgramsDatabase) {
  fs::remove(file_);
  test::run_sql(file_, "CREATE TABLE bookmarks(url TEXT)");
  const std::string before = test::bytes_of(file_);
  const Error error = error_of_opening();
  EXPECT_EQ(error.kind, ErrorKind::kUsage);
  EXPECT_THAT(error.message, HasSubstr("no run of assay's"));
  EXPECT_EQ(test::bytes_of(file_), before);
}

TEST_F(StoreDamage, ReplacedByAFolderOrASymlink) {
  fs::rename(file_, dir_.path() / "elsewhere");
  fs::create_symlink(dir_.path() / "elsewhere", file_);
  EXPECT_THAT(error_of_opening().hint, HasSubstr("symlink"));
  fs::remove(file_);
  fs::create_directory(file_);
  EXPECT_THAT(error_of_opening().message, HasSubstr("is no plain file"));
}

TEST_F(StoreDamage, MadeByANewerAssay) {
  test::run_sql(file_, "PRAGMA user_version = 3");
  for (const auto access : {RunStore::Access::kRead, RunStore::Access::kWrite}) {
    const Error error = error_of_opening(access);
    EXPECT_EQ(error.kind, ErrorKind::kUsage);
    EXPECT_THAT(error.message, HasSubstr("newer assay (version 3 of the store; this one knows 2)"));
  }
}

TEST_F(StoreDamage, FoundByTheCheckAfterACrash) {
  const std::string all = test::bytes_of(file_);
  overwrite(all.size() / 3 / 4096 * 4096, noise(all.size() / 3 / 4096 * 4096, 7));
  const std::string damaged = test::bytes_of(file_);
  forget_the_orderly_end();
  expect_damaged(error_of_opening());
  expect_damaged(error_of_opening());  // and not only the first time
  EXPECT_EQ(test::bytes_of(file_), damaged) << "a damaged database is left as it is";
}

// Whichever page is spoilt: an error, or everything as it was recorded; never anything else.
TEST_F(StoreDamage, AnyPageThatIsSpoiltIsNoticedWhenItIsRead) {
  const std::string all = test::bytes_of(file_);
  const std::size_t pages = all.size() / 4096;
  ASSERT_GT(pages, 30U);
  int noticed = 0;
  for (std::size_t page = 1; page < pages; ++page) {
    overwrite(page * 4096, noise(4096, static_cast<unsigned>(page)));
    auto store = RunStore::open(folder_, RunStore::Access::kRead);
    if (!store) {
      ++noticed;
    } else {
      try {
        EXPECT_EQ(test::dump(*store), whole_) << "page " << page;
        EXPECT_EQ(ids_of(store->pending()).size(), 10U) << "page " << page;
      } catch (const std::runtime_error&) {
        ++noticed;
      }
    }
    test::write_bytes(file_, all);
  }
  EXPECT_GT(noticed, 25);
}

TEST_F(StoreDamage, ASpoiltDocumentNamesTheCandidateAndIsMadeGoodByGradingAgain) {
  test::run_sql(file_,
                "UPDATE document SET bytes = zeroblob(length(bytes)) WHERE id ="
                " (SELECT document FROM result WHERE task = 7)");
  RunStore store = reopened(folder_);
  const auto found = store.find(7);
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("c7 for pool"));
  EXPECT_THAT(found.error().hint, HasSubstr("--rerun c7"));
  EXPECT_TRUE(store.find(8));
  ASSERT_OK(store.reopen({7}));
  EXPECT_THAT(ids_of(store.pending()).front(), 7);
  Finished again = finished(7);
  again.result = noise(1500 + 7 * 150, 7);
  ASSERT_OK(store.finish({again}));
  EXPECT_EQ(test::dump(store), whole_);
}

TEST_F(StoreDamage, AContradictionCannotBeStored) {
  for (const char* sql :
       {"INSERT INTO result SELECT NULL, task, generation, 0, 0, '', 'graded', 1, document, code, "
        "0,"
        " 1, 0 FROM result WHERE task = 1",
        "UPDATE result SET gave_up = 1 WHERE task = 1", "UPDATE result SET score = -1",
        "UPDATE result SET score = 'high'", "UPDATE result SET task = 999 WHERE task = 1",
        "UPDATE generation SET state = 'dropped' WHERE number = 0",
        "INSERT INTO run VALUES (2, '0123456789abcdef')", "UPDATE run SET id = 'nonsense'",
        "DELETE FROM document", "DELETE FROM task",
        "INSERT INTO task SELECT NULL, candidate, exercise, '' FROM task WHERE id = 1"})
    EXPECT_THROW(test::run_sql(file_, std::string("PRAGMA foreign_keys = ON;") + sql),
                 std::runtime_error)
        << sql;
}

// ---- salvage

/// What is stored is what was recorded, for every task that has a result.
void expect_nothing_false(const RunStore& store, std::uint64_t results) {
  std::uint64_t seen = 0;
  ASSERT_OK(store.for_each([&](const StoredSubmission& one) -> Status {
    EXPECT_EQ(one.task.candidate, "c" + one.task.entry.substr(5, one.task.entry.size() - 6));
    if (!one.current) return {};
    ++seen;
    EXPECT_EQ(one.current->task, one.task.id);
    EXPECT_EQ(one.task.candidate, "c" + std::to_string(one.task.id));
    EXPECT_EQ(one.current->result, noise(1500 + static_cast<std::size_t>(one.task.id) * 150,
                                         static_cast<unsigned>(one.task.id)));
    return {};
  }));
  EXPECT_EQ(seen, results);
}

TEST_F(StoreDamage, SalvageOfAnyPageTakesOverWhatIsLeftAndNothingElse) {
  const std::string all = test::bytes_of(file_);
  const fs::path aside = folder_ / "run.db.damaged";
  std::uint64_t most = 0;
  for (std::size_t page = 1; page < all.size() / 4096; page += 2) {
    SCOPED_TRACE("page " + std::to_string(page));
    overwrite(page * 4096, noise(4096, static_cast<unsigned>(page)));
    const std::string spoilt = test::bytes_of(file_);
    const auto salvaged = RunStore::salvage(folder_);
    if (salvaged) {
      EXPECT_EQ(salvaged->damaged, aside);
      EXPECT_EQ(test::bytes_of(aside), spoilt);
      most = std::max(most, salvaged->results);
      RunStore store = reopened(folder_);
      EXPECT_THAT(store.remarks(), testing::IsEmpty());
      expect_nothing_false(store, salvaged->results);
      ASSERT_OK(store.add(test::tasks(40)));
      EXPECT_EQ(store.tasks()->size(), 40U) << "a page of tasks comes back with the roster";
      EXPECT_EQ(ids_of(store.pending()).size(), 40U - salvaged->results);
    } else {
      EXPECT_EQ(salvaged.error().kind, ErrorKind::kInfrastructure);
      EXPECT_EQ(test::bytes_of(file_), spoilt) << "what cannot be salvaged is left as it is";
      EXPECT_FALSE(fs::exists(aside));
    }
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove(entry.path());
    test::write_bytes(file_, all);
  }
  EXPECT_GE(most, 29U);
}

TEST_F(StoreDamage, SalvageReadsTheLogAndKeepsBoth) {
  {
    test::Child child([&](int say) {
      RunStore store = reopened(folder_);
      Finished one = finished(31);
      one.result = noise(1500 + 31 * 150, 31);
      if (!store.finish({one}) || !store.decide(31, {1, "why", "who", 2}))
        throw std::runtime_error("finish");
      static_cast<void>(write_all(say, "!"));
      ::pause();
    });
    ASSERT_EQ(child.hear(1), "!");
    EXPECT_EQ(RunStore::salvage(folder_).error().kind, ErrorKind::kUsage) << "it has a writer";
  }
  for (const char* name : {"run.db.damaged", "run.db.damaged-2"}) {
    const auto salvaged = RunStore::salvage(folder_);
    ASSERT_OK(salvaged);
    EXPECT_EQ(salvaged->tasks, 40U);
    EXPECT_EQ(salvaged->results, 31U);
    EXPECT_EQ(salvaged->decisions, 1U);
    EXPECT_EQ(salvaged->damaged, folder_ / name);
    EXPECT_TRUE(fs::exists(folder_ / name));
    const RunStore store = reopened(folder_);
    EXPECT_EQ(store.header().settings, test::header().settings);
    EXPECT_EQ(store.find(31)->decisions.size(), 1U);
    expect_nothing_false(store, 31);
  }
}

TEST_F(StoreDamage, WhatIsNoRunIsNotSalvaged) {
  EXPECT_EQ(RunStore::salvage(dir_.path()).error().kind, ErrorKind::kNotFound);
  overwrite(0, std::string(100, 'x'));
  EXPECT_EQ(RunStore::salvage(folder_).error().kind, ErrorKind::kInfrastructure);
  test::write_bytes(file_, "text");
  EXPECT_EQ(RunStore::salvage(folder_).error().kind, ErrorKind::kInfrastructure);
  test::write_bytes(file_, "");
  EXPECT_FALSE(RunStore::salvage(folder_));
  EXPECT_FALSE(fs::exists(folder_ / "run.db.damaged"));
  EXPECT_FALSE(fs::exists(folder_ / "run.db.new"));
}

}  // namespace
}  // namespace assay::store
