#include "gotool/crash.h"

#include <csignal>
#include <optional>

namespace assay::gotool {
namespace {

// The rest of the first line of `text` that begins with `prefix`.
std::optional<std::string> line_after(std::string_view text, std::string_view prefix) {
  for (std::size_t at = 0; at != std::string_view::npos && at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string_view line = text.substr(at, end - at);
    if (line.starts_with(prefix)) return std::string(line.substr(prefix.size()));
    at = end == std::string_view::npos ? end : end + 1;
  }
  return std::nullopt;
}

std::optional<Crash> by_limit(const sandbox::RunResult& run) {
  switch (run.cause) {
    case sandbox::Cause::kOutput:
      return Crash{Verdict::kOutput, "wrote more than the limit"};
    case sandbox::Cause::kMemory:
      return Crash{Verdict::kMemory, "used more than the limit"};
    case sandbox::Cause::kCpuTime:
      return Crash{Verdict::kCpuTime, "used more than the limit"};
    case sandbox::Cause::kWallTime:
      return Crash{Verdict::kWallTime, "took longer than the limit"};
    case sandbox::Cause::kForbidden:
      return Crash{Verdict::kForbidden, "made a system call that the sandbox kills for"};
    default:
      return std::nullopt;
  }
}

std::optional<Crash> by_runtime(const sandbox::RunResult& run, std::string_view err) {
  const bool no_thread = err.find("newosproc") != std::string_view::npos ||
                         err.find("pthread_create failed") != std::string_view::npos ||
                         err.find("failed to create new OS thread") != std::string_view::npos;
  if (run.usage.refused_processes > 0 && no_thread)
    return Crash{Verdict::kProcesses, "started more threads than the limit"};
  if (const auto fatal = line_after(err, "fatal error: ")) {
    if (fatal->starts_with("all goroutines are asleep")) return Crash{Verdict::kDeadlock, *fatal};
    return Crash{Verdict::kFatal, *fatal};
  }
  if (const auto panic = line_after(err, "panic: ")) return Crash{Verdict::kPanic, *panic};
  return std::nullopt;
}

}  // namespace

Crash classify_crash(const sandbox::RunResult& run, const RecordReport& records,
                     std::string_view err) {
  if (records.tampered) return {Verdict::kTampered, records.why};
  if (const auto limit = by_limit(run)) return *limit;
  const std::string when = records.running ? " while the test ran" : " before the test began";
  const bool killed = run.cause == sandbox::Cause::kSignalled && run.signal == SIGKILL;
  const bool well = run.cause == sandbox::Cause::kExited && run.exit_code == 0;
  if (killed) return {Verdict::kExited, "the process was killed" + when};
  if (!well)
    if (const auto crash = by_runtime(run, err)) return *crash;
  if (run.cause == sandbox::Cause::kSignalled)
    return {Verdict::kFatal, "signal " + std::to_string(run.signal) + when};
  return {Verdict::kExited,
          "the process ended with exit code " + std::to_string(run.exit_code) + when};
}

}  // namespace assay::gotool
