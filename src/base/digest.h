// SHA-256 and HMAC-SHA256 (OpenSSL's), and random bytes for keys. Should OpenSSL fail, which takes
// exhausted memory or a policy against SHA-256, std::runtime_error is thrown: there is never a
// wrong digest.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay {

using Sha256 = std::array<std::uint8_t, 32>;

/// Lower-case hexadecimal.
std::string to_hex(std::string_view bytes);
std::string to_hex(const Sha256& digest);

/// SHA-256 over bytes handed in piece by piece. Every field that is hashed together with others
/// should go in with add_field(), whose length prefix keeps ("ab","c") and ("a","bc") apart.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  Hasher& add(std::string_view bytes);
  Hasher& add_field(std::string_view bytes);
  [[nodiscard]] Sha256 finish();  ///< once; nothing can be added after it

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Sha256 sha256(std::string_view bytes);
/// Of a file of any size, of which no more than a piece is in memory.
Result<Sha256> sha256_of_file(const std::filesystem::path& path);
Sha256 hmac_sha256(std::string_view key, std::string_view message);

/// Compares in time that does not depend on where the first difference is.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// `count` bytes from getrandom(2).
Result<std::string> random_bytes(std::size_t count);

}  // namespace assay
