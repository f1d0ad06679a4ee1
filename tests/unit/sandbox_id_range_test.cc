// Which host ids a root's sandboxes take.
#include <gmock/gmock.h>

#include "sandbox/id_range.h"

namespace assay::sandbox {
namespace {

constexpr const char* kHost = "         0          0 4294967295\n";
constexpr const char* kContainer = "         0     100000      65536\n";

TEST(IdRange, OnAHostIsFarFromEverybody) {
  EXPECT_EQ(choose_id_base(kHost, {}, 512).value_or(0), 1'900'000'000U);
}

TEST(IdRange, InAContainerIsInsideAndBelowNobody) {
  const std::uint32_t base = choose_id_base(kContainer, {}, 512).value_or(0);
  EXPECT_GT(base, 1000U);
  EXPECT_LT(base + 512, 65534U);
}

TEST(IdRange, TakesTheOneWantedIfItIsOurs) {
  EXPECT_EQ(choose_id_base(kContainer, 5000, 512).value_or(0), 5000U);
  EXPECT_FALSE(choose_id_base(kContainer, 65500, 512));
  EXPECT_FALSE(choose_id_base(kContainer, 200'000, 512));
}

TEST(IdRange, IsNeverZero) {
  EXPECT_FALSE(choose_id_base(kHost, 0, 512));
}

TEST(IdRange, SaysWhenThereIsNoRoom) {
  const auto none = choose_id_base("0 1000 1\n", {}, 512);
  ASSERT_FALSE(none);
  EXPECT_FALSE(none.error().hint.empty());
  EXPECT_FALSE(choose_id_base("", {}, 512));
}

}  // namespace
}  // namespace assay::sandbox
