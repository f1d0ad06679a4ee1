// What assay's own process used, without its children: for scripts/bench.
#pragma once

namespace assay::app {

/// Writes {"cpu_ms": ..., "peak_kib": ...} to the file that ASSAY_SELF_USAGE names; does nothing
/// if it names none.
void write_self_usage();

}  // namespace assay::app
