// The tests' main. ASSAY_TEST_AS_USER=1, as root, makes an ordinary user of the whole
// program first: no privileges, no group but its own, nothing prepared by root but
// copies of the two programs that it may reach.
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/file.h"
#include "sandbox/support.h"

namespace {

namespace fs = std::filesystem;
constexpr unsigned kNobody = 65534;

void become_user(const fs::path& scratch) {
  auto& programs = assay::sandbox::test::programs();
  for (fs::path* program : {&programs.helper, &programs.child}) {
    const fs::path copy = scratch / program->filename();
    fs::copy_file(*program, copy);
    *program = copy;
  }
  // The Go tests need a minute less where those of root have left their cache.
  const fs::path cache = scratch / "go-cache";
  fs::create_directory(cache);
  if (fs::exists(programs.go_cache))
    fs::copy(programs.go_cache, cache, fs::copy_options::recursive);
  for (const auto& entry : fs::recursive_directory_iterator(cache))
    if (::lchown(entry.path().c_str(), kNobody, kNobody) != 0) std::perror("chown");
  programs.go_cache = cache;
  if (::chown(cache.c_str(), kNobody, kNobody) != 0 ||
      ::chown(scratch.c_str(), kNobody, kNobody) != 0 || ::setgroups(0, nullptr) != 0 ||
      ::setresgid(kNobody, kNobody, kNobody) != 0 || ::setresuid(kNobody, kNobody, kNobody) != 0) {
    std::perror("become an ordinary user");
    std::exit(1);
  }
  // A change of ids makes a process undumpable, and its /proc files root's, unlike those of a
  // process that a user has started.
  ::prctl(PR_SET_DUMPABLE, 1);
}

// What this kind of user can never have is not tested: the names of such tests say what they need.
void leave_out(const char* pattern, const char* why) {
  std::string& filter = ::testing::GTEST_FLAG(filter);
  filter += (filter.find('-') == std::string::npos ? "-" : ":") + std::string(pattern);
  std::printf("Leaving out %s: %s\n", pattern, why);
}

}  // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  auto scratch = assay::TempDir::make("assay-sandbox-test");
  if (!scratch) {
    std::fprintf(stderr, "%s\n", scratch.error().message.c_str());
    return 1;
  }
  ::chmod(scratch->path().c_str(), 0755);
  assay::sandbox::test::programs().scratch = scratch->path();
  if (std::getenv("ASSAY_TEST_AS_USER") != nullptr && ::geteuid() == 0)
    become_user(scratch->path());
  if (::geteuid() != 0) leave_out("*NeedsRoot", "an ordinary user runs this");
  if (!assay::sandbox::test::has_cgroup())
    leave_out("*NeedsCgroup", "the level under test has no cgroup");
  return RUN_ALL_TESTS();
}
