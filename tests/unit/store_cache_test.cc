// The cache across runs: what is kept is found, by several processes at once, and whatever happens
// to it costs nothing but the entries.
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <random>
#include <thread>

#include "base/digest.h"
#include "store/result_cache.h"
#include "store_support.h"

namespace assay::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Optional;

std::string key(int number) {
  return to_hex(sha256(std::to_string(number)));
}

/// 10,000 bytes that no compression makes smaller.
std::string noise(int seed) {
  std::mt19937 random(static_cast<unsigned>(seed));
  std::string bytes;
  while (bytes.size() < 10'000) bytes += static_cast<char>(random());
  return bytes;
}

ResultCache opened(const fs::path& folder) {
  auto cache = ResultCache::open(folder);
  if (!cache) throw std::runtime_error(cache.error().message);
  return *std::move(cache);
}

class StoreCache : public testing::Test {
 protected:
  ResultCache filled(int count) {
    ResultCache cache = opened(folder_);
    for (int i = 0; i < count; ++i)
      if (!cache.keep(key(i), noise(i), 1000 + i)) throw std::runtime_error("keep");
    return cache;
  }
  TempDir dir_ = test::scratch();
  fs::path folder_ = fs::canonical(dir_.path()) / "cache" / "assay";
  fs::path file_ = folder_ / "results.db";
};

TEST_F(StoreCache, WhatIsKeptIsFoundAgain) {
  const std::string document("{\"a\":\"\0\xff\"}", 10);
  {
    ResultCache cache = opened(folder_);
    EXPECT_EQ(cache.find(key(1), 5).value(), std::nullopt);
    ASSERT_OK(cache.keep(key(1), document, 5));
    ASSERT_OK(cache.keep(key(2), "", 6));
    ASSERT_OK(cache.keep(key(2), "other", 7));
  }
  ResultCache cache = opened(folder_);
  EXPECT_THAT(cache.find(key(1), 5).value(), Optional(document));
  EXPECT_THAT(cache.find(key(2), 7).value(), Optional(std::string("other")));
  EXPECT_EQ(cache.facts()->entries, 2U);
  struct stat status {};
  ASSERT_EQ(::stat(folder_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0700U);
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST_F(StoreCache, AKeyIsADigest) {
  ResultCache cache = opened(folder_);
  for (const std::string& bad : {std::string(), std::string("abc"), std::string(64, 'G'),
                                 key(1) + "0", std::string(64, '\0')}) {
    EXPECT_FALSE(cache.find(bad, 1));
    EXPECT_FALSE(cache.keep(bad, "x", 1));
  }
}

TEST_F(StoreCache, AUseIsRememberedAlsoWhenTheClockWasSetBack) {
  ResultCache cache = opened(folder_);
  EXPECT_EQ(cache.facts()->oldest_use, 0);
  ASSERT_OK(cache.keep(key(1), "one", 10'000));
  ASSERT_OK(cache.keep(key(2), "two", 20'000));
  EXPECT_EQ(cache.facts()->oldest_use, 10'000);
  EXPECT_EQ(cache.facts()->newest_use, 20'000);
  ASSERT_OK(cache.find(key(1), 30'000));
  EXPECT_EQ(cache.facts()->newest_use, 30'000);
  ASSERT_OK(cache.find(key(1), 15'000));
  EXPECT_EQ(cache.facts()->oldest_use, 15'000);
  EXPECT_EQ(cache.facts()->newest_use, 20'000);
}

TEST_F(StoreCache, PruningTakesTheOldAndThenTheLongestUnused) {
  ResultCache cache = filled(100);
  ASSERT_OK(cache.find(key(0), 5000));  // used since
  const auto before = fs::file_size(file_) + fs::file_size(folder_ / "results.db-wal");
  const CacheFacts facts = cache.facts().value();
  EXPECT_EQ(facts.entries, 100U);
  EXPECT_GT(facts.bytes, 1'000'000U);
  EXPECT_EQ(cache.prune(1010, ~std::uint64_t{0}), 9U);  // 1 to 9
  EXPECT_EQ(cache.prune(0, facts.bytes / 4), 66U);
  EXPECT_EQ(cache.facts()->entries, 25U);
  EXPECT_LE(cache.facts()->bytes, facts.bytes / 4);
  EXPECT_THAT(cache.find(key(0), 5000).value(), Optional(noise(0)));
  EXPECT_EQ(cache.find(key(75), 5000).value(), std::nullopt);
  EXPECT_THAT(cache.find(key(76), 5000).value(), Optional(noise(76)));
  EXPECT_LT(fs::file_size(file_) + fs::file_size(folder_ / "results.db-wal"), before / 2)
      << "the space is given back";
  EXPECT_EQ(cache.prune(0, 0), 25U);
  EXPECT_EQ(cache.facts()->entries, 0U);
  EXPECT_EQ(cache.prune(0, 0), 0U);
}

TEST_F(StoreCache, TwoProcessesAtOnce) {
  constexpr int kEach = 60;
  const auto work = [&](int first, int say) {
    ResultCache cache = opened(folder_);
    for (int i = first; i < first + kEach; ++i)
      if (const Status kept = cache.keep(key(i), noise(i), i); !kept)
        throw std::runtime_error(kept.error().message);
    static_cast<void>(write_all(say, "ok"));
  };
  {
    test::Child one([&](int say) { work(0, say); });
    test::Child two([&](int say) { work(kEach / 2, say); });
    test::Child three([&](int say) { work(kEach, say); });
    for (test::Child* child : {&one, &two, &three}) EXPECT_EQ(child->rest(), "ok");
  }
  ResultCache cache = opened(folder_);
  EXPECT_EQ(cache.facts()->entries, 2U * kEach);
  for (int i = 0; i < 2 * kEach; ++i)
    EXPECT_THAT(cache.find(key(i), i).value(), Optional(noise(i)));
}

TEST_F(StoreCache, SeveralThreadsAtOnce) {
  ResultCache cache = opened(folder_);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(cache.keep(key(i), noise(i), t));
        EXPECT_THAT(cache.find(key(i), t).value(), Optional(noise(i)));
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(cache.facts()->entries, 20U);
}

TEST_F(StoreCache, AKilledProcessLeavesAGoodCache) {
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < 20; ++round) {
    test::Child child([&](int /*say*/) {
      ResultCache cache = opened(folder_);
      for (int i = 0;; ++i)
        if (!cache.keep(key(i % 200), noise(i % 200), i)) return;
    });
    ::usleep(static_cast<useconds_t>(random()) % 20'000);
  }
  ResultCache cache = opened(folder_);
  EXPECT_FALSE(fs::exists(folder_ / "results.db.damaged"));
  for (int i = 0; i < 200; ++i) {
    const auto found = cache.find(key(i), 0);
    ASSERT_OK(found);
    EXPECT_EQ(found->value_or(noise(i)), noise(i));
  }
}

TEST_F(StoreCache, ADamagedOneIsMovedAside) {
  for (const std::string& damage :
       {std::string("no database at all, but text\n"), std::string(5000, '\0')}) {
    { filled(3); }
    test::write_bytes(file_, damage);
    ResultCache cache = opened(folder_);
    EXPECT_EQ(cache.facts()->entries, 0U);
    EXPECT_EQ(test::bytes_of(folder_ / "results.db.damaged"), damage);
    ASSERT_OK(cache.keep(key(1), "one", 1));
    EXPECT_THAT(cache.find(key(1), 1).value(), Optional(std::string("one")));
  }
}

TEST_F(StoreCache, AnEmptyFileIsABeginning) {
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms(0700));
  test::write_bytes(file_, "");
  fs::permissions(file_, fs::perms(0600));
  ResultCache cache = opened(folder_);
  ASSERT_OK(cache.keep(key(1), "one", 1));
  EXPECT_FALSE(fs::exists(folder_ / "results.db.damaged"));
}

TEST_F(StoreCache, AnotherProgramsDatabaseIsMovedAside) {
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms(0700));
  test::run_sql(file_, "CREATE TABLE bookmarks(url TEXT)");
  fs::permissions(file_, fs::perms(0600));
  ResultCache cache = opened(folder_);
  EXPECT_EQ(cache.facts()->entries, 0U);
  EXPECT_TRUE(fs::exists(folder_ / "results.db.damaged"));
}

// Every page in turn: what is found is what was kept, and the cache goes on working.
TEST_F(StoreCache, AnyPageThatIsSpoiltCostsEntriesOnly) {
  { filled(10); }
  const std::string all = test::bytes_of(file_);
  for (std::size_t page = 0; page < all.size() / 4096; ++page) {
    SCOPED_TRACE("page " + std::to_string(page));
    std::string spoilt = all;
    spoilt.replace(page * 4096, 4096, noise(static_cast<int>(page)).substr(0, 4096));
    for (const char* suffix : {"-wal", "-shm"}) fs::remove(file_.string() + suffix);
    test::write_bytes(file_, spoilt);
    ResultCache cache = opened(folder_);
    for (int i = 0; i < 10; ++i) {
      const auto found = cache.find(key(i), 2000);
      ASSERT_OK(found);
      EXPECT_EQ(found->value_or(noise(i)), noise(i));
    }
    ASSERT_OK(cache.keep(key(77), noise(77), 2000));
    EXPECT_THAT(cache.find(key(77), 2000).value(), Optional(noise(77)));
  }
}

TEST_F(StoreCache, DamageUnderTwoThatUseItIsMendedOnce) {
  { filled(10); }
  ResultCache one = opened(folder_);  // with nothing but the schema in its memory
  ResultCache two = opened(folder_);
  std::string spoilt = test::bytes_of(file_);
  for (std::size_t i = 4096; i < spoilt.size(); ++i) spoilt[i] = '\x55';
  test::write_bytes(file_, spoilt);
  EXPECT_EQ(one.find(key(3), 1).value(), std::nullopt);
  ASSERT_OK(one.keep(key(50), "new", 1));
  EXPECT_EQ(two.find(key(3), 1).value(), std::nullopt);
  EXPECT_THAT(two.find(key(50), 1).value(), Optional(std::string("new")))
      << "the second has not moved the new one aside";
}

TEST_F(StoreCache, OthersMayNotWriteToIt) {
  { filled(1); }
  const auto refused = [&] {
    const auto cache = ResultCache::open(folder_);
    return !cache && cache.error().kind == ErrorKind::kInfrastructure &&
           cache.error().message.find("can be written to by others") != std::string::npos;
  };
  EXPECT_FALSE(refused());
  fs::permissions(folder_, fs::perms(0770));
  EXPECT_TRUE(refused());
  fs::permissions(folder_, fs::perms(0700));
  fs::permissions(file_, fs::perms(0602));
  EXPECT_TRUE(refused());
  fs::permissions(file_, fs::perms(0600));
  fs::rename(file_, folder_ / "elsewhere");
  fs::create_symlink(folder_ / "elsewhere", file_);
  EXPECT_TRUE(refused());
}

TEST_F(StoreCache, AForeignOwnerIsRefused) {
  if (::geteuid() != 0) ASSAY_SKIP("only root can give a file away");
  { filled(1); }
  ASSERT_EQ(::chown(file_.c_str(), 65534, 65534), 0);
  EXPECT_FALSE(ResultCache::open(folder_));
  ASSERT_EQ(::chown(file_.c_str(), 0, 0), 0);
  EXPECT_TRUE(ResultCache::open(folder_));
  ASSERT_EQ(::chown(folder_.c_str(), 65534, 65534), 0);
  const auto cache = ResultCache::open(folder_);
  ASSERT_FALSE(cache);
  EXPECT_EQ(cache.error().kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(cache.error().message, HasSubstr("another user's"));
}

TEST_F(StoreCache, ANewerAssaysCacheIsLeftAlone) {
  { filled(1); }
  test::run_sql(file_, "PRAGMA user_version = 2");
  const auto cache = ResultCache::open(folder_);
  ASSERT_FALSE(cache);
  EXPECT_EQ(cache.error().kind, ErrorKind::kUsage);
  EXPECT_FALSE(fs::exists(folder_ / "results.db.damaged"));
}

TEST_F(StoreCache, ALockedOneStillFinds) {
  ResultCache cache = filled(2);
  // Another process that never ends its transaction.
  test::Child holder([&](int say) { test::run_sql_and_hold(file_, "BEGIN IMMEDIATE", say); });
  ASSERT_EQ(holder.hear(1), "!");
  EXPECT_THAT(cache.find(key(1), 1'000'000).value(), Optional(noise(1)));
  const Status kept = cache.keep(key(9), "nine", 1);
  ASSERT_FALSE(kept);
  EXPECT_THAT(kept.error().message, HasSubstr("locked"));
  holder.kill();
  ASSERT_OK(cache.keep(key(9), "nine", 1));
}

}  // namespace
}  // namespace assay::store
