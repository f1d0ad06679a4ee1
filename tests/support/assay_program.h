// Runs the assay that was just built, as a user would: arguments, an environment,
// what it prints, its exit code.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.h"

namespace assay::test {

struct Ran {
  int exit_code = -1;  ///< 128 + n if signal n ended it
  std::string out;
  std::string err;
};

/// `assay <arguments>`; the environment is ours with `environment` laid over it.
Ran run_assay(const std::vector<std::string>& arguments,
              const std::map<std::string, std::string>& environment = {},
              const std::filesystem::path& cwd = {});

/// The same, started by another program: `<launcher> assay <arguments>`.
Ran run_assay_under(std::vector<std::string> launcher, const std::vector<std::string>& arguments,
                    const std::map<std::string, std::string>& environment = {},
                    const std::filesystem::path& cwd = {});

/// Where the catalogue of this source tree lies.
std::filesystem::path exercises_folder();

/// The document that `--json` wrote.
nlohmann::json read_json(const std::filesystem::path& file);

/// A folder of the test's own, removed with everything in it.
class Scratch {
 public:
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path operator/(const std::string& name) const { return path() / name; }

 private:
  TempDir folder_ = TempDir::make("assay-e2e").value();
};

}  // namespace assay::test
