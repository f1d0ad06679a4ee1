// Pieces of work at once: each once, in order, no more at once than asked, none after a stop.
#include "base/at_once.h"

#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <vector>

namespace assay {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

TEST(DoAtOnce, DoesEachPieceOnce) {
  for (const unsigned jobs : {0U, 1U, 3U, 200U}) {
    std::vector<int> done(100);
    do_at_once(done.size(), jobs, [&](std::size_t i) {
      ++done[i];
      return true;
    });
    EXPECT_THAT(done, Each(1)) << jobs << " jobs";
  }
}

TEST(DoAtOnce, OneJobKeepsTheOrder) {
  std::vector<std::size_t> order;
  do_at_once(4, 1, [&](std::size_t i) {
    order.push_back(i);
    return true;
  });
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 3));
}

// Would wait for ever if there were fewer than three at once.
TEST(DoAtOnce, DoesAsManyAtOnceAsAskedAndNoMore) {
  std::latch all_are_there(3);
  std::atomic<int> now = 0;
  std::atomic<bool> too_many = false;
  do_at_once(30, 3, [&](std::size_t i) {
    if (++now > 3) too_many = true;
    if (i < 3) all_are_there.arrive_and_wait();
    --now;
    return true;
  });
  EXPECT_FALSE(too_many);
}

TEST(DoAtOnce, BeginsNoneAfterOneThatSaidNo) {
  std::vector<std::size_t> begun;
  do_at_once(10, 1, [&](std::size_t i) {
    begun.push_back(i);
    return i < 2;
  });
  EXPECT_THAT(begun, ElementsAre(0, 1, 2));
}

TEST(DoAtOnce, WaitsForThoseThatRun) {
  std::latch both_run(2);
  std::atomic<int> ended = 0;
  do_at_once(2, 2, [&](std::size_t i) {
    both_run.arrive_and_wait();
    ++ended;
    return i == 1;
  });
  EXPECT_EQ(ended, 2);
}

TEST(DoAtOnce, NothingToDoIsDone) {
  do_at_once(0, 2, [](std::size_t) -> bool {
    ADD_FAILURE() << "there is no piece";
    return true;
  });
}

}  // namespace
}  // namespace assay
