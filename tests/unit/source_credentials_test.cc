#include "source/credentials.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "source/known_hosts.h"
#include "source_support.h"

namespace assay::source {
namespace fs = std::filesystem;
namespace {

using ::testing::HasSubstr;

class CredentialsTest : public ::testing::Test {
 protected:
  fs::path file(std::string_view text, mode_t mode = 0600) {
    const fs::path path = dir_.path() / "secret";
    test::write_file(path, text);
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return path;
  }
  TempDir dir_ = scratch();
};

TEST_F(CredentialsTest, ATokenStandsAloneOrWithAUser) {
  EXPECT_EQ(read_token_file(file("t0ken\n"), "")->user, "git");
  EXPECT_EQ(read_token_file(file("t0ken\n"), "")->password, "t0ken");
  EXPECT_EQ(read_token_file(file("t0ken"), "me")->user, "me");
  EXPECT_EQ(read_token_file(file("you:t0:ken\r\n"), "me")->user, "you");
  EXPECT_EQ(read_token_file(file("you:t0:ken\r\n"), "me")->password, "t0:ken");
}

TEST_F(CredentialsTest, ATokenFileThatOthersCanReadIsRefused) {
  for (const mode_t mode : {0640, 0604, 0660}) {
    const auto token = read_token_file(file("t0ken", mode), "");
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(token.error().hint, HasSubstr("chmod 600"));
    EXPECT_THAT(token.error().message, ::testing::Not(HasSubstr("t0ken")));
  }
  for (const char* text : {"", "\n", "two\nlines", "bell\a"})
    EXPECT_FALSE(read_token_file(file(text), "")) << text;
  EXPECT_FALSE(read_token_file(dir_.path() / "absent", ""));
  EXPECT_FALSE(read_token_file(dir_.path(), ""));
}

TEST_F(CredentialsTest, AKeyThatWasNamedMustBeThereAndPrivate) {
  Credentials credentials;
  credentials.ssh_key = file("key");
  EXPECT_EQ(choose_ssh_key(credentials).value_or(""), credentials.ssh_key.string());
  credentials.ssh_key = file("key", 0644);
  EXPECT_FALSE(choose_ssh_key(credentials));
  credentials.ssh_key = dir_.path() / "absent";
  EXPECT_EQ(choose_ssh_key(credentials).error().kind, ErrorKind::kUsage);
}

TEST_F(CredentialsTest, GitCredentialIsAskedAboutTheHostAndNothingElseRuns) {
  const fs::path home = dir_.path() / "home";
  const fs::path helper = dir_.path() / "helper";
  test::write_file(helper, "#!/bin/sh\ncat > " + (dir_.path() / "asked").string() +
                               "\nprintf 'username=me\\npassword=from-helper\\n'\n");
  fs::permissions(helper, fs::perms::owner_all);
  test::write_file(home / ".gitconfig", "[credential]\n\thelper = " + helper.string() + "\n");
  // A repository in the current folder must have no say.
  const fs::path evil = dir_.path() / "evil";
  test::write_file(evil / ".git/HEAD", "ref: refs/heads/main\n");
  test::write_file(evil / ".git/config",
                   "[credential]\n\thelper = \"!touch " + (dir_.path() / "ran").string() + "\"\n");
  fs::create_directories(evil / ".git/objects");
  fs::create_directories(evil / ".git/refs");
  const fs::path before = fs::current_path();
  const std::string old_home = ::getenv("HOME") == nullptr ? "" : ::getenv("HOME");
  fs::current_path(evil);
  ::setenv("HOME", home.c_str(), 1);
  const auto locator = parse_locator("https://example.org:8443/team/x.git", {});
  const auto answer = ask_git_credential(locator.value(), std::chrono::seconds(20));
  ::setenv("HOME", old_home.c_str(), 1);
  fs::current_path(before);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->user, "me");
  EXPECT_EQ(answer->password, "from-helper");
  EXPECT_FALSE(fs::exists(dir_.path() / "ran"));
  EXPECT_THAT(read_file(dir_.path() / "asked").value(),
              HasSubstr("protocol=https\nhost=example.org:8443\n"));
}

TEST(KnownHosts, StrongKeysComeFirstAndJunkIsLeftOut) {
  const std::string text =
      "# comment\n"
      "\n"
      "github.com ssh-rsa AAAArsa\n"
      "github.com ecdsa-sha2-nistp256 AAAAecdsa comment here\n"
      "|1|salt=|hash= ssh-ed25519 AAAAed\r\n"
      "@cert-authority *.example.org ssh-ed25519 AAAAca\n"
      "security.example.org sk-ssh-ed25519@openssh.com AAAAsk\n"
      "broken line\n"
      "bad.example.org ssh-ed25519 not!base64\n";
  EXPECT_EQ(prepare_known_hosts(text),
            "|1|salt=|hash= ssh-ed25519 AAAAed\n"
            "github.com ecdsa-sha2-nistp256 AAAAecdsa\n"
            "github.com ssh-rsa AAAArsa\n");
}

TEST(KnownHosts, ARevokedKeyIsNobodys) {
  EXPECT_EQ(prepare_known_hosts("a ssh-ed25519 AAAAbad\nb ssh-ed25519 AAAAgood\n"
                                "@revoked * ssh-ed25519 AAAAbad\n"),
            "b ssh-ed25519 AAAAgood\n");
}

}  // namespace
}  // namespace assay::source
