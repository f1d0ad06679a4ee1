// Servers that mean no good: silent, slow, endless, wrong. None may hold us longer
// than the deadline or make us keep more than the limits.
#include "source_e2e.h"

namespace assay::source {
namespace {

using test::ScriptedServer;
using ::testing::HasSubstr;

constexpr std::string_view kRefsHeader =
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n\r\n";
constexpr std::string_view kPackHeader =
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-result\r\n\r\n";

std::string packet(const std::string& text) {
  char length[8];
  std::snprintf(length, sizeof length, "%04zx", text.size() + 4);
  return length + text;
}

class ServerTest : public RemoteTest {
 protected:
  ServerTest() {
    options_.allow_loopback_http = true;
    options_.limits.wall = std::chrono::seconds(2);
  }
  // The advertisement of a repository with one branch.
  std::string refs() const {
    return packet("# service=git-upload-pack\n") + "0000" +
           packet(third_ + " HEAD" + std::string(1, '\0') +
                  "side-band-64k symref=HEAD:refs/heads/main\n") +
           packet(third_ + " refs/heads/main\n") + "0000";
  }
};

// The start of a pack of one blob of many gigabytes, up to zlib's header; stored blocks follow.
std::string endless_blob() {
  return std::string("\1PACK\0\0\0\2\0\0\0\1", 13) + std::string("\xbf\xff\xff\xff\x7f", 5) +
         "\x78\x01";
}

TEST_F(ServerTest, OneThatNeverAnswersMeetsTheDeadline) {
  ScriptedServer server([](ScriptedServer& self, int fd) { self.gone(fd, -1); });
  EXPECT_THAT(error(at(server.url("/x"))).message, HasSubstr("no end after 2.0 s"));
}

TEST_F(ServerTest, OneThatTricklesMeetsTheDeadline) {
  ScriptedServer server([](ScriptedServer& self, int fd) {
    ScriptedServer::send(fd, std::string(kRefsHeader) + "fff0# service=");
    while (!self.gone(fd, 50) && ScriptedServer::send(fd, "x")) {
    }
  });
  EXPECT_THAT(error(at(server.url("/x"))).message, HasSubstr("no end after 2.0 s"));
}

TEST_F(ServerTest, OneThatTricklesAPackMeetsTheDeadline) {
  int connection = 0;
  ScriptedServer server([&](ScriptedServer& self, int fd) {
    if (connection++ == 0) {
      ScriptedServer::send(fd, std::string(kRefsHeader) + refs());
      return;
    }
    ScriptedServer::send(fd, kPackHeader);
    ScriptedServer::send(fd, packet("NAK\n") + packet(endless_blob()));
    ScriptedServer::send(fd, packet(std::string("\1\0\x00\xf0\xff\x0f", 6)));
    while (!self.gone(fd, 50) && ScriptedServer::send(fd, packet("\1x"))) {
    }
  });
  EXPECT_THAT(error(at(server.url("/x"))).message, HasSubstr("no end after 2.0 s"));
}

TEST_F(ServerTest, EndlessReferencesMeetALimit) {
  options_.limits.wall = std::chrono::seconds(20);
  options_.limits.max_memory_bytes = 128 << 20;
  ScriptedServer server([this](ScriptedServer& self, int fd) {
    ScriptedServer::send(fd, kRefsHeader);
    ScriptedServer::send(fd, packet("# service=git-upload-pack\n") + "0000" +
                                 packet(third_ + " HEAD" + std::string(1, '\0') + "x\n"));
    for (std::uint64_t i = 0;; ++i) {
      const std::string line = packet(third_ + " refs/heads/" + std::to_string(i) + "\n");
      if (!ScriptedServer::send(fd, line)) return;
      self.count(line.size());
    }
  });
  const Error refused = error(at(server.url("/x")));
  EXPECT_EQ(refused.kind, ErrorKind::kInfrastructure);
  EXPECT_THAT(refused.message, HasSubstr("memory"));
  EXPECT_LT(server.sent(), 1ULL << 30);
}

TEST_F(ServerTest, AnEndlessPackMeetsTheLimitOnBytes) {
  options_.limits.wall = std::chrono::seconds(60);
  options_.limits.max_bytes = 8 << 20;
  int connection = 0;
  ScriptedServer server([&](ScriptedServer& self, int fd) {
    if (connection++ == 0) {
      ScriptedServer::send(fd, std::string(kRefsHeader) + refs());
      return;
    }
    ScriptedServer::send(fd, kPackHeader);
    ScriptedServer::send(fd, packet("NAK\n"));
    ScriptedServer::send(fd, packet(endless_blob()));
    const std::string block = std::string("\1\0\x00\xf0\xff\x0f", 6) + std::string(0xf000, 'x');
    while (ScriptedServer::send(fd, packet(block))) self.count(block.size());
  });
  const auto snapshot = take_snapshot(at(server.url("/x")), options_);
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  ASSERT_EQ(snapshot->rejected.size(), 1U);
  EXPECT_EQ(snapshot->rejected[0].rule, "source_too_large");
  EXPECT_LT(server.sent(), 64ULL << 20);
}

TEST_F(ServerTest, AnswersThatAreNotGitAreExplained) {
  for (const char* answer :
       {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "nonsense\r\n\r\n", ""}) {
    ScriptedServer server([&](ScriptedServer&, int fd) { ScriptedServer::send(fd, answer); });
    const Error refused = error(at(server.url("/x")));
    EXPECT_EQ(refused.kind, ErrorKind::kInfrastructure) << answer;
    EXPECT_THAT(refused.message, HasSubstr("/x")) << answer;
  }
}

TEST_F(ServerTest, HostileTextFromTheServerIsMadePrintable) {
  ScriptedServer server([&](ScriptedServer&, int fd) {
    ScriptedServer::send(fd, std::string(kRefsHeader) + packet("# service=git-upload-pack\n") +
                                 "0000" + packet("ERR \x1b[2Jgone\n"));
  });
  const Error refused = error(at(server.url("/x")));
  EXPECT_EQ(refused.message.find('\x1b'), std::string::npos);
}

TEST_F(ServerTest, NobodyListeningIsInfrastructure) {
  const int port = test::free_port();
  EXPECT_EQ(error(at("http://127.0.0.1:" + std::to_string(port) + "/x")).kind,
            ErrorKind::kInfrastructure);
  EXPECT_EQ(error(at("ssh://git@127.0.0.1:" + std::to_string(port) + "/x")).kind,
            ErrorKind::kInfrastructure);
}

}  // namespace
}  // namespace assay::source
