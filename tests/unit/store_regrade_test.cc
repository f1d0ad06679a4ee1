// Grading again: a preview changes nothing, an applied regrade counts, and every version stays.
#include "store_support.h"

namespace assay::store {
namespace {

using test::finished;
using test::ids_of;
using test::new_run;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class StoreRegrade : public testing::Test {
 protected:
  StoreRegrade() {
    if (!store_.finish({finished(1, 10), finished(2, 20), finished(3, 30)}))
      throw std::runtime_error("finish");
  }
  std::uint32_t begin(const std::string& reason = "a test was wrong") {
    const auto regrade = store_.begin_regrade(reason, "{\"new\":1}", 7);
    if (!regrade) throw std::runtime_error(regrade.error().message);
    return regrade->generation;
  }
  Status finish_in(std::uint32_t generation, std::int64_t task, std::uint32_t score) {
    Finished one = finished(task, score);
    one.generation = generation;
    return store_.finish({one});
  }
  std::vector<std::pair<std::int64_t, std::uint32_t>> scores_in(std::uint32_t generation) {
    std::vector<std::pair<std::int64_t, std::uint32_t>> scores;
    const Status read = store_.for_each_in(generation, [&](const StoredSubmission& one) -> Status {
      EXPECT_EQ(one.current->generation, generation);
      scores.emplace_back(one.task.id, one.current->score.value_or(9999));
      return {};
    });
    EXPECT_TRUE(read);
    return scores;
  }
  std::uint32_t score(std::int64_t task) {
    return store_.find(task)->current->score.value_or(9999);
  }

  TempDir dir_ = test::scratch();
  RunStore store_ = new_run(dir_.path(), 4);
};

TEST_F(StoreRegrade, APreviewChangesNothing) {
  const std::string before = test::dump(store_);
  const std::uint32_t generation = begin();
  EXPECT_EQ(generation, 1U);
  ASSERT_OK(finish_in(generation, 3, 35));
  ASSERT_OK(finish_in(generation, 1, 15));
  EXPECT_EQ(test::dump(store_), before);
  EXPECT_THAT(scores_in(0), ElementsAre(Pair(1, 10), Pair(2, 20), Pair(3, 30)));
  EXPECT_THAT(scores_in(generation), ElementsAre(Pair(1, 15), Pair(3, 35)));
}

TEST_F(StoreRegrade, AnAppliedOneCountsAndTheOldScoresStay) {
  const std::uint32_t generation = begin();
  ASSERT_OK(finish_in(generation, 1, 15));
  ASSERT_OK(store_.settle_regrade(generation, RegradeState::kApplied));
  EXPECT_EQ(score(1), 15U);
  EXPECT_EQ(score(2), 20U);
  EXPECT_THAT(scores_in(0), ElementsAre(Pair(1, 10), Pair(2, 20), Pair(3, 30)));
  EXPECT_EQ(store_.results_of(1), 2U);
  EXPECT_THAT(ids_of(store_.pending()), ElementsAre(4));
  const auto regrades = store_.regrades();
  ASSERT_EQ(regrades->size(), 1U);
  EXPECT_EQ(regrades->at(0).reason, "a test was wrong");
  EXPECT_EQ(regrades->at(0).settings, "{\"new\":1}");
  EXPECT_EQ(regrades->at(0).state, RegradeState::kApplied);
}

TEST_F(StoreRegrade, ADroppedOneStaysAsHistory) {
  const std::uint32_t generation = begin();
  ASSERT_OK(finish_in(generation, 1, 15));
  ASSERT_OK(store_.settle_regrade(generation, RegradeState::kDropped));
  EXPECT_EQ(score(1), 10U);
  EXPECT_THAT(scores_in(generation), ElementsAre(Pair(1, 15)));
}

TEST_F(StoreRegrade, TheNewestAppliedOneCounts) {
  const std::uint32_t first = begin("first");
  const std::uint32_t second = begin("second");
  const std::uint32_t third = begin("third");
  for (const std::uint32_t generation : {third, first, second})
    ASSERT_OK(finish_in(generation, 1, 50 + generation));
  ASSERT_OK(store_.settle_regrade(second, RegradeState::kApplied));
  EXPECT_EQ(score(1), 52U);
  ASSERT_OK(store_.settle_regrade(first, RegradeState::kApplied));
  EXPECT_EQ(score(1), 52U);
  ASSERT_OK(store_.settle_regrade(third, RegradeState::kDropped));
  EXPECT_EQ(score(1), 52U);
}

TEST_F(StoreRegrade, WhatIsSettledStaysSettled) {
  const std::uint32_t generation = begin();
  ASSERT_OK(store_.settle_regrade(generation, RegradeState::kApplied));
  ASSERT_OK(store_.settle_regrade(generation, RegradeState::kApplied));  // killed and started again
  const Status other = store_.settle_regrade(generation, RegradeState::kDropped);
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("applied already"));
  const Status late = finish_in(generation, 1, 99);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(store_.settle_regrade(generation, RegradeState::kPreview).error().kind,
            ErrorKind::kUsage);
  EXPECT_EQ(store_.settle_regrade(0, RegradeState::kDropped).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_.settle_regrade(9, RegradeState::kDropped).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(finish_in(9, 1, 99).error().kind, ErrorKind::kNotFound);
}

TEST_F(StoreRegrade, AReopenedTaskForgetsRegradesOfWhatItWas) {
  const std::uint32_t applied = begin();
  ASSERT_OK(finish_in(applied, 1, 15));
  ASSERT_OK(store_.settle_regrade(applied, RegradeState::kApplied));
  const std::uint32_t preview = begin();
  ASSERT_OK(finish_in(preview, 1, 16));
  ASSERT_OK(store_.reopen({1}));
  EXPECT_THAT(ids_of(store_.pending()), ElementsAre(1, 4));
  ASSERT_OK(store_.finish({finished(1, 77)}));
  EXPECT_EQ(score(1), 77U) << "an older regrade of another state of the submission";
  EXPECT_THAT(scores_in(preview), IsEmpty());
  ASSERT_OK(store_.settle_regrade(preview, RegradeState::kApplied));
  EXPECT_EQ(score(1), 77U);
  EXPECT_EQ(store_.results_of(1), 4U);
}

}  // namespace
}  // namespace assay::store
