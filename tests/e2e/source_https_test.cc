// Fetching over HTTPS from nginx with Git's own backend.
#include <sys/stat.h>

#include "source_e2e.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class HttpsTest : public RemoteTest {
 protected:
  HttpsTest() { options_.ca_file = server_.ca_file(); }

  fs::path token(std::string_view text) {
    const fs::path path = dir_.path() / "token";
    test::write_file(path, text);
    EXPECT_EQ(::chmod(path.c_str(), 0600), 0);
    return path;
  }

  test::HttpsServer server_{dir_.path() / "root"};
  const std::string public_ = server_.url("/public/repo");
  const std::string private_ = server_.url("/private/repo");
};

TEST_F(HttpsTest, EveryKindOfReferenceIsFetched) {
  const Snapshot head = take(at(public_));
  EXPECT_EQ(head.commit, third_);
  EXPECT_EQ(head.ref, "refs/heads/main");
  EXPECT_EQ(head.origin, public_);
  EXPECT_EQ(head.files, (FileSet{{"a.go", "package a // 3\n"}, {"sub/b.go", "package b\n"}}));
  EXPECT_THAT(head.rejected, IsEmpty());
  EXPECT_EQ(take(at(public_, "HEAD")).commit, third_);
  EXPECT_EQ(take(at(public_, "feature/x")).commit, first_);
  EXPECT_EQ(take(at(public_, "v1")).commit, first_);
  EXPECT_EQ(take(at(public_, "v1")).ref, "refs/tags/v1");
  EXPECT_EQ(take(at(public_, second_)).commit, second_);
  EXPECT_EQ(take(at(public_, second_.substr(0, 8))).commit, second_);
}

TEST_F(HttpsTest, DatesAndFoldersWorkAsInALocalRepository) {
  SubmissionRef ref = at(public_);
  ref.at = 2'500;
  EXPECT_EQ(take(ref).commit, second_);
  ref.at = 500;
  EXPECT_EQ(error(ref).kind, ErrorKind::kNotFound);
  ref = at(public_);
  ref.subdir = "sub";
  EXPECT_EQ(take(ref).files, (FileSet{{"b.go", "package b\n"}}));
}

TEST_F(HttpsTest, ADetachedHeadIsFetched) {
  repo_.git({"checkout", "-q", "--detach", second_});
  EXPECT_EQ(take(at(public_)).commit, second_);
}

TEST_F(HttpsTest, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(error(at(server_.url("/public/absent"))).kind, ErrorKind::kNotFound);
  EXPECT_EQ(error(at(server_.url("/public/empty"))).kind, ErrorKind::kNotFound);
  EXPECT_THAT(error(at(server_.url("/public/empty"))).message, HasSubstr("empty"));
  const Error branch = error(at(public_, "mian"));
  EXPECT_EQ(branch.kind, ErrorKind::kNotFound);
  EXPECT_THAT(branch.hint, HasSubstr("'main'"));
  EXPECT_EQ(error(at(public_, std::string(40, 'd'))).kind, ErrorKind::kNotFound);
}

