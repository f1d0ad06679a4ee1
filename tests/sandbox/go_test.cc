// What all this is for: a Go program under the race detector is built in one sandbox,
// leaves as an export, and runs in another that has neither /proc nor a compiler.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/fd.h"
#include "base/file.h"
#include "proc/run.h"
#include "proc/spawn.h"
#include "sandbox/support.h"

namespace assay::sandbox::test {
namespace {

namespace fs = std::filesystem;
using std::chrono_literals::operator""ms;
using testing::HasSubstr;

constexpr const char* kProgram = R"(package main

import (
	"os"
	"sync"
)

func main() {
	n, racy := 0, len(os.Args) > 1
	var wg sync.WaitGroup
	var mu sync.Mutex
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if !racy {
				mu.Lock()
				defer mu.Unlock()
			}
			n++
		}()
	}
	wg.Wait()
	os.Stdout.WriteString("done\n")
}
)";

// Everything between the source and the executable, shared by the tests of this file.
class Toolchain {
 public:
  static const Toolchain* get() {
    static const Toolchain* shared = make();
    return shared;
  }
  fs::path goroot;
  fs::path cache;
  fs::path program;

 private:
  static const Toolchain* make();
};

std::optional<fs::path> find_go() {
  if (const char* named = std::getenv("ASSAY_GO"); named != nullptr) return fs::path(named);
  if (const auto go = proc::find_program("go")) return go;
  const fs::path usual = "/usr/local/go/bin/go";
  return fs::exists(usual) ? std::optional(usual) : std::nullopt;
}

// `go build` on the host fills the cache with the standard library, as `assay` does once.
proc::Output host_go(const fs::path& go, const fs::path& cache, const fs::path& folder,
                     std::vector<std::string> arguments) {
  proc::Command command;
  command.argv = std::move(arguments);
  command.argv.insert(command.argv.begin(), go);
  command.cwd = folder;
  command.timeout = std::chrono::minutes(20);  // a virtual machine in software is slow
  command.env = {"PATH=/usr/bin:/bin",
                 "HOME=/nonexistent",
                 "GOCACHE=" + cache.string(),
                 "GOENV=off",
                 "GOTOOLCHAIN=local",
                 "GOFLAGS=",
                 "GOPATH=" + (folder / "gopath").string()};
  return proc::run(command).value_or(proc::Output{});
}

RunSpec build_spec(const Toolchain& toolchain) {
  RunSpec spec;
  spec.name = "build";
  spec.argv = {(toolchain.goroot / "bin/go").string(),
               "build",
               "-race",
               "-trimpath",
               "-o",
               "/work/program",
               "."};
  spec.env = {"PATH=/usr/bin:/bin",
              "HOME=/tmp",
              "GOCACHE=/work/cache",
              "GOPATH=/tmp/gopath",
              "GOTMPDIR=/tmp",
              "GOENV=off",
              "GOTOOLCHAIN=local",
              "GOPROXY=off",
              "GOFLAGS=",
              "GOROOT=" + toolchain.goroot.string()};
  spec.cwd = "/work/module";
  spec.binds = {{"/usr", "/usr"}, {toolchain.goroot, toolchain.goroot.string()}};
  spec.symlinks = {{"/bin", "usr/bin"}, {"/lib", "usr/lib"}, {"/lib64", "usr/lib64"}};
  spec.tmpfs = {{"/tmp", 512 << 20, 10'000, true}, {"/work", 256 << 20, 10'000, false}};
  spec.overlays = {{toolchain.cache, "/work/cache", 256 << 20}};
  spec.files = {{"/work/module/go.mod", "module example.test\n\ngo 1.21\n", 0444},
                {"/work/module/main.go", kProgram, 0444}};
  spec.proc = true;
  spec.filter = Filter::kBuild;
  spec.limits.wall = 120'000ms;
  spec.limits.cpu = 120'000ms;
  spec.limits.memory_bytes = 2ULL << 30;
  spec.limits.processes = 256;
  return spec;
}

