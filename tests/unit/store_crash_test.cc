// Writers that are killed, writers that meet, and readers beside them.
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <random>

#include "store/database.h"
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
using testing::IsEmpty;

class StoreCrash : public testing::Test {
 protected:
  TempDir dir_ = test::scratch();
  fs::path folder_ = dir_.path() / "run";
};

constexpr std::size_t kTasks = 1000;

// Ends this process, as abruptly as SIGKILL does, within `longest` from now. The moment is the
// kernel's to keep, however busy the machine is.
void die_within(std::chrono::microseconds longest, unsigned chance) {
  const auto span = static_cast<unsigned>(std::max<std::int64_t>(2, longest.count()));
  itimerval timer{};
  timer.it_value.tv_usec = static_cast<suseconds_t>(1 + chance % std::min(span, 900'000U));
  ASSERT_EQ(::setitimer(ITIMER_REAL, &timer, nullptr), 0);
}

/// Records what is pending, one to three at a time, and says each id once it is recorded. Having
/// recorded `last_words` it dies, at a moment by `chance` in the next two transactions or so.
void record(const fs::path& folder, int say, std::size_t last_words, unsigned chance) {
  RunStore store = RunStore::exists(folder) ? reopened(folder) : new_run(folder, 0);
  if (const auto added = store.add(test::tasks(kTasks)); !added)
    throw std::runtime_error(added.error().message);
  const std::vector<std::int64_t> pending = ids_of(store.pending());
  bool dying = false;
  for (std::size_t i = 0; i < pending.size();) {
    std::vector<Finished> some;
    for (std::size_t n = 0; n <= i % 3 && i + n < pending.size(); ++n)
      some.push_back(finished(pending[i + n]));
    const auto begin = std::chrono::steady_clock::now();
    if (const Status recorded = store.finish(some); !recorded)
      throw std::runtime_error(recorded.error().message);
    const auto took = std::chrono::steady_clock::now() - begin;
    for (const Finished& one : some) {
      char bytes[sizeof one.task];
      std::memcpy(bytes, &one.task, sizeof bytes);
      if (!write_all(say, {bytes, sizeof bytes})) return;
    }
    i += some.size();
    if (i < last_words || dying) continue;
    dying = true;
    die_within(std::chrono::duration_cast<std::chrono::microseconds>(2 * took), chance);
  }
}

std::vector<std::int64_t> ids_in(const std::string& said) {
  EXPECT_EQ(said.size() % sizeof(std::int64_t), 0U) << said;
  std::vector<std::int64_t> ids(said.size() / sizeof(std::int64_t));
  if (!ids.empty()) std::memcpy(ids.data(), said.data(), said.size());
  return ids;
}

// Everything that was reported is there, once.
void expect_recorded(const RunStore& store, const std::map<std::int64_t, int>& reported) {
  for (const auto& [id, times] : reported) {
    EXPECT_EQ(times, 1) << "task " << id << " was pending again after it had been recorded";
    const auto found = store.find(id);
    ASSERT_OK(found);
    ASSERT_TRUE(found->current) << "task " << id << " was reported and is lost";
    EXPECT_EQ(found->current->result, finished(id).result);
  }
}

TEST_F(StoreCrash, AWriterKilledAtAnyMomentLosesNothingThatItReported) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::map<std::int64_t, int> reported;
  int killed_at_work = 0;
  for (int round = 0; round < 50; ++round) {
    const auto chance = static_cast<unsigned>(random());
    const std::size_t last_words = 1 + random() % 20;
    test::Child child([&](int say) { record(folder_, say, last_words, chance); });
    std::string said;
    if (round % 4 == 0)  // while it opens or makes the run
      ::usleep(static_cast<useconds_t>(random()) % 50'000);
    else
      said = child.rest();
    child.kill();
    const std::vector<std::int64_t> ids = ids_in(said + child.rest());
    for (const std::int64_t id : ids) ++reported[id];
    if (!ids.empty() && reported.size() < kTasks) ++killed_at_work;
    if (RunStore::exists(folder_) && round % 5 == 0)
      expect_recorded(reopened(folder_, RunStore::Access::kRead), reported);
  }
  EXPECT_GT(killed_at_work, 20) << "too few were killed in the middle for this to say anything";
  {
    test::Child last([&](int say) { record(folder_, say, kTasks + 1, 0); });
    for (const std::int64_t id : ids_in(last.rest())) ++reported[id];
  }
  RunStore store = reopened(folder_);
  expect_recorded(store, reported);
  EXPECT_THAT(ids_of(store.pending()), IsEmpty());
  for (std::size_t id = 1; id <= kTasks; ++id)
    ASSERT_EQ(store.results_of(static_cast<std::int64_t>(id)), 1U) << "task " << id;

  RunStore alone = new_run(dir_.path() / "alone", kTasks);
  std::vector<Finished> all;
  for (std::size_t id = 1; id <= kTasks; ++id)
    all.push_back(finished(static_cast<std::int64_t>(id)));
  ASSERT_OK(alone.finish(all));
  EXPECT_EQ(test::dump(store), test::dump(alone)) << "the same as that of a run left alone";
  for (const auto& entry : fs::directory_iterator(folder_))
    EXPECT_THAT(entry.path().filename().string(),
                testing::AnyOf("run.db", "run.db-wal", "run.db-shm", "run.lock"));
}

TEST_F(StoreCrash, TheSecondWriterIsToldWhoTheFirstIs) {
  { const RunStore store = new_run(folder_, 1); }
  test::Child holder([&](int say) {
    const RunStore store = reopened(folder_);
    static_cast<void>(write_all(say, "!"));
    ::pause();
  });
  ASSERT_EQ(holder.hear(1), "!");
  const std::string pid = std::to_string(holder.pid());
  for (int i = 0; i < 2; ++i) {
    const auto second = i == 0 ? RunStore::open(folder_, RunStore::Access::kWrite)
                               : RunStore::create(folder_, test::header());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(second.error().message, HasSubstr("process " + pid + " is writing to the run"));
    EXPECT_THAT(second.error().hint, HasSubstr("kill -INT " + pid));
  }
  EXPECT_TRUE(RunStore::open(folder_, RunStore::Access::kRead)) << "readers need no lock";
  holder.kill();
  EXPECT_TRUE(RunStore::open(folder_, RunStore::Access::kWrite)) << "a dead writer holds nothing";
}

TEST_F(StoreCrash, AReaderBesideAWriterSeesWhatWasCommitted) {
  RunStore writer = new_run(folder_, 5);
  const RunStore reader = reopened(folder_, RunStore::Access::kRead);
  EXPECT_THAT(ids_of(reader.pending()), ElementsAre(1, 2, 3, 4, 5));
  ASSERT_OK(writer.finish({finished(1)}));
  EXPECT_THAT(ids_of(reader.pending()), ElementsAre(2, 3, 4, 5));
  std::vector<std::int64_t> with_result;
  ASSERT_OK(reader.for_each([&](const StoredSubmission& one) -> Status {
    if (one.task.id == 1) ASSAY_CHECK(writer.finish({finished(2), finished(3)}));
    if (one.current) with_result.push_back(one.task.id);
    return {};
  }));
  EXPECT_THAT(with_result, ElementsAre(1)) << "a report is of one moment";
  EXPECT_THAT(ids_of(reader.pending()), ElementsAre(4, 5));
  RunStore& no_writer = const_cast<RunStore&>(reader);
  const Status refused = no_writer.finish({finished(4)});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("readonly"));
}

TEST_F(StoreCrash, SeveralQuestionsCanBeAskedOfOneMoment) {
  RunStore writer = new_run(folder_, 3);
  const RunStore reader = reopened(folder_, RunStore::Access::kRead);
  ASSERT_OK(reader.at_one_moment([&]() -> Status {
    ASSAY_TRY(const auto before, reader.count(Progress::kDone));
    ASSAY_CHECK(writer.finish({finished(1), finished(2)}));
    ASSAY_TRY(const auto after, reader.count(Progress::kDone));
    EXPECT_EQ(before, after);
    EXPECT_FALSE(reader.find(1)->current);
    return reader.for_each([](const StoredSubmission& one) -> Status {
      EXPECT_FALSE(one.current);
      return {};
    });
  }));
  EXPECT_TRUE(reader.find(1)->current);
  const Status ended = reader.at_one_moment([] { return Status(fail("enough")); });
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().message, "enough");
  EXPECT_EQ(reader.count(Progress::kDone), 2U) << "the moment has passed";
}

