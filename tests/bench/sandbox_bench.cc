// What one run of `true` costs: as a plain process, under bubblewrap, and in the
// sandbox with the same view of the system. The three take turns, so that whatever
// else the machine does falls on all of them; what counts is the ratio of medians.
// Twice: back to back, where each pays for what the one before it leaves to be done
// (the kernel ends bubblewrap's namespaces after it, the helper makes the next box's
// network), and with a pause after each, where nobody does.
//
//   sandbox_bench [ROUNDS] [full|user]     default: 300 rounds, full
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

#include "base/file.h"
#include "proc/run.h"
#include "proc/spawn.h"
#include "sandbox/sandbox.h"

namespace assay::sandbox {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

// Longer than the kernel takes to end a network namespace, and assay's helper to make one ahead.
constexpr std::chrono::milliseconds kPause{20};

struct Series {
  const char* name;
  std::function<bool()> run;
  std::vector<double> times;

  bool measure() {
    const auto begin = std::chrono::steady_clock::now();
    const bool fine = run();
    times.push_back(Milliseconds(std::chrono::steady_clock::now() - begin).count());
    return fine;
  }
  [[nodiscard]] double quantile(double q) {
    std::sort(times.begin(), times.end());
    return times[static_cast<std::size_t>(q * static_cast<double>(times.size() - 1))];
  }
};

bool host_run(const std::vector<std::string>& argv) {
  proc::Command command;
  command.argv = argv;
  const auto output = proc::run(command);
  return output && output->ok();
}

struct Mode {
  const char* name;
  std::chrono::milliseconds pause;
};
constexpr Mode kModes[] = {{"back to back", {}}, {"with a pause after each", kPause}};

RunSpec true_spec() {
  RunSpec spec;
  spec.name = "bench";
  spec.argv = {"/usr/bin/true"};
  spec.binds = {{"/usr", "/usr"}};
  spec.symlinks = {{"/lib", "usr/lib"}, {"/lib64", "usr/lib64"}};
  spec.proc = true;
  return spec;
}

// The three in turns, as many rounds as said, and what they took.
bool measure(std::vector<Series> all, const Mode& mode, int rounds) {
  for (int round = 0; round < rounds; ++round)
    for (Series& series : all) {
      if (!series.measure()) {
        std::fprintf(stderr, "%s failed\n", series.name);
        return false;
      }
      std::this_thread::sleep_for(mode.pause);
    }
  std::printf("%-26s %8s %8s %8s\n", mode.name, "median", "p10", "p90");
  for (Series& series : all)
    std::printf("  %-24s %8.2f %8.2f %8.2f\n", series.name, series.quantile(0.5),
                series.quantile(0.1), series.quantile(0.9));
  std::printf("  ratio to bubblewrap      %8.2f   (aim: at most 0.60)\n",
              all[2].quantile(0.5) / all[1].quantile(0.5));
  return true;
}

int main_of(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(10, std::atoi(argv[1])) : 300;
  SandboxOptions options;
  options.helper = ASSAY_BENCH_HELPER;
  options.isolation = isolation_from(argc > 2 ? argv[2] : "full").value_or(Isolation::kFull);
  auto sandbox = Sandbox::open(options);
  if (!sandbox) {
    std::fprintf(stderr, "%s\n%s\n", sandbox.error().message.c_str(), sandbox.error().hint.c_str());
    return 3;
  }
  const RunSpec spec = true_spec();
  std::vector<Series> all = {
      {"plain process", [] { return host_run({"/usr/bin/true"}); }, {}},
      {"bubblewrap --unshare-all",
       [] {
         return host_run({"bwrap", "--unshare-all", "--ro-bind", "/usr", "/usr", "--symlink",
                          "usr/lib64", "/lib64", "--symlink", "usr/lib", "/lib", "--proc", "/proc",
                          "--dev", "/dev", "/usr/bin/true"});
       },
       {}},
      {"assay sandbox",
       [&] {
         const auto result = sandbox->run(spec);
         return result && result->cause == Cause::kExited && result->exit_code == 0;
       },
       {}}};
  if (!proc::find_program("bwrap")) {
    std::fprintf(stderr, "bubblewrap is not installed: apt-get install bubblewrap\n");
    return 3;
  }
  std::printf("one run of true, ms (%d rounds, %s)\n", rounds, sandbox->describe().c_str());
  for (const Mode& mode : kModes)
    if (!measure(all, mode, rounds)) return 3;
  return 0;
}

}  // namespace
}  // namespace assay::sandbox

int main(int argc, char** argv) {
  return assay::sandbox::main_of(argc, argv);
}
