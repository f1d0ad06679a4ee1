// libgit2 reads no certificate authorities for who has not asked for them.
#include "source/authorities.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

extern "C" int mbedtls_x509_crt_parse_file(void* chain, const char* path);

namespace assay::source {
namespace {

// Reading would write to the chain.
TEST(Authorities, AreNotReadUnlessWanted) {
  EXPECT_LT(mbedtls_x509_crt_parse_file(nullptr, "/etc/ssl/certs/ca-certificates.crt"), 0);
}

// That of the dynamic linker is libgit2's; it has none where libgit2 has other TLS below it.
TEST(Authorities, AreReadByOurFunction) {
  void* const found = ::dlsym(RTLD_DEFAULT, "mbedtls_x509_crt_parse_file");
  if (found != nullptr) {
    EXPECT_EQ(found, reinterpret_cast<void*>(&mbedtls_x509_crt_parse_file));
  }
}

}  // namespace
}  // namespace assay::source
