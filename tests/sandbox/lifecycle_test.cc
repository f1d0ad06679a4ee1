// Beginnings and ends: children that outlive, a harness that dies, many boxes at
// once, and nothing left behind.
#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "base/file.h"
#include "base/text.h"
#include "sandbox/cgroup.h"
#include "sandbox/slot.h"
#include "sandbox/support.h"

namespace assay::sandbox::test {
namespace {

namespace fs = std::filesystem;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

// Every process of a box whose harness keeps its locks in `state`. Other tests may be running
// theirs at the same time; where there is a cgroup its name tells whose a process is.
std::set<std::string> children_alive(const fs::path& state) {
  const Result<std::unique_ptr<SlotPool>> pool = SlotPool::open(state, 64);
  std::string group = pool ? (*pool)->cgroup_name(0) : "";
  group.pop_back();
  std::set<std::string> pids;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator("/proc", ec)) {
    const std::string cmdline = read_file(entry.path() / "cmdline", 1 << 20).value_or("");
    if (!cmdline.starts_with("/child")) continue;
    const std::string groups = read_file(entry.path() / "cgroup", 1 << 20).value_or("");
    if (!has_cgroup() || groups.find(group) != std::string::npos)
      pids.insert(entry.path().filename());
  }
  return pids;
}

std::string cgroups_left(const fs::path& state) {
  std::string left;
  const Result<CgroupTree> tree = CgroupTree::open();
  const Result<std::unique_ptr<SlotPool>> pool = SlotPool::open(state, 64);
  if (!tree || !pool) return left;
  for (std::uint32_t slot = 0; slot < 64; ++slot)
    for (const fs::path& folder : tree->folders((*pool)->cgroup_name(slot)))
      if (fs::exists(folder)) left += folder.string() + " ";
  return left;
}

std::ptrdiff_t open_descriptors() {
  return std::distance(fs::directory_iterator("/proc/self/fd"), {});
}

std::string mounts() {
  return read_file("/proc/self/mountinfo").value_or("");
}

bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 1000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

TEST(End, OfTheProgramIsTheEndOfItsChildren) {
  const RunResult result = run_child({"outlive"});
  EXPECT_EQ(result.cause, Cause::kExited);
  EXPECT_EQ(result.out, "gone\n");
  EXPECT_THAT(children_alive(options().state_dir), testing::IsEmpty());
}

TEST(End, IsNotHeldUpByWhoHoldsTheRecordChannel) {
  RunSpec outlive = spec({"outlive"});
  outlive.record_channel = true;
  EXPECT_EQ(run(outlive).cause, Cause::kExited);
}

TEST(End, LeavesNoProcessAfterAKill) {
  RunSpec spin = spec({"spin", "8"});
  spin.limits.wall = 200ms;
  run(spin);
  RunSpec stop = spec({"stop"});
  stop.limits.wall = 200ms;
  run(stop);
  EXPECT_THAT(children_alive(options().state_dir), testing::IsEmpty());
}

TEST(Cancel, EndsWhatRunsAndWhatComesLater) {
  Result<Sandbox> own = Sandbox::open(options());
  ASSERT_TRUE(own);
  std::jthread later([&] {
    std::this_thread::sleep_for(100ms);
    own->cancel();
  });
  const Result<RunResult> result = own->run(spec({"sleep", "60000"}));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->cause, Cause::kCancelled);
  const Result<RunResult> next = own->run(spec({"sleep", "60000"}));
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(next->cause, Cause::kCancelled);
}

TEST(Many, ThirtyTwoAtOnceDoNotDisturbEachOther) {
  std::vector<RunResult> results(32);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < results.size(); ++i)
      threads.emplace_back([&results, i] {
        RunSpec mine = spec({"args", std::to_string(i)});
        mine.limits.wall = 60s;
        // Every fourth uses all the tasks that it may have.
        if (i % 4 == 3) mine.argv = {"/child", "forks", "31"};
        results[i] = run(mine);
      });
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].cause, Cause::kExited);
    EXPECT_EQ(results[i].out, i % 4 == 3 ? "31 ok\n" : "[" + std::to_string(i) + "]");
  }
}

// A network is made ahead for a box that is asked for after a pause, and for no other.
TEST(Many, EachHasANetworkOfItsOwnNeedsRoot) {
  SandboxOptions chosen = options();
  chosen.state_dir = programs().scratch / "networks";
  Result<Sandbox> own = Sandbox::open(chosen);
  ASSERT_TRUE(own);
  std::vector<std::jthread> boxes;
  for (int i = 0; i < 6; ++i) {
    if (i % 2 == 0) std::this_thread::sleep_for(50ms);
    boxes.emplace_back([&] { (void)own->run(spec({"sleep", "60000"})); });
  }
  ASSERT_TRUE(eventually([&] { return children_alive(chosen.state_dir).size() == boxes.size(); }));
  std::set<std::string> networks = {fs::read_symlink("/proc/self/ns/net")};
  for (const std::string& pid : children_alive(chosen.state_dir))
    networks.insert(fs::read_symlink(fs::path("/proc") / pid / "ns/net"));
  EXPECT_EQ(networks.size(), 1 + boxes.size());
  own->cancel();
}

