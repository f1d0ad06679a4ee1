// Fetching over ssh from a real sshd.
#include "source_e2e.h"

namespace assay::source {
namespace {

using ::testing::HasSubstr;

class SshTest : public RemoteTest {
 protected:
  SshTest() {
    options_.known_hosts = server_.known_hosts();
    options_.credentials.ssh_key = server_.key();
  }
  test::SshServer server_;
};

TEST_F(SshTest, AKeyFileOpensTheRepository) {
  const std::string url = server_.url(repo_.path());
  EXPECT_EQ(take(at(url)).commit, third_);
  EXPECT_EQ(take(at(url, "v1")).commit, first_);
  EXPECT_EQ(take(at(url, second_.substr(0, 10))).commit, second_);
  EXPECT_EQ(take(at(url)).origin, url);
}

TEST_F(SshTest, TheFormOfScpWorks) {
  EXPECT_EQ(take(at(server_.scp(repo_.path()))).commit, third_);
}

TEST_F(SshTest, AnAgentOpensTheRepository) {
  const std::string socket = (dir_.path() / "agent").string();
  const test::Server agent({"ssh-agent", "-D", "-a", socket}, dir_.path() / "agent.log");
  for (int i = 0; i < 600 && !std::filesystem::exists(socket); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ASSERT_EQ(
      test::run_command({"ssh-add", "-q", server_.key().string()}, {}, {"SSH_AUTH_SOCK=" + socket})
          .status,
      0);
  ::setenv("SSH_AUTH_SOCK", socket.c_str(), 1);
  options_.credentials.ssh_key.clear();
  options_.credentials.ssh_agent = true;
  EXPECT_EQ(take(at(server_.url(repo_.path()))).commit, third_);
  // Switched off, the agent is not asked even if it is there.
  options_.credentials.ssh_agent = false;
  options_.credentials.ssh_key = server_.other_key();
  EXPECT_EQ(error(at(server_.url(repo_.path()))).kind, ErrorKind::kInfrastructure);
  ::unsetenv("SSH_AUTH_SOCK");
}

TEST_F(SshTest, AnUnknownOrChangedHostKeyIsRefused) {
  options_.known_hosts = dir_.path() / "empty";
  test::write_file(options_.known_hosts, "");
  const Error unknown = error(at(server_.url(repo_.path())));
  EXPECT_EQ(unknown.kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(unknown.message, HasSubstr("host key"));
  EXPECT_THAT(unknown.hint, HasSubstr("ssh-keyscan"));
  options_.known_hosts = server_.wrong_known_hosts();
  EXPECT_THAT(error(at(server_.url(repo_.path()))).message, HasSubstr("host key"));
}

TEST_F(SshTest, AKeyThatTheServerDoesNotKnowGivesNoAccess) {
  options_.credentials.ssh_key = server_.other_key();
  const Error refused = error(at(server_.url(repo_.path())));
  EXPECT_EQ(refused.kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(refused.message, HasSubstr("no access"));
}

TEST_F(SshTest, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(error(at(server_.url(dir_.path() / "absent"))).kind, ErrorKind::kNotFound);
  EXPECT_EQ(error(at(server_.url(empty_.path()))).kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay::source
