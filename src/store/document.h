// Documents as they are kept: deflated, because a result is mostly repeated words and a run is read
// whole when it is checked or reported (ten times less to read), and with the SHA-256 of what went
// in, because SQLite does not notice when a bit inside of a value turns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::store {

/// No document is larger: a result with all its output stays far below.
inline constexpr std::uint64_t kMaxDocument = 256ULL << 20;

struct PackedDocument {
  std::string digest;      ///< SHA-256 of the document, 32 bytes
  std::uint64_t size = 0;  ///< of the document
  std::string bytes;       ///< zlib's format
};

/// kInfrastructure for one over kMaxDocument.
Result<PackedDocument> pack(std::string_view document);

/// Of a document that may be the next one as well: what is larger is not worth remembering.
inline constexpr std::size_t kMostRemembered = 1U << 20;

/// The document again; nothing if it is damaged, that is, not what was packed. Hostile input costs
/// at most kMaxDocument bytes of memory.
std::optional<std::string> unpack(const PackedDocument& packed);

}  // namespace assay::store
