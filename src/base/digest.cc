#include "base/digest.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/random.h>

#include <stdexcept>

#include "base/fd.h"
#include "base/file.h"

namespace assay {

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

std::string to_hex(const Sha256& digest) {
  return to_hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

namespace {

// A failure that went unnoticed would leave a digest of zeros, which anyone can forge.
void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

}  // namespace

struct Hasher::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
  require(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1);
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

Hasher& Hasher::add(std::string_view bytes) {
  require(state_ != nullptr && EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
  return *this;
}

Hasher& Hasher::add_field(std::string_view bytes) {
  return add(std::to_string(bytes.size())).add(":").add(bytes);
}

Sha256 Hasher::finish() {
  Sha256 digest{};
  const std::unique_ptr<State> state = std::move(state_);
  require(state != nullptr && EVP_DigestFinal_ex(state->context, digest.data(), nullptr) == 1);
  return digest;
}

Sha256 sha256(std::string_view bytes) {
  return Hasher().add(bytes).finish();
}

Result<Sha256> sha256_of_file(const std::filesystem::path& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return fail_errno("open " + path.string());
  Hasher hasher;
  ASSAY_CHECK(read_pieces(fd.get(), path.string(), [&](std::string_view piece) -> Status {
    hasher.add(piece);
    return {};
  }));
  return hasher.finish();
}

Sha256 hmac_sha256(std::string_view key, std::string_view message) {
  Sha256 digest{};
  // A null pointer would mean "the key of last time", of which there is none.
  const char* const bytes = key.data() != nullptr ? key.data() : "";
  require(HMAC(EVP_sha256(), bytes, static_cast<int>(key.size()),
               reinterpret_cast<const unsigned char*>(message.data()), message.size(),
               digest.data(), nullptr) != nullptr);
  return digest;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Result<std::string> random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t filled = 0;
  while (filled < count) {
    const ssize_t got = ::getrandom(bytes.data() + filled, count - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("read random bytes");
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace assay
