#include "app/about.h"
#include "app/paths.h"
#include "base/text.h"
#include "gotool/toolchain.h"
#include "sandbox/probe.h"
#include "source/source.h"

namespace assay::app {
namespace {

std::string go() {
  const auto toolchain = gotool::find_toolchain();
  if (!toolchain) return "none: " + toolchain.error().message;
  return toolchain->version + " in " + toolchain->go_root.string();
}

std::string isolation() {
  const auto paths = find_paths();
  if (!paths) return "unknown: " + paths.error().message;
  sandbox::SandboxOptions options;
  options.helper = paths->helper;
  return std::string(sandbox::name(sandbox::probe(options).level));
}

}  // namespace

std::string version_text() {
  std::string text = "assay " + std::string(kVersion) + "\n";
  text += "commit: " + std::string(kCommit) + "\n";
  text += "libgit2: " + source::libgit2_version() + "\n";
  text += "go: " + printable_line(go()) + "\n";
  return text + "isolation: " + printable_line(isolation());
}

}  // namespace assay::app
