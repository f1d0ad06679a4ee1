#include "source/wire.h"

#include <gtest/gtest.h>

#include "source_support.h"

namespace assay::source {
namespace {

Snapshot example() {
  Snapshot snapshot;
  snapshot.kind = "git";
  snapshot.commit = std::string(40, 'a');
  snapshot.commit_time = -5;
  snapshot.author = "A\xff <a@b>";
  snapshot.files = {{"a.go", std::string("package a\0\n", 11)}, {"b/c.go", ""}};
  snapshot.rejected = {{"x\ny", 3, "name_control", "because"}};
  snapshot.others = {"README.md"};
  return snapshot;
}

TEST(Wire, ASnapshotComesBackAsItWas) {
  const Snapshot before = example();
  const auto after = decode_snapshot(encode(before), {});
  ASSERT_TRUE(after);
  EXPECT_EQ(after->files, before.files);
  EXPECT_EQ(after->commit_time, -5);
  EXPECT_EQ(after->author, before.author);
  EXPECT_EQ(after->rejected.at(0).path, "x\ny");
  EXPECT_EQ(after->rejected.at(0).line, 3U);
  EXPECT_EQ(after->others, before.others);
}

TEST(Wire, ARequestComesBackAsItWas) {
  Request request;
  request.ref.ref = "main";
  request.ref.at = -1;
  request.limits.wall = std::chrono::milliseconds(7);
  request.limits.max_depth = 9;
  request.locator.kind = Locator::Kind::kSsh;
  request.locator.url = "ssh://host/x";
  request.ssh_agent = true;
  request.token = UserAndPassword{"git", "secret"};
  const auto after = decode_request(encode(request));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->ref.ref, "main");
  EXPECT_EQ(after->ref.at, -1);
  EXPECT_EQ(after->limits.wall.count(), 7);
  EXPECT_EQ(after->limits.max_depth, 9U);
  EXPECT_EQ(after->locator.kind, Locator::Kind::kSsh);
  EXPECT_EQ(after->locator.url, "ssh://host/x");
  EXPECT_TRUE(after->ssh_agent);
  EXPECT_FALSE(after->ask_for_password);
  EXPECT_EQ(after->token->password, "secret");
}

TEST(Wire, BytesThatAreNotExactlyOneValueAreRefused) {
  const std::string whole = encode(example());
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(decode_snapshot(whole.substr(0, length), {})) << length;
  EXPECT_FALSE(decode_snapshot(whole + "x", {}));
  std::string other_version = whole;
  other_version[0] = 99;
  EXPECT_FALSE(decode_snapshot(other_version, {}));
  // A number of entries that the bytes cannot hold.
  std::string lie = encode(std::vector<Entry>{});
  lie.replace(4, 8, std::string(8, '\x7f'));
  EXPECT_FALSE(decode_entries(lie));
}

TEST(Wire, ASnapshotThatBreaksItsPromisesIsRefused) {
  for (const char* name : {"../x.go", "/x.go", "a\nb.go", ".git/x.go", ""}) {
    Snapshot snapshot = example();
    snapshot.files[name] = "x";
    EXPECT_FALSE(decode_snapshot(encode(snapshot), {})) << name;
    snapshot = example();
    snapshot.others.emplace_back(name);
    EXPECT_FALSE(decode_snapshot(encode(snapshot), {})) << name;
  }
  Limits small;
  small.max_file_bytes = 5;
  EXPECT_FALSE(decode_snapshot(encode(example()), small));
  Snapshot many = example();
  many.dropped.resize(1000);
  EXPECT_FALSE(decode_snapshot(encode(many), {}));
}

TEST(Wire, AChildCannotClaimThatTheUserInterrupted) {
  const auto error = decode_error(encode(Error{ErrorKind::kInterrupted, "m", "h"}));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ErrorKind::kInfrastructure);
  EXPECT_EQ(decode_error(encode(Error{ErrorKind::kNotFound, "m", "h"}))->kind,
            ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay::source
