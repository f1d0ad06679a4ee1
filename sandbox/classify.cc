#include "sandbox/classify.h"

#include <sys/wait.h>

#include <csignal>

namespace assay::sandbox {
namespace {

std::chrono::microseconds cpu_used(const Followed& seen, const std::optional<CgroupUsage>& usage) {
  if (usage) return usage->cpu;
  if (!seen.ended) return seen.cpu;
  return std::chrono::microseconds(seen.ended->cpu_ns / 1000);
}

std::optional<Cause> cause_of(const Followed& seen, const RunUsage& usage, const Limits& limits) {
  if (seen.killed_for == Cause::kCancelled || seen.killed_for == Cause::kOutput)
    return seen.killed_for;
  if (usage.oom_kills > 0) return Cause::kMemory;
  if (seen.killed_for == Cause::kCpuTime || usage.cpu > limits.cpu) return Cause::kCpuTime;
  if (seen.killed_for) return seen.killed_for;
  if (!seen.ended) return std::nullopt;  // init was killed, and not by us
  const int status = seen.ended->wait_status;
  if (WIFEXITED(status)) return Cause::kExited;
  return WTERMSIG(status) == SIGSYS ? Cause::kForbidden : Cause::kSignalled;
}

}  // namespace

std::optional<RunResult> classify(const Followed& seen, const std::optional<CgroupUsage>& usage,
                                  const Limits& limits) {
  RunResult result;
  result.usage.cpu = cpu_used(seen, usage);
  result.usage.wall = seen.wall;
  if (usage) {
    result.usage.peak_memory_bytes = usage->peak_memory_bytes;
    result.usage.oom_kills = usage->oom_kills;
    result.usage.refused_processes = usage->refused_tasks;
  }
  const std::optional<Cause> cause = cause_of(seen, result.usage, limits);
  if (!cause) return std::nullopt;
  result.cause = *cause;
  if (seen.ended && WIFEXITED(seen.ended->wait_status))
    result.exit_code = WEXITSTATUS(seen.ended->wait_status);
  if (seen.ended && WIFSIGNALED(seen.ended->wait_status))
    result.signal = WTERMSIG(seen.ended->wait_status);
  if (!seen.ended) result.signal = SIGKILL;  // it went with its init
  return result;
}

const char* name(Cause cause) {
  switch (cause) {
    case Cause::kExited:
      return "exited";
    case Cause::kOutput:
      return "output";
    case Cause::kMemory:
      return "memory";
    case Cause::kCpuTime:
      return "cpu_time";
    case Cause::kWallTime:
      return "wall_time";
    case Cause::kForbidden:
      return "forbidden";
    case Cause::kSignalled:
      return "signalled";
    case Cause::kCancelled:
      return "cancelled";
  }
  return "unknown";
}

}  // namespace assay::sandbox
