// A rate limiter as candidates write it, with the lines that the samples' findings point to.
#pragma once

#include <cstdint>
#include <string>

namespace assay {

/// The module's file limiter.go; `author` signs it in a comment.
std::string sample_limiter(const std::string& author);

constexpr std::uint32_t kWriteLine = 44;   ///< l.tokens--
constexpr std::uint32_t kReadLine = 40;    ///< if l.tokens < 1
constexpr std::uint32_t kWaitLine = 57;    ///< <-l.wake
constexpr std::uint32_t kDivideLine = 66;  ///< a division
constexpr std::uint32_t kCopyLine = 71;    ///< a copied lock
constexpr std::uint32_t kAfterLine = 55;   ///< time.After in a select

}  // namespace assay