TEST_F(StoreCrash, ARunThatWasBeingMadeIsMadeAnew) {
  fs::create_directories(folder_);
  test::write_bytes(folder_ / "run.db.new", "half a database");
  test::write_bytes(folder_ / "run.db.new-wal", "half a log");
  test::write_bytes(folder_ / "run.lock", "12345\n");
  EXPECT_FALSE(RunStore::exists(folder_));
  const RunStore store = new_run(folder_, 2);
  EXPECT_THAT(ids_of(store.pending()), ElementsAre(1, 2));
  EXPECT_FALSE(fs::exists(folder_ / "run.db.new"));
  EXPECT_FALSE(fs::exists(folder_ / "run.db.new-wal"));
}

/// A writer that records one result and is killed, so that the result is in the log alone.
void record_and_die(const fs::path& folder) {
  test::Child child([&](int say) {
    RunStore store = reopened(folder);
    if (!store.finish({finished(1)})) throw std::runtime_error("finish");
    static_cast<void>(write_all(say, "!"));
    ::pause();
  });
  ASSERT_EQ(child.hear(1), "!");
}

TEST_F(StoreCrash, ARemovedLogIsSaidAndTheRestGoesOn) {
  { const RunStore store = new_run(folder_, 3); }
  record_and_die(folder_);
  fs::remove(folder_ / "run.db-wal");
  fs::remove(folder_ / "run.db-shm");
  {
    RunStore store = reopened(folder_);
    ASSERT_EQ(store.remarks().size(), 1U);
    EXPECT_THAT(store.remarks()[0], HasSubstr("run.db-wal"));
    EXPECT_THAT(ids_of(store.pending()), ElementsAre(1, 2, 3));
    ASSERT_OK(store.finish({finished(1)}));
  }
  EXPECT_THAT(reopened(folder_).remarks(), IsEmpty());
}

