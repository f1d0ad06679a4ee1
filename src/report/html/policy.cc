#include "report/html/policy.h"

#include <cstdint>

#include "base/digest.h"

namespace assay::report::html {
namespace {

std::string source_of(std::string_view text) {
  const Sha256 digest = sha256(text);
  std::string bytes;
  for (const std::uint8_t byte : digest) bytes += static_cast<char>(byte);
  return "'sha256-" + base64(bytes) + "'";
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = (group << 8) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j)
      text += i + j > bytes.size() ? '=' : kAlphabet[(group >> (18 - 6 * j)) & 63U];
  }
  return text;
}

std::string content_security_policy(std::string_view style,
                                    std::initializer_list<std::string_view> scripts) {
  std::string policy = "default-src 'none'; style-src " + source_of(style) + "; script-src";
  for (const std::string_view script : scripts) policy += " " + source_of(script);
  return policy + "; base-uri 'none'; form-action 'none'";
}

}  // namespace assay::report::html
