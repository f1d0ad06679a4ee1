// Where a run lies: folders that cannot be written or entered, disks that are full.
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>

#include "store_support.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;
using test::as_ordinary_user;
using test::finished;
using test::ids_of;
using test::new_run;
using test::reopened;
using testing::HasSubstr;
using testing::StartsWith;

class StorePlace : public testing::Test {
 protected:
  StorePlace() : umask_(::umask(022)) { fs::permissions(dir_.path(), fs::perms(0755)); }
  ~StorePlace() override {
    allow(0755);
    ::umask(umask_);
  }
  void allow(unsigned mode) {
    std::error_code ignored;
    fs::permissions(folder_, fs::perms(mode), ignored);
  }
  /// What an ordinary user, who may not write in the folder, finds there.
  std::string read_only_view() {
    return as_ordinary_user([&] {
      const auto store = RunStore::open(folder_, RunStore::Access::kRead);
      return store ? test::dump(*store) : store.error().message + " | " + store.error().hint;
    });
  }

  mode_t umask_;
  TempDir dir_ = test::scratch();
  fs::path folder_ = fs::canonical(dir_.path()) / "run";
};

TEST_F(StorePlace, WhoMayOnlyReadTheFolderReadsAClosedRun) {
  std::string whole;
  {
    RunStore store = new_run(folder_, 3);
    ASSERT_OK(store.finish({finished(2)}));
    whole = test::dump(store);
  }
  allow(0555);
  EXPECT_EQ(read_only_view(), whole);
}

TEST_F(StorePlace, WhoMayOnlyReadTheFolderReadsBesideAWriter) {
  RunStore store = new_run(folder_, 3);
  allow(0555);
  ASSERT_OK(store.finish({finished(2)}));
  EXPECT_EQ(read_only_view(), test::dump(store));
  ASSERT_OK(store.finish({finished(3)}));
  EXPECT_EQ(read_only_view(), test::dump(store));
}

TEST_F(StorePlace, WhoMayOnlyReadTheFolderReadsWhatAKilledWriterRecorded) {
  {
    test::Child writer([&](int say) {
      RunStore store = new_run(folder_, 3);
      if (!store.finish({finished(2)})) throw std::runtime_error("finish");
      static_cast<void>(write_all(say, test::dump(store) + "#"));
      ::pause();
    });
    std::string whole;
    while (!whole.ends_with('#')) {
      const std::string byte = writer.hear(1);
      ASSERT_FALSE(byte.empty()) << whole;
      whole += byte;
    }
    writer.kill();
    whole.pop_back();
    allow(0555);
    EXPECT_EQ(read_only_view(), whole);
  }
}

TEST_F(StorePlace, ACopyOfTheDatabaseAloneIsReadWhereNothingCanBeWritten) {
  std::string whole;
  {
    RunStore store = new_run(dir_.path() / "first", 3);
    ASSERT_OK(store.finish({finished(2)}));
    whole = test::dump(store);
  }
  folder_ = fs::canonical(dir_.path()) / "a %41?b#c&d=e";  // as little of a URI as a name can be
  fs::create_directory(folder_);
  fs::copy_file(dir_.path() / "first" / "run.db", folder_ / "run.db");
  allow(0555);
  EXPECT_EQ(read_only_view(), whole);
  EXPECT_FALSE(fs::exists(folder_ / "run.db-wal"));
}

TEST_F(StorePlace, WhoMayNotWriteIsToldSo) {
  { const RunStore store = new_run(folder_, 1); }
  allow(0555);
  const std::string said = as_ordinary_user([&] {
    const auto store = RunStore::open(folder_, RunStore::Access::kWrite);
    return store ? "opened" : store.error().message + " | " + store.error().hint;
  });
  // As root's own, the file cannot be opened; as the user's own, it can, and the rest fails later.
  if (::geteuid() == 0) {
    EXPECT_THAT(said, HasSubstr("run.lock: Permission denied"));
    EXPECT_THAT(said, HasSubstr("may write in the folder"));
  } else {
    EXPECT_THAT(said, StartsWith("opened")) << "its files are the user's own to write";
  }
}

