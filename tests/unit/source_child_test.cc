// take_snapshot() with its real child: what it brings back, and what happens when
// the child is slow, broken, hostile, or not there.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "source_support.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ChildTest : public ::testing::Test {
 protected:
  ChildTest() {
    options_.wanted = is_go;
    repo_.write("a.go", "package a\n");
    repo_.write("README.md", "x");
    head_ = repo_.commit("first");
  }

  SubmissionRef source(const std::string& text) {
    SubmissionRef ref;
    ref.source = text;
    return ref;
  }
  Error error(const SubmissionRef& ref) {
    auto snapshot = take_snapshot(ref, options_);
    EXPECT_FALSE(snapshot);
    return snapshot ? Error{} : snapshot.error();
  }
  /// A program that stands in for assay-fetch.
  void use_helper(const std::string& script) {
    options_.helper = dir_.path() / "helper";
    test::write_file(options_.helper, "#!/bin/sh\n" + script + "\n");
    fs::permissions(options_.helper, fs::perms::owner_all);
  }

  TempDir dir_ = scratch();
  test::GitFixture repo_{dir_.path() / "repo"};
  std::string head_;
  Options options_;
};

TEST_F(ChildTest, ARepositoryIsReadAsInOneProcess) {
  const auto snapshot = take_snapshot(source(repo_.path().string()), options_);
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  EXPECT_EQ(snapshot->commit, head_);
  EXPECT_EQ(snapshot->files, (FileSet{{"a.go", "package a\n"}}));
  EXPECT_THAT(snapshot->others, ElementsAre("README.md"));
  EXPECT_EQ(snapshot->origin, repo_.path().string());
  const auto url = take_snapshot(source("file://" + repo_.path().string()), options_);
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->commit, head_);
}

TEST_F(ChildTest, FindingsAndErrorsComeThrough) {
  fs::create_symlink("a.go", repo_.path() / "b.go");
  repo_.commit("a link");
  const auto snapshot = take_snapshot(source(repo_.path().string()), options_);
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(snapshot->rejected, ElementsAre(IsFinding("b.go", "symlink")));
  SubmissionRef missing = source(repo_.path().string());
  missing.ref = "mian";
  EXPECT_EQ(error(missing).kind, ErrorKind::kNotFound);
  EXPECT_THAT(error(missing).hint, HasSubstr("'main'"));
  EXPECT_EQ(error(source("ext::sh -c id")).kind, ErrorKind::kUsage);
  EXPECT_EQ(error(source((dir_.path() / "absent").string())).kind, ErrorKind::kNotFound);
}

TEST_F(ChildTest, ManyFilesAndBytesFitThrough) {
  for (int i = 0; i < 200; ++i)
    repo_.write("d/" + std::to_string(i) + ".go", std::string(50'000, 'x'));
  repo_.commit("many");
  const auto snapshot = take_snapshot(source(repo_.path().string()), options_);
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  EXPECT_THAT(snapshot->files, SizeIs(201));
  EXPECT_THAT(snapshot->rejected, IsEmpty());
}

TEST_F(ChildTest, NothingIsLeftBehind) {
  const fs::path temporary = dir_.path() / "tmp";
  fs::create_directories(temporary);
  ::setenv("TMPDIR", temporary.c_str(), 1);
  EXPECT_TRUE(take_snapshot(source(repo_.path().string()), options_));
  use_helper("sleep 100");
  options_.limits.wall = std::chrono::milliseconds(100);
  EXPECT_FALSE(take_snapshot(source(repo_.path().string()), options_));
  ::unsetenv("TMPDIR");
  EXPECT_TRUE(fs::is_empty(temporary));
}

TEST_F(ChildTest, ASlowChildIsEndedAtTheDeadline) {
  use_helper("sleep 100");
  options_.limits.wall = std::chrono::milliseconds(300);
  const Error late = error(source(repo_.path().string()));
  EXPECT_EQ(late.kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(late.message, HasSubstr("no end after 0.3 s"));
}

TEST_F(ChildTest, ACancelledOneSaysThatItWasInterrupted) {
  use_helper("sleep 100");
  auto pipe = make_pipe();
  ASSERT_TRUE(pipe);
  options_.cancel = pipe->read.get();
  std::thread signal([&] { pipe->write.reset(); });
  EXPECT_EQ(error(source(repo_.path().string())).kind, ErrorKind::kInterrupted);
  signal.join();
}

TEST_F(ChildTest, AChildThatDiesIsOurFailureAndShowsWhatItSaid) {
  use_helper("echo 'no such library' >&2; kill -9 $$");
  const Error dead = error(source(repo_.path().string()));
  EXPECT_EQ(dead.kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(dead.message, HasSubstr("signal 9"));
  EXPECT_THAT(dead.message, HasSubstr("no such library"));
  use_helper("exit 3");
  EXPECT_THAT(error(source(repo_.path().string())).message, HasSubstr("exit code 3"));
  options_.helper = dir_.path() / "absent";
  EXPECT_EQ(error(source(repo_.path().string())).kind, ErrorKind::kInfrastructure);
}

TEST_F(ChildTest, AChildThatTalksNonsenseIsNotBelieved) {
  // Type 6 (a snapshot), length 4, four bytes that are none; then a length that is a lie.
  use_helper("printf '\\006\\004\\000\\000\\000\\000\\000\\000\\000abcd' >&0; sleep 100");
  EXPECT_THAT(error(source(repo_.path().string())).message, HasSubstr("makes no sense"));
  use_helper("printf '\\006\\377\\377\\377\\377\\377\\377\\377\\177' >&0; sleep 100");
  EXPECT_THAT(error(source(repo_.path().string())).message, HasSubstr("larger than it may be"));
}

TEST_F(ChildTest, MemoryOfTheChildIsLimited) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  if (::getenv("ASSAY_NO_SKIP") != nullptr)
    FAIL() << "a sanitizer needs more memory than any limit";
  GTEST_SKIP() << "a sanitizer needs more memory than any limit";
#endif
  repo_.write("big.go", std::string(64 << 20, 'x'));
  repo_.commit("big");
  options_.limits.max_file_bytes = 1 << 30;
  options_.limits.max_total_bytes = 1 << 30;
  options_.limits.max_memory_bytes = 32 << 20;
  const auto snapshot = take_snapshot(source(repo_.path().string()), options_);
  // Either the library says that the object cannot be read, or there is no memory for its copy.
  if (snapshot)
    EXPECT_THAT(snapshot->rejected, Contains(IsFinding("big.go", "broken_object")));
  else
    EXPECT_EQ(snapshot.error().kind, ErrorKind::kInfrastructure);
}

}  // namespace
}  // namespace assay::source
