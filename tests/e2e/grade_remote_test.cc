// `assay grade` of repositories on servers, as a hiring team uses it: HTTPS with an
// authority of its own, ssh, passwords, keys, tokens, and what is said when one of
// them is wrong. How fetching copes with hostile servers is source_*_test.cc's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "support/assay_program.h"
#include "support/git_fixture.h"
#include "support/git_servers.h"

namespace assay::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kExercise = "race-fix";

// A repository "repo" with a solution; the user's own Git configuration and agent play no part.
class GradeRemote : public ::testing::Test {
 protected:
  GradeRemote() {
    fs::copy(exercises_folder() / kExercise / "solutions/mutex", repo_.path(),
             fs::copy_options::recursive);
    commit_ = repo_.commit("Solve it", 1'760'000'000);
    fs::create_directories(scratch_ / "home");
    environment_ = {{"HOME", scratch_ / "home"}, {"SSH_AUTH_SOCK", ""}, {"XDG_CONFIG_HOME", ""}};
  }

  Ran run(const std::string& source, std::vector<std::string> more) {
    std::vector<std::string> arguments = {"grade", kExercise, source, "--json", result_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    fs::remove(result_);
    return run_assay(arguments, environment_);
  }
  // The result, which must be full marks for our commit.
  nlohmann::json graded(const std::string& source, std::vector<std::string> more = {}) {
    const Ran ran = run(source, std::move(more));
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
    nlohmann::json result = read_json(result_);
    EXPECT_EQ(result["score"], 100);
    EXPECT_EQ(result["submission"]["commit"], commit_);
    return result;
  }
  // What was said; there must be no score.
  std::string refused(const std::string& source, int exit_code,
                      std::vector<std::string> more = {}) {
    const Ran ran = run(source, std::move(more));
    EXPECT_EQ(ran.exit_code, exit_code) << ran.out << ran.err;
    EXPECT_FALSE(fs::exists(result_) && read_json(result_).value("outcome", "") == "graded");
    return ran.out + ran.err;
  }
  fs::path secret(const std::string& name, std::string_view text) {
    const fs::path path = scratch_ / name;
    write_file(path, text);
    ::chmod(path.c_str(), 0600);
    return path;
  }

  Scratch scratch_;
  fs::path result_ = scratch_ / "result.json";
  GitFixture repo_{scratch_ / "root/repo"};
  std::string commit_;
  std::map<std::string, std::string> environment_;
};

TEST_F(GradeRemote, HttpsOfAnOwnAuthority) {
  const HttpsServer server(scratch_ / "root");
  const std::string url = server.url("/public/repo");
  const std::string ca = server.ca_file();
  const auto result = graded(url, {"--ca-file", ca, "--ref", "main"});
  EXPECT_EQ(result["submission"]["source"], url);
  EXPECT_THAT(refused(url, 3), AllOf(HasSubstr("certificate"), HasSubstr("--ca-file")));
  EXPECT_THAT(refused(url, 4, {"--ca-file", ca, "--ref", "mian"}), HasSubstr("main"));
  EXPECT_THAT(refused(server.url("/public/absent"), 4, {"--ca-file", ca}), HasSubstr("absent"));
  EXPECT_THAT(refused(server.url("/elsewhere/repo"), 3, {"--ca-file", ca}), HasSubstr("redirect"));
}

TEST_F(GradeRemote, HttpsWithATokenOrAPassword) {
  const HttpsServer server(scratch_ / "root");
  const std::string url = server.url("/private/repo");
  const std::string ca = server.ca_file();
  EXPECT_THAT(refused(url, 3, {"--ca-file", ca}), HasSubstr("--token-file"));
  const fs::path wrong = secret("wrong", "reader:wr0ng\n");
  EXPECT_THAT(refused(url, 3, {"--ca-file", ca, "--token-file", wrong}),
              AllOf(HasSubstr("the credentials"), Not(HasSubstr("wr0ng"))));
  const fs::path right = secret("right", "reader:s3cret\n");
  const auto result = graded(url, {"--ca-file", ca, "--token-file", right});
  EXPECT_THAT(result.dump(), Not(HasSubstr("s3cret")));
  ::chmod(right.c_str(), 0644);
  EXPECT_THAT(refused(url, 2, {"--ca-file", ca, "--token-file", right}), HasSubstr("chmod 600"));
}

TEST_F(GradeRemote, HttpsWithTheUsersOwnCredentialHelper) {
  const HttpsServer server(scratch_ / "root");
  const fs::path helper = scratch_ / "helper";
  write_file(helper, "#!/bin/sh\nprintf 'username=reader\\npassword=s3cret\\n'\n");
  ::chmod(helper.c_str(), 0700);
  write_file(scratch_ / "home/.gitconfig", "[credential]\n\thelper = " + helper.string() + "\n");
  graded(server.url("/private/repo"), {"--ca-file", server.ca_file()});
}

TEST_F(GradeRemote, SshWithAKey) {
  const SshServer server;
  const std::vector<std::string> known = {"--known-hosts", server.known_hosts(), "--ssh-key",
                                          server.key()};
  graded(server.url(repo_.path()), known);
  graded(server.scp(repo_.path()), known);
  EXPECT_THAT(refused(server.url(repo_.path()), 3,
                      {"--known-hosts", server.wrong_known_hosts(), "--ssh-key", server.key()}),
              HasSubstr("host key"));
  EXPECT_THAT(refused(server.url(repo_.path()), 3,
                      {"--known-hosts", server.known_hosts(), "--ssh-key", server.other_key()}),
              HasSubstr("no access"));
}

TEST_F(GradeRemote, SshWithAnAgent) {
  const SshServer server;
  const std::string socket = scratch_ / "agent";
  const Server agent({"ssh-agent", "-D", "-a", socket}, scratch_ / "agent.log");
  for (int i = 0; i < 600 && !fs::exists(socket); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ASSERT_EQ(
      run_command({"ssh-add", "-q", server.key().string()}, {}, {"SSH_AUTH_SOCK=" + socket}).status,
      0);
  environment_["SSH_AUTH_SOCK"] = socket;
  graded(server.url(repo_.path()), {"--known-hosts", server.known_hosts()});
}

// Connections are taken by the kernel, and nobody ever speaks.
TEST_F(GradeRemote, AServerThatNeverAnswersMeetsTheDeadline) {
  const Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener.get(), 8), 0);
  ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string place = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  for (const char* scheme : {"https://", "ssh://git@"})
    EXPECT_THAT(refused(scheme + place + "/repo", 3, {"--fetch-timeout", "2"}),
                HasSubstr("no end after 2.0 s"));
}

}  // namespace
}  // namespace assay::test
