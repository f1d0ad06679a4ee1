// A run that nothing goes wrong with: what is put in comes out, in the roster's order, and nothing
// that was recorded is ever lost to what is recorded later.
#include "store_support.h"

namespace assay::store {
namespace {

using test::finished;
using test::ids_of;
using test::new_run;
using test::reopened;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class StoreRun : public testing::Test {
 protected:
  TempDir dir_ = test::scratch();
  std::filesystem::path folder_ = dir_.path() / "a" / "run";
};

TEST_F(StoreRun, WhatIsPutInComesOutAgain) {
  EXPECT_FALSE(RunStore::exists(folder_));
  Finished one = finished(2, 70);
  one.tries = 3;
  one.reused = true;
  Finished two = finished(1);
  two.gave_up = true;
  two.score.reset();
  two.outcome = "infrastructure_error";
  two.inputs_digest = "";
  std::string before;
  {
    RunStore store = new_run(folder_, 3);
    ASSERT_OK(store.finish({one}));
    ASSERT_OK(store.finish({two}));
    ASSERT_OK(store.decide(2, {90, "the network was down", "grace", 1'700'000'200}));
    before = test::dump(store);
  }
  EXPECT_TRUE(RunStore::exists(folder_));
  for (const auto access : {RunStore::Access::kRead, RunStore::Access::kWrite}) {
    const RunStore store = reopened(folder_, access);
    EXPECT_EQ(store.header().id, test::header().id);
    EXPECT_EQ(store.header().settings, test::header().settings);
    EXPECT_EQ(store.header().created_at, test::header().created_at);
    EXPECT_THAT(store.remarks(), IsEmpty());
    EXPECT_EQ(test::dump(store), before);
    EXPECT_THAT(ids_of(store.tasks()), ElementsAre(1, 2, 3));
    EXPECT_THAT(ids_of(store.pending()), ElementsAre(3));
    EXPECT_EQ(store.count(Progress::kPending), 1U);
    EXPECT_EQ(store.count(Progress::kDone), 1U);
    EXPECT_EQ(store.count(Progress::kGaveUp), 1U);
    const auto found = store.find(2);
    ASSERT_OK(found);
    EXPECT_EQ(found->task.progress, Progress::kDone);
    EXPECT_EQ(found->task.tries, 3U);
    EXPECT_EQ(found->current->score, 70U);
    EXPECT_EQ(found->current->result, one.result);
    EXPECT_EQ(found->current->code, one.code);
    EXPECT_TRUE(found->current->reused);
    EXPECT_EQ(found->decisions.at(0).author, "grace");
    EXPECT_EQ(store.find(1)->current->score, std::nullopt);
    EXPECT_EQ(store.find(1)->task.progress, Progress::kGaveUp);
    EXPECT_EQ(store.find(3)->current, std::nullopt);
    EXPECT_EQ(store.find(4).error().kind, ErrorKind::kNotFound);
  }
}

TEST_F(StoreRun, ThereIsOneRunInAFolder) {
  { const RunStore store = new_run(folder_, 1); }
  const auto second = RunStore::create(folder_, test::header());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(second.error().message, HasSubstr("holds a run already"));
  EXPECT_THAT(ids_of(reopened(folder_).tasks()), ElementsAre(1));
}

TEST_F(StoreRun, WhereThereIsNoneSaysSo) {
  for (const std::filesystem::path& folder : {dir_.path(), dir_.path() / "absent"}) {
    const auto store = RunStore::open(folder, RunStore::Access::kWrite);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, ErrorKind::kNotFound);
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path())) << "asking leaves nothing behind";
}

TEST_F(StoreRun, AddingAgainFindsWhatIsNewChangedAndMissing) {
  RunStore store = new_run(folder_, 3);
  ASSERT_OK(store.finish({finished(1)}));
  auto again = test::tasks(4);
  again[0].entry = "{\"moved\":true}";
  again.erase(again.begin() + 1);
  again.push_back({"c1", "limiter", "{}"});  // another exercise is another task
  const auto added = store.add(again);
  ASSERT_OK(added);
  EXPECT_EQ(added->added, 2U);
  ASSERT_EQ(added->changed.size(), 1U);
  EXPECT_EQ(added->changed[0].candidate, "c1");
  EXPECT_EQ(added->changed[0].progress, Progress::kDone);
  ASSERT_EQ(added->missing.size(), 1U);
  EXPECT_EQ(added->missing[0].candidate, "c2");
  EXPECT_EQ(store.find(1)->task.entry, test::tasks(1)[0].entry) << "changed ones are not touched";
  EXPECT_THAT(ids_of(store.pending()), ElementsAre(2, 3, 4, 5));
}

TEST_F(StoreRun, TheSameKeyTwiceAddsNothing) {
  RunStore store = new_run(folder_, 1);
  auto twice = test::tasks(3);
  twice.push_back(twice[1]);
  const auto added = store.add(twice);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(added.error().message, HasSubstr("c2"));
  EXPECT_THAT(ids_of(store.tasks()), ElementsAre(1));
}

TEST_F(StoreRun, ANewEntryIsPendingAndTheOldResultIsHistory) {
  RunStore store = new_run(folder_, 2);
  ASSERT_OK(store.finish({finished(1), finished(2)}));
  ASSERT_OK(store.replace_entry({"c1", "pool", "{\"moved\":true}"}));
  EXPECT_EQ(store.find(1)->task.entry, "{\"moved\":true}");
  EXPECT_EQ(store.find(1)->current, std::nullopt);
  EXPECT_THAT(ids_of(store.pending()), ElementsAre(1));
  EXPECT_EQ(store.results_of(1), 1U);
  EXPECT_EQ(store.replace_entry({"nobody", "pool", ""}).error().kind, ErrorKind::kNotFound);
}

TEST_F(StoreRun, AReopenedTaskIsPendingAndKeepsItsHistory) {
  RunStore store = new_run(folder_, 3);
  ASSERT_OK(store.finish({finished(1, 10), finished(2, 20), finished(3, 30)}));
  ASSERT_OK(store.reopen({3, 1}));
  EXPECT_THAT(ids_of(store.pending()), ElementsAre(1, 3));
  ASSERT_OK(store.finish({finished(1, 11)}));
  EXPECT_EQ(store.find(1)->current->score, 11U);
  EXPECT_EQ(store.results_of(1), 2U);
  const Status unknown = store.reopen({2, 99});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(ids_of(store.pending()), ElementsAre(3)) << "all or nothing";
}

TEST_F(StoreRun, ASecondResultSupersedesTheFirst) {
  RunStore store = new_run(folder_, 1);
  ASSERT_OK(store.finish({finished(1, 10)}));
  ASSERT_OK(store.finish({finished(1, 20), finished(1, 30)}));
  EXPECT_EQ(store.find(1)->current->score, 30U);
  EXPECT_EQ(store.results_of(1), 3U);
}

TEST_F(StoreRun, WhatFailsInTheMiddleRecordsNothing) {
  RunStore store = new_run(folder_, 3);
  ASSERT_OK(store.finish({finished(1, 10)}));
  const std::string before = test::dump(store);
  EXPECT_EQ(store.finish({finished(1), finished(2), finished(99)}).error().kind,
            ErrorKind::kNotFound);
  Finished contradiction = finished(3);
  contradiction.gave_up = true;  // and has a score
  const Status refused = store.finish({finished(1), contradiction});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("SQLITE_CONSTRAINT"));
  EXPECT_EQ(test::dump(store), before);
  EXPECT_EQ(store.results_of(1), 1U);
  ASSERT_OK(store.finish({finished(2)}));
}

TEST_F(StoreRun, BytesOfAnyKindComeBackAsTheyWere) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const std::string hostile = "'); DROP TABLE task; --" + all + "\xff\xfe";
  RunStore store = new_run(folder_, 0);
  ASSERT_OK(store.add({{hostile, hostile, hostile},
                       {std::string("a\0b", 3), "e", ""},
                       {std::string("a\0c", 3), "e", ""}}));
  Finished one = finished(1);
  one.inputs_digest = one.outcome = one.result = one.own = one.code = hostile;
  Finished two = finished(2);
  two.result = two.own = two.code = "";
  ASSERT_OK(store.finish({one, two}));
  ASSERT_OK(store.decide(1, {1, hostile, hostile, -5}));
  const auto found = store.find(1);
  ASSERT_OK(found);
  EXPECT_EQ(found->task.candidate, hostile);
  EXPECT_EQ(found->task.exercise, hostile);
  EXPECT_EQ(found->task.entry, hostile);
  EXPECT_EQ(found->current->inputs_digest, hostile);
  EXPECT_EQ(found->current->outcome, hostile);
  EXPECT_EQ(found->current->result, hostile);
  EXPECT_EQ(found->current->own, hostile);
  EXPECT_EQ(found->current->code, hostile);
  EXPECT_EQ(found->decisions.at(0).reason, hostile);
  EXPECT_EQ(found->decisions.at(0).at, -5);
  EXPECT_EQ(store.find(2)->current->result, "");
  EXPECT_EQ(store.find(2)->task.candidate, std::string("a\0b", 3));
}

TEST_F(StoreRun, EqualDocumentsAreStoredOnceAndSmall) {
  RunStore store = new_run(folder_, 50);
  std::string large;
  while (large.size() < 1'000'000) large += "{\"verdict\":\"passed\",\"test\":\"TestPool\"},";
  for (std::int64_t task = 1; task <= 50; ++task) {
    Finished one = finished(task);
    one.result = large + "]";
    one.code = large;
    ASSERT_OK(store.finish({one}));
  }
  EXPECT_EQ(store.find(50)->current->result, large + "]");
  EXPECT_EQ(store.find(50)->current->code, large);
  EXPECT_EQ(store.find(50)->current->own, finished(50).own);
  EXPECT_LT(std::filesystem::file_size(folder_ / "run.db-wal"), 3'000'000U) << "of 100,000,000";
  EXPECT_EQ(test::ask_sql(folder_ / "run.db", "SELECT count(*) FROM document"), "52 ");
}

TEST_F(StoreRun, ADocumentThatIsTooLargeIsRefused) {
  RunStore store = new_run(folder_, 1);
  Finished one = finished(1);
  one.result.assign((256U << 20) + 1, 'x');
  const Status refused = store.finish({one});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("268435456"));
  EXPECT_THAT(ids_of(store.pending()), ElementsAre(1));
  one.result.resize(20U << 20);
  ASSERT_OK(store.finish({one}));
  EXPECT_EQ(store.find(1)->current->result, one.result);
}

