// Stores that something happened to: each has a clear outcome, says what to do, and gives out
// nothing that was not recorded.
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

std::string noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes;
  while (bytes.size() < size) bytes += static_cast<char>(random());
  return bytes;
}

class StoreDamage : public testing::Test {
 protected:
  StoreDamage() {
    RunStore store = new_run(folder_, 40);
    for (std::int64_t task = 1; task <= 30; ++task) {
      Finished one = finished(task);
      one.result = noise(3000 + static_cast<std::size_t>(task) * 300, static_cast<unsigned>(task));
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
    EXPECT_THAT(error.hint, HasSubstr(".recover"));
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
  EXPECT_EQ(test::bytes_of(folder_ / "run.db-wal"), "the last results may be here");
  EXPECT_EQ(RunStore::create(folder_, test::header()).error().kind, ErrorKind::kUsage);
}

TEST_F(StoreDamage, CutShort) {
  const std::string all = test::bytes_of(file_);
  for (const std::size_t size : {std::size_t{100}, std::size_t{4096}, all.size() / 2}) {
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
  EXPECT_THAT(error_of_opening().message, HasSubstr("SQLITE_CANTOPEN"));
}

TEST_F(StoreDamage, MadeByANewerAssay) {
  test::run_sql(file_, "PRAGMA user_version = 2");
  for (const auto access : {RunStore::Access::kRead, RunStore::Access::kWrite}) {
    const Error error = error_of_opening(access);
    EXPECT_EQ(error.kind, ErrorKind::kUsage);
    EXPECT_THAT(error.message, HasSubstr("newer assay (version 2 of the store; this one knows 1)"));
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
  ASSERT_GT(pages, 60U);
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
  EXPECT_GT(noticed, 40);
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
  again.result = noise(3000 + 7 * 300, 7);
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

TEST_F(StoreDamage, TheCommandsOfTheHintRecoverWhatThereIs) {
  if (std::system("command -v sqlite3 >/dev/null") != 0)
    ASSAY_SKIP("the program sqlite3 is not installed");
  const std::string all = test::bytes_of(file_);
  overwrite(all.size() / 4096 / 2 * 4096, noise(4096, 3));  // a page of one document or another
  overwrite(16, std::string(2, '\xff'));                    // the size of a page: no database now
  const Error error = error_of_opening();
  expect_damaged(error);
  overwrite(16, std::string("\x10\0", 2));
  const std::size_t begin = error.hint.find("run: ") + 5;
  const std::string commands = error.hint.substr(begin, error.hint.find("; what") - begin);
  ASSERT_EQ(std::system(("cd '" + folder_.string() + "' && " + commands).c_str()), 0) << commands;
  RunStore store = reopened(folder_);
  const std::size_t pending = ids_of(store.pending()).size();
  EXPECT_GE(pending, 10U);
  EXPECT_LE(pending, 12U);
  ASSERT_OK(store.finish({finished(40)}));
}

}  // namespace
}  // namespace assay::store
