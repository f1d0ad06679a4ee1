// Runs the assay that was just built, as a user would: arguments, an environment,
// what it prints, its exit code.
#pragma once

#include <sys/types.h>

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

/// `assay <arguments>` in the background, in a process group of its own; what it prints goes to
/// `<output>.out` and `<output>.err`. Killed with all its group when the object goes.
class RunningAssay {
 public:
  RunningAssay(const std::vector<std::string>& arguments,
               const std::map<std::string, std::string>& environment,
               const std::filesystem::path& output);
  ~RunningAssay();
  RunningAssay(const RunningAssay&) = delete;
  RunningAssay& operator=(const RunningAssay&) = delete;

  void signal(int number) const;
  /// Waits for its end.
  Ran wait();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  std::filesystem::path output_;
};

/// The program itself, for those who start it some other way.
std::filesystem::path assay_program();

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