TEST(Many, AThousandRunsLeaveNothing) {
  SandboxOptions chosen = options();
  chosen.state_dir = programs().scratch / "thousand";
  const auto files = std::distance(fs::directory_iterator(programs().scratch), {});
  const auto descriptors = open_descriptors();
  const std::string mounted = mounts();
  {
    Result<Sandbox> own = Sandbox::open(chosen);
    ASSERT_TRUE(own);
    const auto run_one = [&] {
      const Result<RunResult> result = own->run(spec({"exit", "0"}));
      return result && result->exit_code == 0;
    };
    ASSERT_TRUE(run_one());
    const auto while_open = open_descriptors();
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(run_one());
    EXPECT_EQ(open_descriptors(), while_open);
  }
  EXPECT_EQ(open_descriptors(), descriptors);
  EXPECT_EQ(mounts(), mounted);
  EXPECT_EQ(std::distance(fs::directory_iterator(programs().scratch), {}), files + 1);
  EXPECT_EQ(cgroups_left(chosen.state_dir), "");
  EXPECT_LE(::waitpid(-1, nullptr, WNOHANG), 0) << "a child of ours was not reaped";
}

TEST(Many, CountersOfOneRunAreNotThoseOfTheNextNeedsCgroup) {
  if (!has_cgroup()) ASSAY_SKIP("without a cgroup there are no counters");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(run_child({"heap", "200"}).cause, Cause::kMemory);
    const RunResult quiet = run_child({"exit", "0"});
    EXPECT_EQ(quiet.cause, Cause::kExited);
    EXPECT_EQ(quiet.usage.oom_kills, 0U);
    EXPECT_LT(quiet.usage.peak_memory_bytes, 30U << 20);
    EXPECT_GE(run_child({"forks", "100"}).usage.refused_processes, 1U);
    EXPECT_EQ(run_child({"exit", "0"}).usage.refused_processes, 0U);
    // A run that does nothing can need a second in an emulated machine; with what was burnt it
    // would need more than that did.
    const auto burnt = run_child({"burn", "1000"}).usage.cpu;
    EXPECT_GE(burnt, 1000ms);
    EXPECT_LT(run_child({"exit", "0"}).usage.cpu, burnt);
  }
}

TEST(Many, HarnessesWithOtherLocksDoNotMeet) {
  SandboxOptions apart = options();
  apart.state_dir = programs().scratch / "apart";
  Result<Sandbox> other = Sandbox::open(apart);
  ASSERT_TRUE(other);
  std::jthread busy([&] {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(other->run(spec({"exit", "0"})));
  });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(run_child({"exit", "0"}).exit_code, 0);
}

TEST(Many, OneSlotIsEnoughForManyRuns) {
  SandboxOptions one = options();
  one.state_dir = programs().scratch / "one-slot";
  one.max_slots = 1;
  Result<Sandbox> narrow = Sandbox::open(one);
  ASSERT_TRUE(narrow);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(narrow->run(spec({"exit", "0"})));
  // A second holder of the same folder finds the slot taken.
  Result<Sandbox> other = Sandbox::open(one);
  ASSERT_TRUE(other);
  const Result<RunResult> refused = other->run(spec({"exit", "0"}));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("slot"));
}

// A harness in a process of its own, killed after `delay`: whatever it was doing then, nothing of
// it lives on, and the next one cleans up.
void kill_a_harness_after(std::chrono::microseconds delay, const SandboxOptions& chosen) {
  const pid_t harness = ::fork();
  ASSERT_GE(harness, 0);
  if (harness == 0) {
    Result<Sandbox> own = Sandbox::open(chosen);
    while (own) {
      RunSpec spin = spec({"spin", "3"});
      spin.limits.wall = 20ms;
      (void)own->run(spin);
    }
    _exit(1);
  }
  std::this_thread::sleep_for(delay);
  ::kill(harness, SIGKILL);
  ::waitpid(harness, nullptr, 0);
  EXPECT_TRUE(eventually([&] { return children_alive(chosen.state_dir).empty(); }))
      << "a process outlived its harness, killed after " << delay.count() << " us";
}

// The helper's process, a child of ours.
pid_t helper_of_ours() {
  for (const auto& thread : fs::directory_iterator("/proc/self/task")) {
    const std::string children = read_file(thread.path() / "children").value_or("");
    for (const std::string_view word : split(children, ' ')) {
      const std::string comm = read_file("/proc/" + std::string(word) + "/comm").value_or("");
      if (comm == "assay-sandbox\n") return std::stoi(std::string(word));
    }
  }
  return -1;
}

