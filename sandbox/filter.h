// The two seccomp filters, as tables and as the BPF programs made from them. Pure:
// nothing here talks to the kernel, so that the tests can run the programs too.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "sandbox/run_spec.h"

namespace assay::sandbox {

/// What happens to one system call.
enum class Verdict : std::uint8_t {
  kAllow,
  kKill,          ///< the process dies of SIGSYS, which is reported as Cause::kForbidden
  kNotPermitted,  ///< EPERM
  kNoSuchCall,    ///< ENOSYS
  kByArgument,    ///< depends on an argument: see README.md
};

struct FilterEntry {
  std::string_view name;
  int number;
  Verdict verdict;
};

/// Every system call that `filter` names; all others get default_verdict().
const std::vector<FilterEntry>& filter_table(Filter filter);
Verdict default_verdict(Filter filter);

/// The program for this machine's architecture; made once.
const std::vector<sock_filter>& filter_program(Filter filter);

}  // namespace assay::sandbox
