#include "source/locator.h"
#include "source/open.h"
#include "source/source.h"

namespace assay::source {

Result<Snapshot> take_snapshot(const SubmissionRef& ref, const Options& options) {
  ASSAY_TRY(const Locator locator, parse_locator(ref.source, options));
  ASSAY_TRY(Snapshot snapshot, read_local(locator.path, ref, options.limits, select_by(options)));
  snapshot.origin = locator.origin;
  return snapshot;
}

}  // namespace assay::source
