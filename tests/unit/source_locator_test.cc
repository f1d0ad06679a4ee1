#include "source/locator.h"

#include <gtest/gtest.h>

namespace assay::source {
namespace {

Locator parsed(const std::string& source, const Options& options = {}) {
  const auto locator = parse_locator(source, options);
  EXPECT_TRUE(locator) << source << ": " << (locator ? "" : locator.error().message);
  return locator.value_or(Locator{});
}

Error refused(const std::string& source, const Options& options = {}) {
  const auto locator = parse_locator(source, options);
  EXPECT_FALSE(locator) << source;
  return locator ? Error{} : locator.error();
}

TEST(Locator, PathsAreWhatIsNeitherUrlNorScp) {
  for (const char* path : {"repo", "./a:b", "/srv/repo.git", "../x", "a/b:c", "~x"}) {
    EXPECT_EQ(parsed(path).kind, Locator::Kind::kPath) << path;
    EXPECT_EQ(parsed(path).path, path);
  }
  EXPECT_EQ(parsed("file:///srv/a%20b").path, "/srv/a b");
  EXPECT_EQ(parsed("file://localhost/srv/x").path, "/srv/x");
}

TEST(Locator, RemotesAreTakenApart) {
  const Locator https = parsed("https://me@Git.Example.org:8443/team/repo.git?x=1");
  EXPECT_EQ(https.kind, Locator::Kind::kHttps);
  EXPECT_EQ(https.host, "git.example.org");
  EXPECT_EQ(https.user, "me");
  EXPECT_EQ(https.origin, "https://git.example.org:8443/team/repo.git");
  const Locator ssh = parsed("ssh://git@[::1]:2222/srv/repo");
  EXPECT_EQ(ssh.kind, Locator::Kind::kSsh);
  EXPECT_EQ(ssh.host, "::1");
  EXPECT_EQ(ssh.url, "ssh://git@[::1]:2222/srv/repo");
  const Locator scp = parsed("git@example.org:team/repo.git");
  EXPECT_EQ(scp.kind, Locator::Kind::kSsh);
  EXPECT_EQ(scp.host, "example.org");
  EXPECT_EQ(scp.user, "git");
  EXPECT_EQ(scp.url, "git@example.org:team/repo.git");
  EXPECT_EQ(parsed("[::1]:repo").host, "::1");
  EXPECT_EQ(parsed("git@example.org:/srv/x").url, "ssh://git@example.org/srv/x");
  EXPECT_EQ(parsed("git@[example.org:2222]:/srv/x").url, "ssh://git@example.org:2222/srv/x");
  EXPECT_EQ(parsed("[example.org:2222]:x").url, "ssh://example.org:2222/~/x");
}

TEST(Locator, WhatCouldRunOrReachSomethingElseIsRefused) {
  for (const char* source : {"",
                             "-oProxyCommand=x",
                             "--upload-pack=touch /tmp/x",
                             "ext::sh -c id",
                             "fd::17",
                             "https::https://example.org/x",
                             "git://example.org/x",
                             "http://example.org/x",
                             "ftp://example.org/x",
                             "ssh://-oProxyCommand=x/y",
                             "ssh://-o@host/y",
                             "-o@host:path",
                             "user@-host:path",
                             "host:-path",
                             "host:",
                             "https://",
                             "https:///x",
                             "https://host",
                             "https://ho st/x",
                             "https://host:99x/x",
                             "file://other/x",
                             "file://relative",
                             "file:///a%00b",
                             "file:///a%zz",
                             "https://host/a\nb",
                             "ssh://host$(id)/x",
                             "ssh://host/x';id;'",
                             "host:x';id;'",
                             "host:$(id)",
                             "[::1:x",
                             "[]:x",
                             "[a:1]b:x",
                             "a[b:x"}) {
    EXPECT_EQ(refused(source).kind, ErrorKind::kUsage) << source;
  }
}

TEST(Locator, PasswordInAUrlIsRefusedAndNotRepeated) {
  const Error error = refused("https://me:hunter2@example.org/x");
  EXPECT_EQ(error.message.find("hunter2"), std::string::npos);
  EXPECT_NE(error.hint.find("token"), std::string::npos);
}

TEST(Locator, TransportsCanBeTakenAway) {
  Options options;
  options.transports = {Transport::kHttps};
  EXPECT_TRUE(parse_locator("https://example.org/x", options));
  for (const char* source : {"repo", "file:///srv/x", "ssh://host/x", "host:x"})
    EXPECT_EQ(refused(source, options).kind, ErrorKind::kUsage) << source;
}

TEST(Locator, PlainHttpIsForLoopbackOnlyAndOnlyIfAllowed) {
  Options options;
  EXPECT_FALSE(parse_locator("http://127.0.0.1:8080/x", options));
  options.allow_loopback_http = true;
  EXPECT_TRUE(parse_locator("http://127.0.0.1:8080/x", options));
  EXPECT_TRUE(parse_locator("http://[::1]:8080/x", options));
  EXPECT_FALSE(parse_locator("http://example.org/x", options));
  EXPECT_FALSE(parse_locator("http://127.0.0.1.example.org/x", options));
}

TEST(Subdir, IsNormalised) {
  for (const auto& [given, wanted] : std::initializer_list<std::pair<std::string, std::string>>{
           {"", ""}, {".", ""}, {"./", ""}, {"a", "a"}, {"./a/b/", "a/b"}, {"a//", "a"}})
    EXPECT_EQ(parse_subdir(given).value_or("refused"), wanted) << given;
}

TEST(Subdir, MustStayWithin) {
  for (const char* given : {"..", "a/../b", "/etc", "/", "a/./b", "a//b", ".git", "a\nb"})
    EXPECT_FALSE(parse_subdir(given)) << given;
}

}  // namespace
}  // namespace assay::source
