// assay report: any report of a run, from its store, at any time; a run that is going
// on is reported as it stands.

#include "app/commands.h"
#include "app/console.h"
#include "app/run_reports.h"

namespace assay::app {

Result<int> run_report(const CommonOptions& common, const ReportOptions& options) {
  ASSAY_TRY(const auto store, store::RunStore::open(options.run, store::RunStore::Access::kRead));
  for (const std::string& remark : store.remarks()) note(common, remark);
  ReportRequest request;
  request.format = options.format;
  if (!options.view.empty()) request.view = report::view_from_name(options.view);
  request.reproducible = options.reproducible;
  request.candidate = options.candidate;
  request.style.color = !options.out && wants_color(common.color);
  request.style.width = terminal_width();
  ASSAY_CHECK(publish_report(store, request, options.out));
  return kExitDone;
}

}  // namespace assay::app
