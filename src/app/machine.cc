#include "app/machine.h"

#include <sys/utsname.h>

#include "base/digest.h"

namespace assay::app {

Result<std::string> machine_digest(const Paths& paths, const Workshop& workshop) {
  ASSAY_TRY(const Sha256 program, sha256_of_file("/proc/self/exe"));
  ASSAY_TRY(const Sha256 helper, sha256_of_file(paths.helper));
  utsname system{};
  ::uname(&system);
  const gotool::Prepared& prepared = workshop.prepared;
  Hasher hasher;
  hasher.add_field("assay machine 2").add_field(to_hex(program)).add_field(to_hex(helper));
  hasher.add_field(prepared.kit_digest).add_field(prepared.c_compiler);
  hasher.add_field(prepared.toolchain.version).add_field(prepared.toolchain.go_root.string());
  hasher.add_field(workshop.isolation).add_field(workshop.cgroup);
  hasher.add_field(system.release).add_field(system.machine);
  return to_hex(hasher.finish());
}

}  // namespace assay::app
