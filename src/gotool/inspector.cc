#include "gotool/inspector.h"

#include "base/text.h"
#include "gotool/inspection.h"
#include "gotool/layout.h"

namespace assay::gotool {
namespace {

Result<sandbox::RunSpec> inspector_spec(const Prepared& prepared, const Workspace& workspace) {
  RunLimits limits;
  limits.wall = std::chrono::seconds(30);
  limits.cpu = std::chrono::seconds(30);
  limits.output_bytes = kMaxInspectionBytes;
  sandbox::RunSpec spec = run_sandbox(prepared.inspector, limits);
  spec.name = "inspect";
  spec.argv = {inside::kBox, inside::kBoxModule};
  for (const std::string& path : workspace.candidate_files)
    spec.files.push_back({inside::kBoxModule + ("/" + path), workspace.module.at(path), 0444});
  ASSAY_TRY(spec.stdin_bytes, inspection_list(workspace.candidate_files));
  return spec;
}

}  // namespace

Result<Inspection> inspect(sandbox::Runner& runner, const Prepared& prepared,
                           const Workspace& workspace) {
  ASSAY_TRY(const sandbox::RunSpec spec, inspector_spec(prepared, workspace));
  ASSAY_TRY(const sandbox::RunResult run, runner.run(spec));
  if (run.cause == sandbox::Cause::kCancelled)
    return fail(ErrorKind::kInterrupted, "interrupted while the submission was inspected");
  if (run.cause != sandbox::Cause::kExited || run.exit_code != 0)
    return fail("inspect the submission: the inspector ended by " +
                std::string(sandbox::name(run.cause)) + " with exit code " +
                std::to_string(run.exit_code) + ": " + printable(run.err.substr(0, 500)));
  return parse_inspection(run.out, workspace.candidate_files);
}

}  // namespace assay::gotool
