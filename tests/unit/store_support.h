// A scratch folder, small runs to put in it, and SQL put past the store, for the tests of
// src/store.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/types.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/file.h"
#include "store/run_store.h"

/// Leaves the test, saying why; a failure under ASSAY_NO_SKIP=1.
#define ASSAY_SKIP(reason)                                                  \
  do {                                                                      \
    if (::getenv("ASSAY_NO_SKIP") != nullptr) FAIL() << "skipped: " reason; \
    GTEST_SKIP() << reason;                                                 \
  } while (false)

/// ASSERT that a Result or Status holds, showing its error.
#define ASSERT_OK(expression)                                    \
  do {                                                           \
    const auto& assay_outcome = (expression);                    \
    ASSERT_TRUE(assay_outcome) << assay_outcome.error().message; \
  } while (false)

namespace assay::store::test {

/// A folder that goes with the object.
TempDir scratch();

/// `count` tasks: c1, c2 … for the exercise "pool".
std::vector<NewTask> tasks(std::size_t count);
RunHeader header();
/// A run with `count` tasks, open for writing; the test fails if it cannot be made.
RunStore new_run(const std::filesystem::path& folder, std::size_t count);
RunStore reopened(const std::filesystem::path& folder,
                  RunStore::Access access = RunStore::Access::kWrite);
/// A result that differs from task to task.
Finished finished(std::int64_t task, std::uint32_t score = 80);

std::vector<std::int64_t> ids_of(const Result<std::vector<Task>>& tasks);
/// Everything in the run as text: equal runs, and only they, give equal text.
std::string dump(const RunStore& store);

/// Runs SQL on a database as any other program may; the test fails if SQLite refuses.
void run_sql(const std::filesystem::path& database, const std::string& sql);
/// run_sql(), then says "!" and keeps the connection until the process is killed.
void run_sql_and_hold(const std::filesystem::path& database, const std::string& sql, int say);
std::string ask_sql(const std::filesystem::path& database, const std::string& sql);

std::string bytes_of(const std::filesystem::path& file);
void write_bytes(const std::filesystem::path& file, const std::string& bytes);

/// A process of its own that runs `work` and says something through a pipe; killed with SIGKILL
/// when the object goes, if it has not ended.
class Child {
 public:
  /// `work` gets the end to write to. Exceptions become what it says.
  explicit Child(const std::function<void(int say)>& work);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Waits for the next `count` bytes; fewer if it ends before.
  std::string hear(std::size_t count);
  /// Everything up to its end.
  std::string rest();
  void kill();

 private:
  pid_t pid_ = -1;
  Fd ear_;
};

/// What `question` answers in a process that is not root: as an ordinary user where this one is.
std::string as_ordinary_user(const std::function<std::string()>& question);

}  // namespace assay::store::test
