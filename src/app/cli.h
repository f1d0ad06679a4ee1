// The command line: from arguments to one of the commands to an exit code.
#pragma once

namespace assay::app {

/// 0 done, 1 a gate failed, 2 usage or manifest, 3 infrastructure, 4 nothing matched, 130 or 143
/// on a signal.
int run(int argc, char** argv);

}  // namespace assay::app
