#include "sandbox/process_tree.h"

#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/text.h"

namespace assay::sandbox {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxProcesses = 4096;

// Fields 14 to 17 of /proc/PID/stat: utime, stime, cutime, cstime. The name in field 2 may hold
// spaces and parentheses, so counting starts behind the last one.
long long ticks_of(const fs::path& process) {
  const std::string stat = read_file(process / "stat", 65536).value_or("");
  const std::size_t end_of_name = stat.rfind(')');
  if (end_of_name == std::string::npos) return 0;
  long long sum = 0;
  int field = 2;
  for (const std::string_view word : split(std::string_view(stat).substr(end_of_name + 1), ' ')) {
    if (word.empty()) continue;
    ++field;
    long long value = 0;
    if (field >= 14 && field <= 17) {
      std::from_chars(word.data(), word.data() + word.size(), value);
      sum += value;
    }
  }
  return sum;
}

void add_children(const fs::path& process, std::vector<pid_t>& pids) {
  std::error_code ec;
  for (const auto& thread : fs::directory_iterator(process / "task", ec)) {
    const std::string children = read_file(thread.path() / "children").value_or("");
    for (const std::string_view word : split(children, ' ')) {
      pid_t pid = 0;
      std::from_chars(word.data(), word.data() + word.size(), pid);
      if (pid > 0 && pids.size() < kMaxProcesses) pids.push_back(pid);
    }
  }
}

}  // namespace

std::chrono::microseconds cpu_of_tree(pid_t init) {
  std::vector<pid_t> pids = {init};
  long long ticks = 0;
  for (std::size_t i = 0; i < pids.size(); ++i) {
    const fs::path process = fs::path("/proc") / std::to_string(pids[i]);
    ticks += ticks_of(process);
    add_children(process, pids);
  }
  return std::chrono::microseconds(ticks * 1'000'000 / ::sysconf(_SC_CLK_TCK));
}

}  // namespace assay::sandbox
