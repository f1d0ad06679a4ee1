// Real repositories for tests, made with the git command in a folder of their own,
// away from the configuration of whoever runs the tests.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace assay::test {

struct CommandOutput {
  int status = -1;  ///< exit status; -1 if it was killed by a signal
  std::string out;  ///< stdout
};

/// Runs a program to its end with `input` on stdin (a shell is not involved); stderr is the test's
/// own. The environment is ours plus `environment` ("NAME=value").
CommandOutput run_command(const std::vector<std::string>& argv, std::string_view input = {},
                          const std::vector<std::string>& environment = {},
                          const std::filesystem::path& cwd = {});

/// Writes a file and the folders on the way to it; throws where it cannot.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// An entry of a tree object, with whatever mode and name a test wants.
struct RawEntry {
  std::string mode;
  std::string name;
  std::string id;  ///< 40 hexadecimal digits
};

/// A repository. Every method throws std::runtime_error if git fails.
class GitFixture {
 public:
  /// `git init` in `folder`, with `main` as its branch.
  explicit GitFixture(std::filesystem::path folder,
                      const std::vector<std::string>& init_options = {});

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }
  /// `git <arguments>`; its stdout without the last newline.
  std::string git(const std::vector<std::string>& arguments, std::string_view input = {}) const;

  void write(const std::string& name, std::string_view bytes) const;
  /// Adds everything and commits with author and committer clocks at `time`; the commit's id.
  std::string commit(const std::string& message, std::int64_t time = 1'700'000'000) const;

  std::string blob(std::string_view bytes) const;
  /// Writes a tree object as it is given, in that order, without any of git's checks.
  std::string tree(const std::vector<RawEntry>& entries) const;
  /// Commits `tree` and makes main point to it; the commit's id.
  std::string commit_tree(const std::string& tree) const;

 private:
  std::string object(int type, std::string_view bytes) const;

  std::filesystem::path folder_;
};

}  // namespace assay::test