const Toolchain* Toolchain::make() {
  const auto go = find_go();
  if (!go) return nullptr;
  const fs::path base = programs().scratch / "go";
  const fs::path source = base / "source";
  fs::create_directories(source);
  auto* made = new Toolchain;
  made->cache = programs().go_cache;
  std::error_code ec;
  fs::create_directories(made->cache, ec);
  if (::access(made->cache.c_str(), W_OK) != 0) made->cache = base / "cache";
  made->program = base / "program";
  (void)write_file_atomically(source / "go.mod", "module example.test\n\ngo 1.21\n");
  (void)write_file_atomically(source / "main.go", kProgram);
  proc::Output root = host_go(*go, made->cache, source, {"env", "GOROOT"});
  while (!root.out.empty() && root.out.back() == '\n') root.out.pop_back();
  made->goroot = root.out;
  const proc::Output built =
      host_go(*go, made->cache, source, {"build", "-race", "-trimpath", "-o", "/dev/null", "."});
  EXPECT_TRUE(built.ok()) << built.err;
  return made;
}

#define NEEDS_GO()                                                                    \
  const Toolchain* toolchain = Toolchain::get();                                      \
  if (toolchain == nullptr) ASSAY_SKIP("there is no Go on PATH or in /usr/local/go"); \
  ASSERT_FALSE(toolchain->goroot.empty())

TEST(Go, RaceProgramIsBuiltAndRunInSandboxes) {
  NEEDS_GO();
  {
    const Fd out(
        ::open(toolchain->program.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    ASSERT_TRUE(out);
    RunSpec build = build_spec(*toolchain);
    build.exports = {{"/work/program", 64 << 20, out.get()}};
    const RunResult built = run(build);
    ASSERT_EQ(built.cause, Cause::kExited) << built.err;
    ASSERT_EQ(built.exit_code, 0) << built.err;
    ASSERT_GT(built.exported.at(0), 100'000);
    ASSERT_EQ(::fchmod(out.get(), 0111), 0);
  }
  RunSpec running;
  running.name = "run";
  running.argv = {"/box/program"};
  running.env = {"GORACE=atexit_sleep_ms=0"};
  running.binds = {{toolchain->program, "/box/program"}};
  for (const char* library : {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"})
    if (fs::exists(library)) running.binds.push_back({library, library});
  for (const char* folder : {"/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu"})
    for (const char* name : {"libc.so.6", "libpthread.so.0", "libresolv.so.2"})
      if (const fs::path file = fs::path(folder) / name; fs::exists(file))
        running.binds.push_back({file, file});
  running.limits.wall = 30'000ms;
  RunResult result = run(running);
  EXPECT_EQ(result.cause, Cause::kExited) << result.err;
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "done\n");

  running.argv.emplace_back("racy");
  result = run(running);
  EXPECT_EQ(result.cause, Cause::kExited) << result.err;
  EXPECT_EQ(result.exit_code, 66) << result.err;
  EXPECT_THAT(result.err, HasSubstr("WARNING: DATA RACE"));
}

TEST(Go, ABuildDoesNotTouchThePreparedCache) {
  NEEDS_GO();
  const auto entries = [&] {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(toolchain->cache))
      count += entry.is_regular_file() ? 1 : 0;
    return count;
  };
  const std::size_t before = entries();
  RunSpec build = build_spec(*toolchain);
  build.files[1].bytes += "\n// changed\nvar X = 1\n";
  const RunResult result = run(build);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(entries(), before);
}

TEST(Go, ABuildThatFailsSaysWhere) {
  NEEDS_GO();
  RunSpec build = build_spec(*toolchain);
  build.files[1].bytes = "package main\n\nfunc main() { undefined() }\n";
  const RunResult result = run(build);
  EXPECT_EQ(result.cause, Cause::kExited);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("main.go:3:15: undefined: undefined"));
}

}  // namespace
}  // namespace assay::sandbox::test
