// The helper's wire format: what goes in comes out, and nothing else is accepted.
#include <gmock/gmock.h>

#include <string>

#include "sandbox/wire.h"

namespace assay::sandbox::wire {
namespace {

Plan full_plan() {
  Plan plan;
  plan.flags = kProc | kTwoIds;
  plan.payload_id = 1000;
  plan.root_bytes = 1ULL << 40;
  plan.root_inodes = 7;
  plan.cwd = "/work";
  plan.filter = std::string_view("\0\1\2\3\4\5\6\7", 8);
  plan.argv = {"/bin/x", "", "a b"};
  plan.env = {"A=b"};
  plan.mounts = {{kBind, kExecutable, 9, "", "/usr", 0, 0},
                 {kBind, kWritable, -1, "/host", "/data", 0, 0},
                 {kTmpfs, kWritable, -1, "", "/tmp", 1ULL << 33, 100},
                 {kOverlay, kWritable, 10, "", "/cache", 5, 6}};
  plan.symlinks = {{"/lib", "usr/lib"}};
  plan.files = {{"/etc/x", std::string_view("a\0b", 3), 0644}};
  plan.exports = {{"/out", 123}};
  plan.rlimits = {{7, ~0ULL}};
  return plan;
}

TEST(Wire, ComesBackAsItWent) {
  const std::string bytes = encode(full_plan());
  const std::optional<Plan> plan = decode(bytes);
  ASSERT_TRUE(plan);
  EXPECT_EQ(encode(*plan), bytes);
  EXPECT_EQ(plan->root_bytes, 1ULL << 40);
  EXPECT_EQ(plan->argv, (std::vector<std::string_view>{"/bin/x", "", "a b"}));
  EXPECT_EQ(plan->mounts[0].tree, 9);
  EXPECT_EQ(plan->mounts[1].tree, -1);
  EXPECT_EQ(plan->mounts[1].source, "/host");
  EXPECT_EQ(plan->mounts[2].bytes, 1ULL << 33);
  EXPECT_EQ(plan->files[0].bytes, std::string_view("a\0b", 3));
  EXPECT_EQ(plan->rlimits[0].value, ~0ULL);
}

TEST(Wire, EveryTruncationIsRefused) {
  const std::string bytes = encode(full_plan());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode(std::string_view(bytes).substr(0, size))) << size;
}

TEST(Wire, MoreThanAPlanIsRefused) {
  std::string bytes = encode(full_plan());
  bytes += '\0';
  EXPECT_FALSE(decode(bytes));
}

TEST(Wire, AnotherMagicOrVersionIsRefused) {
  for (const std::size_t at : {0U, 4U}) {
    std::string bytes = encode(full_plan());
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    EXPECT_FALSE(decode(bytes)) << at;
  }
}

TEST(Wire, ACountThatCannotBeTrueIsRefusedWithoutAllocating) {
  std::string bytes = encode(full_plan());
  const std::size_t argv_count = bytes.find("/bin/x") - 8;
  for (int i = 0; i < 4; ++i) bytes[argv_count + static_cast<std::size_t>(i)] = '\xff';
  EXPECT_FALSE(decode(bytes));
}

TEST(Wire, PlansThatMakeNoSenseAreRefused) {
  const auto refused = [](auto change) {
    Plan plan = full_plan();
    change(plan);
    return !decode(encode(plan));
  };
  EXPECT_TRUE(refused([](Plan& p) { p.argv.clear(); }));
  EXPECT_TRUE(refused([](Plan& p) { p.argv[0] = "bin/x"; }));
  EXPECT_TRUE(refused([](Plan& p) { p.argv[1] = std::string_view("a\0b", 3); }));
  EXPECT_TRUE(refused([](Plan& p) { p.env[0] = std::string_view("\0", 1); }));
  EXPECT_TRUE(refused([](Plan& p) { p.cwd = ""; }));
  EXPECT_TRUE(refused([](Plan& p) { p.filter = ""; }));
  EXPECT_TRUE(refused([](Plan& p) { p.filter = "1234567"; }));
  EXPECT_TRUE(refused([](Plan& p) { p.mounts[0].kind = 3; }));
  EXPECT_TRUE(refused([](Plan& p) { p.mounts[0].tree = 3; }));
  EXPECT_TRUE(refused([](Plan& p) { p.mounts[0].inside = "usr"; }));
  EXPECT_TRUE(refused([](Plan& p) { p.mounts[1].source = "host"; }));
  EXPECT_TRUE(refused([](Plan& p) { p.files[0].mode = 04755; }));
  EXPECT_TRUE(refused([](Plan& p) { p.symlinks[0].target = ""; }));
  EXPECT_TRUE(refused([](Plan& p) { p.exports[0].inside = "out"; }));
  EXPECT_FALSE(refused([](Plan&) {}));
}

TEST(Wire, EveryStageHasAName) {
  for (std::uint32_t stage = 0; stage <= static_cast<std::uint32_t>(Stage::kExec); ++stage)
    EXPECT_STRNE(stage_name(static_cast<Stage>(stage)), "an unknown step") << stage;
  EXPECT_STREQ(stage_name(static_cast<Stage>(9999)), "an unknown step");
}

}  // namespace
}  // namespace assay::sandbox::wire
