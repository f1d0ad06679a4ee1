// What `assay doctor` would be told here.
#include "sandbox/probe.h"

#include <algorithm>

#include "sandbox/support.h"

namespace assay::sandbox::test {
namespace {

const ProbeItem* find(const Probe& probe, const std::string& name) {
  const auto item = std::find_if(probe.items.begin(), probe.items.end(),
                                 [&](const ProbeItem& i) { return i.name == name; });
  return item == probe.items.end() ? nullptr : &*item;
}

TEST(Probe, FindsTheLevelThatTheTestsRunAt) {
  const Probe found = probe(options());
  EXPECT_LE(static_cast<int>(found.level), static_cast<int>(level()));
  const ProbeItem* ran = find(found, std::string("isolation ") + name(found.level));
  ASSERT_NE(ran, nullptr);
  EXPECT_EQ(ran->state, ProbeState::kPass);
  for (const char* item : {"kernel", "helper", "clone3 and pidfd", "user namespaces", "cgroup",
                           "seccomp", "Landlock", "overlay", "/proc"})
    EXPECT_NE(find(found, item), nullptr) << item;
}

TEST(Probe, EveryFailureHasADetail) {
  for (const ProbeItem& item : probe(options()).items) {
    EXPECT_FALSE(item.detail.empty()) << item.name;
    EXPECT_EQ(item.detail.find('\n'), std::string::npos) << item.detail;
  }
}

TEST(Probe, WithoutAHelperThereIsNoIsolation) {
  SandboxOptions without = options();
  without.helper = "/no/such/helper";
  const Probe found = probe(without);
  EXPECT_EQ(found.level, Isolation::kNone);
  const ProbeItem* helper = find(found, "helper");
  ASSERT_NE(helper, nullptr);
  EXPECT_EQ(helper->state, ProbeState::kFail);
  EXPECT_FALSE(helper->remedy.empty());
}

TEST(Probe, SaysWhyAnOrdinaryUserHasNoCgroup) {
  const Probe found = probe(options());
  const ProbeItem* cgroup = find(found, "cgroup");
  ASSERT_NE(cgroup, nullptr);
  if (cgroup->state == ProbeState::kPass) return;
  EXPECT_FALSE(cgroup->remedy.empty());
}

}  // namespace
}  // namespace assay::sandbox::test
