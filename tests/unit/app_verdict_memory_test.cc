// The memory of `assay verify`: it gives back what was kept, and nothing that
// anyone could have put there, broken or made up.
#include "app/verdict_memory.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "app/verifier.h"
#include "base/digest.h"
#include "base/file.h"

namespace assay::app {
namespace {

namespace fs = std::filesystem;

class Memory : public testing::Test {
 protected:
  void put(const std::string& bytes) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
  }
  [[nodiscard]] fs::path file() const { return folder() / key; }
  [[nodiscard]] fs::path folder() const { return scratch.path() / "below/verify"; }

  const TempDir scratch = TempDir::make("assay-memory").value();
  const VerdictMemory memory{folder()};
  const std::string key = to_hex(sha256("one"));
};

TEST_F(Memory, GivesBackWhatWasKept) {
  EXPECT_FALSE(memory.find(key));
  ASSERT_TRUE(memory.keep(key, {"60: burst race", 1230}));
  const auto found = memory.find(key);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->got, "60: burst race");
  EXPECT_EQ(found->duration_ms, 1230);
  EXPECT_FALSE(memory.find(to_hex(sha256("another"))));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder()), {}), 1) << "a temporary file is left";
}

TEST_F(Memory, AKeyIsNoPath) {
  const VerdictMemory other(scratch.path() / "other");
  EXPECT_FALSE(other.keep("../" + key.substr(3), {"100", 1}));
  EXPECT_FALSE(other.find("../below/verify/" + key));
  EXPECT_FALSE(fs::exists(other.folder()));
}

TEST_F(Memory, BelievesNothingThatIsBroken) {
  ASSERT_TRUE(memory.keep(key, {"100", 5}));
  const std::string good = read_file(file()).value();
  std::string other_number = good;
  other_number.replace(other_number.find("\"100\""), 5, "\"101\"");
  for (const std::string& bytes :
       {std::string(), std::string("{"), good.substr(0, good.size() / 2), other_number, good + good,
        std::string("[1]"), std::string(1 << 20, '['),
        R"({"schema_version":1,"got":"100","duration_ms":-1,"seal":""})" + std::string()}) {
    put(bytes);
    EXPECT_FALSE(memory.find(key)) << bytes.substr(0, 80);
  }
  put(good);
  EXPECT_TRUE(memory.find(key));
  fs::rename(file(), folder() / to_hex(sha256("another")));
  EXPECT_FALSE(memory.find(to_hex(sha256("another")))) << "it speaks of other inputs";
}

TEST_F(Memory, BelievesNothingThatOthersCouldHaveWritten) {
  ASSERT_TRUE(memory.keep(key, {"100", 5}));
  ::chmod(file().c_str(), 0666);
  EXPECT_FALSE(memory.find(key));
  ::chmod(file().c_str(), 0600);
  ::chmod(folder().c_str(), 0777);
  EXPECT_FALSE(memory.find(key));
  EXPECT_FALSE(memory.keep(key, {"100", 5}));
  ::chmod(folder().c_str(), 0700);
  EXPECT_TRUE(memory.find(key));
}

TEST_F(Memory, FollowsNoLinkAndWaitsForNoPipe) {
  ASSERT_TRUE(memory.keep(key, {"100", 5}));
  fs::rename(file(), scratch.path() / "elsewhere");
  fs::create_symlink(scratch.path() / "elsewhere", file());
  EXPECT_FALSE(memory.find(key));
  fs::remove(file());
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  EXPECT_FALSE(memory.find(key));
}

TEST_F(Memory, IsAnErrorWhereItCannotBeWritten) {
  std::ofstream(scratch.path() / "below") << "a file";
  EXPECT_FALSE(memory.keep(key, {"100", 5}));
  EXPECT_FALSE(memory.find(key));
}

TEST_F(Memory, ForgetsWhatNobodyAskedForInAMonth) {
  ASSERT_TRUE(memory.keep(key, {"100", 5}));
  const std::string used = to_hex(sha256("used"));
  ASSERT_TRUE(memory.keep(used, {"100", 5}));
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(24 * 31);
  fs::last_write_time(file(), long_ago);
  fs::last_write_time(folder() / used, long_ago);
  EXPECT_TRUE(memory.find(used));
  const VerdictMemory again(folder());
  EXPECT_FALSE(again.find(key));
  EXPECT_TRUE(again.find(used));
}

TEST(MemoryKey, ChangesWithWhateverDecidesAVerdict) {
  using report::SolutionKind;
  Exercise exercise;
  exercise.digest = "digest";
  const KnownSolution mutant{"slow", "", {{"a.go", "package a"}}, {{"burst", {"failed"}}}};
  const std::string key = memory_key(exercise, SolutionKind::kMutant, mutant, "machine");
  EXPECT_EQ(key.size(), 64U);
  KnownSolution renamed = mutant;
  renamed.name = "quick";
  EXPECT_EQ(memory_key(exercise, SolutionKind::kMutant, renamed, "machine"), key);

  KnownSolution edited = mutant;
  edited.files["a.go"] += "\n";
  KnownSolution more = mutant;
  more.files["b.go"] = "";
  KnownSolution stricter = mutant;
  stricter.loses[0].verdicts = {"failed", "race"};
  for (const KnownSolution& other : {edited, more, stricter})
    EXPECT_NE(memory_key(exercise, SolutionKind::kMutant, other, "machine"), key);
  EXPECT_NE(memory_key(exercise, SolutionKind::kReference, mutant, "machine"), key);
  EXPECT_NE(memory_key(exercise, SolutionKind::kMutant, mutant, "another"), key);
  exercise.digest = "another";
  EXPECT_NE(memory_key(exercise, SolutionKind::kMutant, mutant, "machine"), key);
}

}  // namespace
}  // namespace assay::app
