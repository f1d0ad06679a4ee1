// Known vectors, and the framing that keeps fields apart.
#include <gmock/gmock.h>

#include <set>

#include "base/digest.h"
#include "base/file.h"

namespace assay {
namespace {

using namespace std::string_literals;

std::string fields(const std::vector<std::string>& parts) {
  Hasher hasher;
  for (const std::string& part : parts) hasher.add_field(part);
  return to_hex(hasher.finish());
}

TEST(ToHex, WritesEveryByteInLowerCase) {
  EXPECT_EQ(to_hex(""s), "");
  EXPECT_EQ(to_hex("\x00\x0f\xa0\xff"s), "000fa0ff");
}

TEST(Sha256, GivesTheStandardsVectors) {  // FIPS 180-2, appendix B
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const auto folder = TempDir::make("assay-digest-test-");
  ASSERT_TRUE(folder);
  const auto file = folder->path() / "file";
  for (const std::size_t size : {0U, 1U, 65'536U, 200'000U}) {
    const std::string bytes(size, 'x');
    ASSERT_TRUE(write_file_atomically(file, bytes));
    const auto digest = sha256_of_file(file);
    ASSERT_TRUE(digest);
    EXPECT_EQ(*digest, sha256(bytes)) << size;
  }
  EXPECT_FALSE(sha256_of_file(folder->path() / "none"));
  EXPECT_FALSE(sha256_of_file(folder->path())) << "a folder";
}

TEST(HmacSha256, GivesTheStandardsVectors) {  // RFC 4231: cases 1, 2, 3, 6
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, TakesEmptyKeysAndMessages) {
  const char* const expected = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
  EXPECT_EQ(to_hex(hmac_sha256("", "")), expected);
  EXPECT_EQ(to_hex(hmac_sha256(std::string_view(), std::string_view())), expected);
}

TEST(Hasher, AddsPiecesAsOne) {
  EXPECT_EQ(Hasher().add("a").add("").add("bc").finish(), sha256("abc"));
}

TEST(Hasher, NeverGivesADigestOfNothing) {
  Hasher hasher;
  hasher.add("abc");
  EXPECT_EQ(hasher.finish(), sha256("abc"));
  EXPECT_THROW((void)hasher.finish(), std::runtime_error);
}

TEST(Hasher, CanBeMoved) {
  Hasher first;
  first.add("ab");
  Hasher second(std::move(first));
  EXPECT_EQ(second.add("c").finish(), sha256("abc"));
}

TEST(Hasher, KeepsFieldsApart) {
  const std::vector<std::vector<std::string>> lists = {
      {},          {""},        {"", ""},    {"ab", "c"},    {"a", "bc"},
      {"abc"},     {"abc", ""}, {"", "abc"}, {"1:a"},        {"a", "1:b"},
      {"a1:b"},    {"3:abc"},   {"\0"s},     {"\0"s, "\0"s}, {"\0\0"s},
      {"1", ":a"}, {"1:", "a"}, {"0:"},      {"0:0:"},       {"12:3456789"}};
  std::set<std::string> digests;
  for (const auto& list : lists) digests.insert(fields(list));
  EXPECT_EQ(digests.size(), lists.size());
}

TEST(EqualInConstantTime, ComparesAllBytes) {
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("a\0b"s, "a\0b"s));
  EXPECT_FALSE(equal_in_constant_time("a\0b"s, "a\0c"s));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
  EXPECT_FALSE(equal_in_constant_time("", "a"));
}

TEST(RandomBytes, AreAsManyAsAskedForAndNeverTheSame) {
  for (const std::size_t count : {0U, 1U, 32U, 100'000U})
    EXPECT_EQ(random_bytes(count)->size(), count);
  std::set<std::string> seen;
  for (int i = 0; i < 64; ++i) seen.insert(*random_bytes(32));
  EXPECT_EQ(seen.size(), 64U);
}

}  // namespace
}  // namespace assay