// In a process of its own, in which no other helper is a child. Its exit code says what failed.
int replace_a_helper(const SandboxOptions& chosen) {
  Result<Sandbox> own = Sandbox::open(chosen);
  if (!own || !own->run(spec({"exit", "0"}))) return 1;
  std::jthread killer([] {
    std::this_thread::sleep_for(100ms);
    const pid_t helper = helper_of_ours();
    if (helper > 0) ::kill(helper, SIGKILL);
  });
  // An error of ours, nobody's verdict.
  if (own->run(spec({"sleep", "60000"}))) return 2;
  killer.join();
  // The next run may be the one that notices; the one after it has a helper.
  for (int i = 0; i < 2; ++i) {
    const Result<RunResult> next = own->run(spec({"exit", "7"}));
    if (next && next->exit_code == 7) return 0;
  }
  return 3;
}

TEST(Helper, ThatIsKilledEndsTheRunAndIsReplaced) {
  SandboxOptions chosen = options();
  chosen.state_dir = programs().scratch / "replaced";
  const pid_t harness = ::fork();
  ASSERT_GE(harness, 0);
  if (harness == 0) _exit(replace_a_helper(chosen));
  int status = -1;
  ::waitpid(harness, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_THAT(children_alive(chosen.state_dir), testing::IsEmpty());
}

TEST(Harness, KilledAtAnyPointLeavesNothing) {
  SandboxOptions chosen = options();
  chosen.state_dir = programs().scratch / "killed";
  for (int i = 0; i < 60; ++i) kill_a_harness_after(std::chrono::microseconds(i * 997), chosen);
  const Result<Sandbox> next = Sandbox::open(chosen);
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(cgroups_left(chosen.state_dir), "");
}

TEST(Harness, SweeperEndsWhatALostRunLeftNeedsCgroup) {
  if (!has_cgroup()) ASSAY_SKIP("without a cgroup there is nothing to sweep");
  const fs::path state = programs().scratch / "swept";
  const Result<CgroupTree> tree = CgroupTree::open();
  ASSERT_TRUE(tree);
  Result<std::unique_ptr<SlotPool>> pool = SlotPool::open(state, 16);
  ASSERT_TRUE(pool);
  const std::string name = (*pool)->cgroup_name(7);
  Result<Cgroup> group = tree->make(name, {64 << 20, 10, 1000});
  ASSERT_TRUE(group);
  // What a harness leaves if neither PDEATHSIG nor init's pipe did their work.
  const pid_t lost = ::fork();
  if (lost == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const fs::path& folder : tree->folders(name)) {
      std::ofstream(folder / "cgroup.procs") << ::getpid();
    }
    for (;;) ::pause();
  }
  const std::vector<fs::path> folders = tree->folders(name);
  const auto inside = [&] {
    return std::all_of(folders.begin(), folders.end(), [](const fs::path& folder) {
      return !read_file(folder / "cgroup.procs").value_or("").empty();
    });
  };
  ASSERT_TRUE(eventually(inside));
  {
    std::string note;
    for (const fs::path& folder : folders) note += folder.string() + "\n";
    std::ofstream(state / "slot-7") << note;
  }
  const Result<int> swept = (*pool)->sweep();
  ASSERT_TRUE(swept) << swept.error().message;
  EXPECT_EQ(*swept, 1);
  int status = 0;
  EXPECT_EQ(::waitpid(lost, &status, 0), lost);
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
  for (const fs::path& folder : folders) EXPECT_FALSE(fs::exists(folder)) << folder;
  EXPECT_EQ((*pool)->sweep().value_or(-1), 0);
  EXPECT_EQ(read_file(state / "slot-7").value_or("?"), "") << "there is nothing more to look at";
}

TEST(Harness, SweeperLeavesTheLivingAndWhatIsNotOurs) {
  const fs::path state = programs().scratch / "living";
  Result<std::unique_ptr<SlotPool>> holder = SlotPool::open(state, 4);
  ASSERT_TRUE(holder);
  const fs::path victim = programs().scratch / "not-a-cgroup";
  fs::create_directory(victim);
  const auto note = [&](std::uint32_t) { return std::vector<fs::path>{victim}; };
  Result<Slot> slot = (*holder)->take(note);
  ASSERT_TRUE(slot);
  Result<std::unique_ptr<SlotPool>> other = SlotPool::open(state, 4);
  ASSERT_TRUE(other);
  EXPECT_EQ((*other)->sweep().value_or(-1), 0);
  slot->lock.reset();
  EXPECT_EQ((*other)->sweep().value_or(-1), 0);
  EXPECT_TRUE(fs::exists(victim)) << "a note must not name anything but a slot's own cgroup";
}

}  // namespace
}  // namespace assay::sandbox::test
