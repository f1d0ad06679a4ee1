// What was put aside comes back, whether there is a disk for it or not.
#include "base/spool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

// Each of its own size, from nothing to more than stays in memory.
std::string piece(std::size_t index) {
  const std::size_t size = index % 50 == 49 ? Spool::kInMemory + index : index * 37 % 9001;
  return std::string(size, static_cast<char>('a' + index % 26)) + std::to_string(index);
}

std::vector<Spool::Place> fill(Spool& spool, std::size_t count) {
  std::vector<Spool::Place> places;
  for (std::size_t i = 0; i < count; ++i) places.push_back(spool.append(piece(i)));
  return places;
}

void expect_all(const Spool& spool, const std::vector<Spool::Place>& places) {
  for (std::size_t i = 0; i < places.size(); ++i) EXPECT_EQ(spool.read(places[i]), piece(i));
}

// With TMPDIR in a folder of the test's own.
class SpoolTest : public ::testing::Test {
 protected:
  SpoolTest() : folder_(*TempDir::make("spool")) { set(folder_.path()); }
  ~SpoolTest() override {
    if (before_)
      ::setenv("TMPDIR", before_->c_str(), 1);
    else
      ::unsetenv("TMPDIR");
  }
  static void set(const fs::path& folder) { ::setenv("TMPDIR", folder.c_str(), 1); }

  std::optional<std::string> before_ = std::getenv("TMPDIR") != nullptr
                                           ? std::optional<std::string>(std::getenv("TMPDIR"))
                                           : std::nullopt;
  TempDir folder_;
};

TEST_F(SpoolTest, GivesBackWhatItWasGiven) {
  Spool spool;
  const auto places = fill(spool, 300);
  EXPECT_GT(spool.on_disk(), 8 * Spool::kInMemory);
  expect_all(spool, places);
}

TEST_F(SpoolTest, AFewBytesNeedNoDisk) {
  set("/nowhere");
  Spool spool;
  const auto places = fill(spool, 20);
  EXPECT_EQ(spool.on_disk(), 0U);
  expect_all(spool, places);
}

TEST_F(SpoolTest, LeavesNoNameBehind) {
  Spool spool;
  fill(spool, 100);
  ASSERT_GT(spool.on_disk(), 0U);
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

TEST_F(SpoolTest, KeepsEverythingInMemoryWhereThereIsNoFolder) {
  set(folder_.path() / "gone");
  Spool spool;
  const auto places = fill(spool, 300);
  EXPECT_EQ(spool.on_disk(), 0U);
  expect_all(spool, places);
}

TEST_F(SpoolTest, KeepsTheRestInMemoryWhenTheDiskIsFull) {
  const rlim_t most = 3 * Spool::kInMemory + 1000;
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{most, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  Spool spool;
  const auto places = fill(spool, 300);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_GT(spool.on_disk(), 0U);
  EXPECT_LE(spool.on_disk(), most);
  expect_all(spool, places);
  expect_all(spool, fill(spool, 10));
}

TEST_F(SpoolTest, ManyReadWhileOneAppends) {
  Spool spool;
  const auto places = fill(spool, 100);
  std::atomic<bool> done = false;
  constexpr std::size_t kReaders = 3;
  std::vector<std::thread> readers;
  readers.reserve(kReaders);
  for (std::size_t i = 0; i < kReaders; ++i)
    readers.emplace_back([&] {
      do expect_all(spool, places);
      while (!done);
    });
  const auto more = fill(spool, 300);
  done = true;
  for (std::thread& reader : readers) reader.join();
  expect_all(spool, more);
}

}  // namespace
}  // namespace assay
