#include "app/machine.h"

#include <sys/utsname.h>

#include "base/digest.h"
#include "base/file.h"

namespace assay::app {

Result<std::string> machine_digest(const Paths& paths, const Workshop& workshop) {
  ASSAY_TRY(const std::string program, read_file("/proc/self/exe", 1ULL << 30));
  ASSAY_TRY(const std::string helper, read_file(paths.helper, 1ULL << 30));
  utsname system{};
  ::uname(&system);
  const gotool::Prepared& prepared = workshop.prepared;
  Hasher hasher;
  hasher.add_field("assay machine 1").add_field(program).add_field(helper);
  hasher.add_field(prepared.kit_digest).add_field(prepared.c_compiler);
  hasher.add_field(prepared.toolchain.version).add_field(prepared.toolchain.go_root.string());
  hasher.add_field(workshop.isolation).add_field(workshop.cgroup);
  hasher.add_field(system.release).add_field(system.machine);
  return to_hex(hasher.finish());
}

}  // namespace assay::app