TEST_F(HttpsTest, AnUnknownAuthorityIsNotTrusted) {
  options_.ca_file.clear();
  const Error untrusted = error(at(public_));
  EXPECT_EQ(untrusted.kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(untrusted.message, HasSubstr("certificate"));
  EXPECT_THAT(untrusted.hint, HasSubstr("--ca-file"));
  options_.ca_file = dir_.path() / "no-authorities.pem";
  test::write_file(options_.ca_file, "not a certificate\n");
  EXPECT_EQ(error(at(public_)).kind, ErrorKind::kInfrastructure);
}

TEST_F(HttpsTest, ACertificateForAnotherNameIsNotTrusted) {
  std::string by_address = public_;
  by_address.replace(by_address.find("localhost"), 9, "127.0.0.1");
  EXPECT_THAT(error(at(by_address)).message, HasSubstr("certificate"));
}

TEST_F(HttpsTest, APrivateRepositoryNeedsCredentials) {
  const Error none = error(at(private_));
  EXPECT_EQ(none.kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(none.message, HasSubstr("no credentials"));
  EXPECT_THAT(none.hint, HasSubstr("--token-file"));
  options_.credentials.token_file = token("reader:wrong\n");
  const Error wrong = error(at(private_));
  EXPECT_EQ(wrong.kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(wrong.message, HasSubstr("does not accept"));
  EXPECT_THAT(wrong.message, Not(HasSubstr("wrong")));
}

TEST_F(HttpsTest, ATokenFileOpensAPrivateRepository) {
  options_.credentials.token_file = token("reader:s3cret\n");
  EXPECT_EQ(take(at(private_)).commit, third_);
  options_.credentials.token_file = token("s3cret\n");
  options_.credentials.user = "reader";
  EXPECT_EQ(take(at(private_)).commit, third_);
  std::string with_user = private_;
  with_user.insert(8, "reader@");
  options_.credentials.user.clear();
  EXPECT_EQ(take(at(with_user)).commit, third_);
  EXPECT_THAT(take(at(with_user)).origin, Not(HasSubstr("reader")));
}

TEST_F(HttpsTest, GitCredentialOpensAPrivateRepository) {
  const fs::path helper = dir_.path() / "helper";
  test::write_file(helper, "#!/bin/sh\nprintf 'username=reader\\npassword=s3cret\\n'\n");
  fs::permissions(helper, fs::perms::owner_all);
  test::write_file(dir_.path() / "home/.gitconfig",
                   "[credential]\n\thelper = " + helper.string() + "\n");
  const char* home = ::getenv("HOME");
  const std::string before = home == nullptr ? "" : home;
  ::setenv("HOME", (dir_.path() / "home").c_str(), 1);
  options_.credentials.git_credential = true;
  EXPECT_EQ(take(at(private_)).commit, third_);
  ::setenv("HOME", before.c_str(), 1);
}

TEST_F(HttpsTest, RedirectsStayOnTheHost) {
  EXPECT_EQ(take(at(server_.url("/moved/repo"))).commit, third_);
  for (const char* path : {"/elsewhere/repo", "/tofile/repo", "/plain/repo"}) {
    const Error refused = error(at(server_.url(path)));
    EXPECT_EQ(refused.kind, ErrorKind::kInfrastructure) << path;
    EXPECT_THAT(refused.message, HasSubstr("redirect")) << path;
  }
}

TEST_F(HttpsTest, ARepositoryThatIsTooLargeIsRejected) {
  std::string noise(4 << 20, '\0');
  std::uint32_t state = 1;
  for (char& c : noise) c = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
  repo_.write("noise.bin", noise);
  repo_.commit("noise");
  options_.limits.max_bytes = 1 << 20;
  EXPECT_THAT(take(at(public_)).rejected,
              ElementsAre(::testing::Field(&Finding::rule, "source_too_large")));
  options_.limits.max_bytes = 64 << 20;
  EXPECT_THAT(take(at(public_)).rejected, IsEmpty());
  options_.limits.max_objects = 5;
  EXPECT_THAT(take(at(public_)).rejected,
              ElementsAre(::testing::Field(&Finding::rule, "source_too_large")));
}

TEST_F(HttpsTest, HostileTreesAreJudgedAsInALocalRepository) {
  const std::string link = repo_.blob("/etc/passwd");
  repo_.commit_tree(repo_.tree({{"120000", "a.go", link}, {"100644", "..", link}}));
  const Snapshot snapshot = take(at(public_));
  EXPECT_THAT(snapshot.files, IsEmpty());
  EXPECT_THAT(snapshot.rejected, ElementsAre(::testing::Field(&Finding::rule, "symlink"),
                                             ::testing::Field(&Finding::rule, "name_dots")));
}

}  // namespace
}  // namespace assay::source
