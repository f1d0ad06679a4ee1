// The Runner that isolates. README.md has the theory of operation.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "sandbox/runner.h"

namespace assay::sandbox {

/// How much a run is kept apart; every result records it.
enum class Isolation {
  kFull,  ///< namespaces, seccomp, and a cgroup that holds memory, tasks and CPU time
  kUser,  ///< the same without a cgroup: nothing holds the memory of the run as a whole
  kNone,  ///< development only: a plain process with deadlines and rlimits
};
const char* name(Isolation level);
std::optional<Isolation> isolation_from(std::string_view name);

struct SandboxOptions {
  Isolation isolation = Isolation::kFull;
  std::filesystem::path helper;  ///< the executable assay-sandbox
  /// As root, slot n runs under the host ids base+2n (its init) and base+2n+1 (the program). If
  /// not given, a range that nothing on a usual system has, inside what our user namespace maps.
  std::optional<std::uint32_t> id_base;
  /// v2: an absolute directory that may get child groups. v1: relative to each hierarchy's top.
  std::optional<std::filesystem::path> cgroup_parent;
  /// Lock files that tell the living from the dead. Default: /run/assay as root, else a folder
  /// of our own in XDG_RUNTIME_DIR or /tmp.
  std::filesystem::path state_dir;
  std::uint32_t max_slots = 256;  ///< runs at once on this machine, of all assay processes
};

/// Safe from several threads; each run() takes a slot of its own. Runs end when this process does.
class Sandbox : public Runner {
 public:
  /// Checks what the level needs and cleans up after processes of ours that were killed. An Error,
  /// with a hint, if this machine cannot give the level.
  static Result<Sandbox> open(SandboxOptions options);

  Sandbox(Sandbox&&) noexcept;
  Sandbox& operator=(Sandbox&&) noexcept;
  ~Sandbox() override;

  Result<RunResult> run(const RunSpec& spec) override;

  /// Ends every run under way with Cause::kCancelled, and every later one at once.
  void cancel();

  [[nodiscard]] Isolation isolation() const;
  /// Which control groups hold the runs: "v1", "v2" or "none".
  [[nodiscard]] std::string cgroup() const;
  /// For logs: "full: cgroup v1, below …".
  [[nodiscard]] std::string describe() const;

 private:
  struct State;
  explicit Sandbox(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace assay::sandbox
