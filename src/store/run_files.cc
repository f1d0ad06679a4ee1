#include "store/run_files.h"

#include <sys/stat.h>

#include <string>

#include "base/text.h"

namespace assay::store {
namespace fs = std::filesystem;

fs::path log_of(const fs::path& file) {
  return file.string() + "-wal";
}

std::optional<std::uint64_t> size_of(const fs::path& file) {
  struct stat status {};
  if (::lstat(file.c_str(), &status) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

Result<fs::path> real_folder(const fs::path& folder) {
  std::error_code ec;
  fs::path real = fs::canonical(folder, ec);
  if (ec) return fail("find the folder " + printable_line(folder.string()) + ": " + ec.message());
  return real;
}

Status require_database_file(const fs::path& file) {
  constexpr off_t kLeastDatabase = 512;
  struct stat status {};
  const std::string name = printable_line(file.string());
  if (::lstat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    return fail(name + " is no plain file",
                "a symlink is not followed: name the folder where the run is");
  if (status.st_size >= kLeastDatabase) return {};
  const std::string log =
      size_of(log_of(file)).value_or(0) == 0
          ? ""
          : "what was recorded last may be in run.db-wal: keep both files, and ";
  return fail(name + " is empty or nearly so: it was truncated",
              log +
                  "put a copy of run.db back if there is one, or start again in another folder; "
                  "what the result cache holds is not graded again");
}

}  // namespace assay::store