TEST_F(StoreRun, DecisionsStandBesideTheScoreOldestFirst) {
  RunStore store = new_run(folder_, 2);
  ASSERT_OK(store.decide(2, {50, "first", "ada", 200}));
  ASSERT_OK(store.finish({finished(2, 70)}));
  ASSERT_OK(store.decide(2, {60, "second", "bob", 100}));  // the clock was set back
  const auto found = store.find(2);
  ASSERT_EQ(found->decisions.size(), 2U);
  EXPECT_EQ(found->decisions[0].reason, "first");
  EXPECT_EQ(found->decisions[1].reason, "second");
  EXPECT_EQ(found->current->score, 70U);
  EXPECT_EQ(store.decide(3, {1, "r", "a", 1}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store.decide(1, {1, "", "a", 1}).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(store.decide(1, {1, "r", "", 1}).error().kind, ErrorKind::kUsage);
}

TEST_F(StoreRun, OrderDoesNotDependOnTheClock) {
  RunStore store = new_run(folder_, 2);
  Finished late = finished(1, 10);
  late.finished_at = 2'000'000'000;
  Finished early = finished(1, 20);
  early.finished_at = -1;
  ASSERT_OK(store.finish({late}));
  ASSERT_OK(store.finish({early}));
  EXPECT_EQ(store.find(1)->current->score, 20U) << "the one recorded last counts";
  EXPECT_EQ(store.find(1)->current->finished_at, -1);
  ASSERT_OK(store.begin_regrade("first", "{}", 2'000'000'000));
  ASSERT_OK(store.begin_regrade("second", "{}", 5));
  EXPECT_EQ(store.regrades()->at(1).reason, "second");
  EXPECT_EQ(store.regrades()->at(1).created_at, 5);
}

TEST_F(StoreRun, AnErrorOfTheReaderEndsTheReading) {
  RunStore store = new_run(folder_, 5);
  std::vector<std::int64_t> seen;
  const Status status = store.for_each([&](const StoredSubmission& one) -> Status {
    seen.push_back(one.task.id);
    EXPECT_EQ(store.results_of(one.task.id), 0U) << "questions in between are allowed";
    EXPECT_TRUE(store.find(one.task.id));
    if (one.task.id == 3) return fail(ErrorKind::kInterrupted, "enough");
    return {};
  });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "enough");
  EXPECT_THAT(seen, ElementsAre(1, 2, 3));
  ASSERT_OK(store.finish({finished(1)}));
}

}  // namespace
}  // namespace assay::store
