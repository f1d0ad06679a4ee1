#include "sandbox/support.h"

#include <unistd.h>

#include <cstdlib>
#include <memory>

namespace assay::sandbox::test {

using std::chrono_literals::operator""ms;

Programs& programs() {
  static Programs programs{ASSAY_TEST_HELPER, ASSAY_TEST_CHILD, {}, ASSAY_TEST_GO_CACHE};
  return programs;
}

Isolation level() {
  const char* wanted = std::getenv("ASSAY_TEST_ISOLATION");
  return isolation_from(wanted != nullptr ? wanted : "full").value();
}

SandboxOptions options() {
  SandboxOptions options;
  options.isolation = level();
  options.helper = programs().helper;
  options.state_dir = programs().scratch / "state";
  return options;
}

Sandbox& sandbox() {
  static std::unique_ptr<Sandbox> shared = [] {
    Result<Sandbox> opened = Sandbox::open(options());
    if (!opened) {
      std::fprintf(stderr, "cannot open a sandbox: %s (%s)\n", opened.error().message.c_str(),
                   opened.error().hint.c_str());
      std::exit(1);
    }
    return std::make_unique<Sandbox>(*std::move(opened));
  }();
  return *shared;
}

RunSpec spec(std::vector<std::string> behaviour) {
  RunSpec spec;
  spec.name = behaviour.front();
  spec.argv = std::move(behaviour);
  spec.argv.insert(spec.argv.begin(), "/child");
  spec.binds = {{programs().child, "/child"}};
  spec.tmpfs = {{"/tmp", 16 << 20, 1000, false}};
  spec.limits.wall = 20'000ms;
  spec.limits.cpu = 10'000ms;
  spec.limits.memory_bytes = 64 << 20;
  spec.limits.processes = 32;
  spec.limits.output_bytes = 64 << 10;
  return spec;
}

RunResult run(const RunSpec& spec) {
  Result<RunResult> result = sandbox().run(spec);
  EXPECT_TRUE(result) << (result ? "" : result.error().message);
  return result.value_or(RunResult{});
}

RunResult run_child(std::vector<std::string> behaviour) {
  return run(spec(std::move(behaviour)));
}

std::string output(const RunSpec& spec) {
  RunResult result = run(spec);
  EXPECT_EQ(name(result.cause), std::string("exited")) << result.out << result.err;
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  while (!result.out.empty() && (result.out.back() == '\n' || result.out.back() == ' '))
    result.out.pop_back();
  return result.out;
}

std::string child_says(std::vector<std::string> behaviour) {
  return output(spec(std::move(behaviour)));
}

bool has_cgroup() {
  return level() == Isolation::kFull;
}

}  // namespace assay::sandbox::test

void assay::sandbox::PrintTo(Cause cause, std::ostream* out) {
  *out << name(cause);
}
