// What the end-to-end tests of fetching share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/file.h"
#include "source/source.h"
#include "support/git_fixture.h"
#include "support/git_servers.h"

namespace assay::source {

/// Repositories to be served: "repo" with three commits, a branch and a tag, and "empty".
class RemoteTest : public ::testing::Test {
 protected:
  RemoteTest() {
    repo_.write("a.go", "package a // 1\n");
    repo_.write("sub/b.go", "package b\n");
    first_ = repo_.commit("first", 1'000);
    repo_.git({"branch", "feature/x"});
    repo_.git({"tag", "-a", "v1", "-m", "one"});
    repo_.write("a.go", "package a // 2\n");
    second_ = repo_.commit("second", 2'000);
    repo_.write("a.go", "package a // 3\n");
    third_ = repo_.commit("third", 3'000);
    options_.wanted = [](std::string_view path) { return path.ends_with(".go"); };
    options_.credentials.git_credential = false;
    options_.credentials.ssh_agent = false;
    options_.limits.wall = std::chrono::seconds(60);
  }

  static SubmissionRef at(const std::string& source, const std::string& ref = "") {
    SubmissionRef wanted;
    wanted.source = source;
    if (!ref.empty()) wanted.ref = ref;
    return wanted;
  }
  Snapshot take(const SubmissionRef& ref) {
    auto snapshot = take_snapshot(ref, options_);
    EXPECT_TRUE(snapshot) << (snapshot ? "" : snapshot.error().message);
    return snapshot.value_or(Snapshot{});
  }
  Error error(const SubmissionRef& ref) {
    auto snapshot = take_snapshot(ref, options_);
    EXPECT_FALSE(snapshot);
    return snapshot ? Error{} : snapshot.error();
  }

  TempDir dir_ = TempDir::make("assay-e2e").value();
  test::GitFixture repo_{dir_.path() / "root" / "repo"};
  test::GitFixture empty_{dir_.path() / "root" / "empty"};
  std::string first_, second_, third_;
  Options options_;
};

}  // namespace assay::source
