#include "golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"

namespace assay {

void expect_golden(const std::string& name, std::string_view actual) {
  const std::filesystem::path path = std::filesystem::path(ASSAY_GOLDEN_FOLDER) / name;
  if (std::getenv("ASSAY_UPDATE_GOLDEN") != nullptr) {
    const Status written = write_file_atomically(path, actual);
    ASSERT_TRUE(written) << written.error().message;
  }
  const Result<std::string> expected = read_file(path);
  ASSERT_TRUE(expected) << expected.error().message << "; ASSAY_UPDATE_GOLDEN=1 writes it";
  EXPECT_EQ(actual, *expected) << "differs from " << path;
}

}  // namespace assay
