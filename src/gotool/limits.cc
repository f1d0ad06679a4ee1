#include "gotool/limits.h"

#include <chrono>

namespace assay::gotool {
namespace {

std::string seconds(const BuildLimits& limits) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(limits.wall).count()) +
         " s";
}

}  // namespace

bool starved(const sandbox::RunResult& run, const BuildLimits& limits) {
  return run.cause == sandbox::Cause::kWallTime && run.usage.cpu * 2 < limits.wall;
}

tl::unexpected<Error> fail_starved(const std::string& tool, const BuildLimits& limits) {
  return fail(tool + " the submission: not done after " + seconds(limits) +
                  ", though it used little processor time",
              "the machine is too busy: use fewer --jobs, or raise the exercise's limits.build");
}

std::string limit_message(const std::string& doing, sandbox::Cause cause,
                          const BuildLimits& limits) {
  switch (cause) {
    case sandbox::Cause::kMemory:
      return doing + " needed more than " + std::to_string(limits.memory_bytes >> 20) +
             " MiB of memory";
    case sandbox::Cause::kCpuTime:
    case sandbox::Cause::kWallTime:
      return doing + " took longer than " + seconds(limits);
    case sandbox::Cause::kOutput:
      return doing + " printed too much";
    default:
      return doing + " was ended: " + std::string(sandbox::name(cause));
  }
}

}  // namespace assay::gotool