TEST_F(StorePlace, AFolderThatCannotBeEnteredIsNotTakenForAnEmptyOne) {
  { const RunStore store = new_run(folder_, 1); }
  allow(0000);
  const std::string said = read_only_view();
  EXPECT_THAT(said, HasSubstr("Permission denied"));
  EXPECT_THAT(said, HasSubstr("may enter and read the folder"));
}

TEST_F(StorePlace, ARunCannotBeMadeWhereNothingCanBeWritten) {
  fs::create_directory(folder_);
  allow(0555);
  for (const fs::path& folder : {folder_, folder_ / "deeper"}) {
    const std::string said = as_ordinary_user([&] {
      const auto store = RunStore::create(folder, test::header());
      return store ? "made" : store.error().message + " | " + store.error().hint;
    });
    EXPECT_THAT(said, HasSubstr("Permission denied"));
    EXPECT_THAT(said, HasSubstr("may write"));
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

// ---- full disks

/// A result that no compression makes smaller.
Finished large(std::int64_t task) {
  std::mt19937 random(static_cast<unsigned>(task));
  Finished one = finished(task);
  one.result.clear();
  while (one.result.size() < 30'000) one.result += static_cast<char>(random());
  return one;
}

/// Records until that fails; gives the error and leaves in `recorded` how many there are.
Error record_until_full(RunStore& store, std::int64_t& recorded) {
  while (recorded < 1000) {
    const Status status = store.finish({large(recorded + 1)});
    if (!status) return status.error();
    ++recorded;
  }
  return {ErrorKind::kUsage, "never full", ""};
}

void expect_full_and_whole(const RunStore& store, const Error& error, std::int64_t recorded) {
  EXPECT_EQ(error.kind, ErrorKind::kInfrastructure) << error.message;
  EXPECT_THAT(error.hint, HasSubstr("make room")) << error.message;
  EXPECT_GT(recorded, 3);
  EXPECT_EQ(store.count(Progress::kDone), static_cast<std::uint64_t>(recorded));
  EXPECT_EQ(store.find(recorded)->current->result, large(recorded).result);
  EXPECT_EQ(store.find(recorded + 1)->current, std::nullopt);
}

TEST_F(StorePlace, AFullDiskLosesNothingAndTheRunGoesOn) {
  // In a mount namespace of its own, which ends with this process.
  const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                       ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                       fs::create_directory(folder_) &&
                       ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=3m") == 0;
  if (!mounted) ASSAY_SKIP("only root may mount the small disk that is filled here");
  test::write_bytes(folder_ / "ballast", std::string(1 << 20, 'x'));
  const fs::path run = folder_ / "run";
  std::int64_t recorded = 0;
  {
    RunStore store = new_run(run, 1000);
    const Error error = record_until_full(store, recorded);
    EXPECT_THAT(error.message, HasSubstr("SQLITE_FULL"));
    expect_full_and_whole(store, error, recorded);
  }
  const auto full = RunStore::open(run, RunStore::Access::kRead);
  ASSERT_OK(full);
  EXPECT_EQ(full->count(Progress::kDone), static_cast<std::uint64_t>(recorded));
  fs::remove(folder_ / "ballast");
  RunStore store = reopened(run);
  EXPECT_EQ(store.count(Progress::kDone), static_cast<std::uint64_t>(recorded));
  ASSERT_OK(store.finish({large(recorded + 1)}));
  ::umount2(folder_.c_str(), MNT_DETACH);
}

TEST_F(StorePlace, ALimitOfFileSizesIsAFullDisk) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  RunStore store = new_run(folder_, 1000);
  rlimit small = before;
  small.rlim_cur = 1'000'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  std::int64_t recorded = 0;
  const Error error = record_until_full(store, recorded);
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  expect_full_and_whole(store, error, recorded);
  ASSERT_OK(store.finish({large(recorded + 1)}));
}

}  // namespace
}  // namespace assay::store
