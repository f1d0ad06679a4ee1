// From a RunSpec to the helper's plan: checked, ordered, with every host folder
// already opened where we have the right to do that for the box.
#pragma once

#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "sandbox/run_spec.h"
#include "sandbox/sandbox.h"
#include "sandbox/wire.h"

namespace assay::sandbox {

/// An Error of kind usage, saying which field, if the spec makes no sense.
Status check(const RunSpec& spec);

struct PreparedPlan {
  std::string bytes;                     ///< wire::encode()d
  std::vector<Fd> trees;                 ///< become descriptors kFirstTree … of the helper
  std::vector<std::string> mount_names;  ///< for errors that name a mount by index
};

/// `as_root`: binds are opened here, with the host's rights, and the payload has an id of its own.
Result<PreparedPlan> prepare_plan(const RunSpec& spec, Isolation level, bool as_root);

/// "make the overlay /work/cache": what a Failure is about.
std::string describe(const wire::Failure& failure, const PreparedPlan& plan, const RunSpec& spec);

}  // namespace assay::sandbox
