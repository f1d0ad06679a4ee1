// What this machine offers a sandbox, item by item, for `assay doctor`.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/sandbox.h"

namespace assay::sandbox {

enum class ProbeState {
  kPass,
  kWarn,  ///< works, with less: `detail` says what is lost
  kFail,  ///< full isolation is impossible without it
};

struct ProbeItem {
  std::string name;  ///< "cgroup", "user namespaces" …
  ProbeState state = ProbeState::kPass;
  std::string detail;  ///< what was found, one line
  std::string remedy;  ///< a command or a setting that mends it; empty if there is nothing to mend
};

struct Probe {
  std::vector<ProbeItem> items;
  /// The strongest level at which a program really ran just now.
  Isolation level = Isolation::kNone;
};

/// Looks, and then runs a program in a sandbox at each level from the strongest down. `options`
/// says where the helper is; its isolation is not used. Never an Error for what the machine lacks.
Probe probe(const SandboxOptions& options);

}  // namespace assay::sandbox
