#include "store/document.h"

#include <zlib.h>

#include <new>

#include "base/digest.h"

namespace assay::store {
namespace {

Bytef* zlib_bytes(std::string& text) {
  return reinterpret_cast<Bytef*>(text.data());
}

const Bytef* zlib_bytes(std::string_view text) {
  return reinterpret_cast<const Bytef*>(text.data());
}

std::string digest_of(std::string_view document) {
  const Sha256 digest = sha256(document);
  return {digest.begin(), digest.end()};
}

}  // namespace

Result<PackedDocument> pack(std::string_view document) {
  if (document.size() > kMaxDocument)
    return fail("keep a document of " + std::to_string(document.size()) + " bytes: the most is " +
                std::to_string(kMaxDocument));
  PackedDocument packed;
  packed.digest = digest_of(document);
  packed.size = document.size();
  uLongf size = ::compressBound(document.size());
  packed.bytes.resize(size);
  const int code = ::compress2(zlib_bytes(packed.bytes), &size, zlib_bytes(document),
                               document.size(), Z_DEFAULT_COMPRESSION);
  if (code != Z_OK) throw std::bad_alloc();  // the buffer is large enough, so nothing else fails
  packed.bytes.resize(size);
  packed.bytes.shrink_to_fit();
  return packed;
}

std::optional<std::string> unpack(const PackedDocument& packed) {
  if (packed.size > kMaxDocument) return std::nullopt;
  std::string document(packed.size, '\0');
  uLongf size = packed.size;
  const int code =
      ::uncompress(zlib_bytes(document), &size, zlib_bytes(packed.bytes), packed.bytes.size());
  if (code == Z_MEM_ERROR) throw std::bad_alloc();  // as the string above would
  if (code != Z_OK || size != packed.size || digest_of(document) != packed.digest)
    return std::nullopt;
  return document;
}

}  // namespace assay::store