TEST_F(StoreCrash, ALogWithoutItsDatabaseIsNotTakenForAnothers) {
  { const RunStore store = new_run(folder_, 3); }
  record_and_die(folder_);
  fs::rename(folder_ / "run.db", dir_.path() / "kept");
  const auto anew = RunStore::create(folder_, test::header());
  ASSERT_FALSE(anew);
  EXPECT_EQ(anew.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(anew.error().hint, HasSubstr("put run.db back"));
  fs::rename(dir_.path() / "kept", folder_ / "run.db");
  EXPECT_THAT(ids_of(reopened(folder_).pending()), ElementsAre(2, 3));
}

TEST_F(StoreCrash, ADatabaseThatAnotherProgramLocksIsAnErrorThatSaysSo) {
  { const RunStore store = new_run(folder_, 1); }
  const fs::path file = fs::canonical(folder_) / "run.db";
  auto holder = Database::open(file, Database::Access::kWrite, std::chrono::seconds(1), "");
  ASSERT_OK(holder);
  ASSERT_OK(holder->run("hold", "BEGIN IMMEDIATE"));
  auto other = Database::open(file, Database::Access::kWrite, std::chrono::milliseconds(20), "");
  ASSERT_OK(other);
  const Status refused = other->run("record results", "BEGIN IMMEDIATE");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(refused.error().message, HasSubstr("database is locked (SQLITE_BUSY"));
  EXPECT_THAT(refused.error().hint, HasSubstr("fuser -v"));
}

TEST_F(StoreCrash, AForkedChildOfAWriterHoldsNothingOnceItRunsAnotherProgram) {
  pid_t child = -1;
  {
    const RunStore store = new_run(folder_, 1);
    child = ::fork();
    if (child == 0) {
      ::execl("/bin/sleep", "sleep", "100", nullptr);
      ::_exit(127);
    }
    ASSERT_GT(child, 0);
    // Once its arguments are those of the program, its descriptors are, too.
    const std::string arguments = "/proc/" + std::to_string(child) + "/cmdline";
    while (test::bytes_of(arguments).find("sleep") != 0) ::usleep(1000);
  }
  EXPECT_TRUE(RunStore::open(folder_, RunStore::Access::kWrite));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace assay::store
