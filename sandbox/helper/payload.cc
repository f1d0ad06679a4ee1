// From a copy of init to the program: each step takes something away, and none can
// be undone by what comes after.
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sandbox/helper/helper.h"

namespace assay::sandbox::helper {

using wire::Stage;

namespace {

void set_rlimits(const wire::Plan& plan) {
  std::uint32_t index = 0;
  for (const wire::Rlimit& limit : plan.rlimits) {
    const rlimit both{limit.value, limit.value};
    require(::setrlimit(static_cast<__rlimit_resource_t>(limit.resource), &both) == 0,
            Stage::kRlimit, index++);
  }
}

void drop_bounding_set() {
  for (unsigned long capability = 0; capability <= 63; ++capability) {
    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) continue;
    // The first number that the kernel does not know ends the list.
    if (errno == EINVAL && capability > CAP_AUDIT_READ) return;
    give_up(Stage::kBoundingSet, static_cast<std::uint32_t>(capability));
  }
}

void lock_securebits() {
  constexpr unsigned long kBits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP |
                                  SECBIT_NO_SETUID_FIXUP_LOCKED | SECBIT_KEEP_CAPS_LOCKED |
                                  SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
  require(::prctl(PR_SET_SECUREBITS, kBits, 0, 0, 0) == 0, Stage::kSecureBits);
}

void take_ids(const wire::Plan& plan) {
  const uid_t id = plan.payload_id;
  if ((plan.flags & wire::kTwoIds) != 0) require(::setgroups(0, nullptr) == 0, Stage::kPayloadIds);
  require(::setresgid(id, id, id) == 0, Stage::kPayloadIds);
  require(::setresuid(id, id, id) == 0, Stage::kPayloadIds);
}

void drop_capabilities() {
  require(::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0, Stage::kCapabilities);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct none[2]{};
  require(::syscall(SYS_capset, &header, none) == 0, Stage::kCapabilities);
}

// The report pipe is the one descriptor above the payload's own that lives on, up to exec.
void close_the_rest(const wire::Plan& plan) {
  const bool records = (plan.flags & wire::kRecordChannel) != 0;
  const unsigned first = records ? wire::kRecords + 1 : wire::kRecords;
  require(::close_range(first, wire::kReport - 1, 0) == 0, Stage::kDescriptors);
  require(::close_range(wire::kReport + 1, ~0U, 0) == 0, Stage::kDescriptors);
  require(::fcntl(wire::kReport, F_SETFD, FD_CLOEXEC) == 0, Stage::kDescriptors);
}

void default_signals() {
  sigset_t none;
  sigemptyset(&none);
  require(::sigprocmask(SIG_SETMASK, &none, nullptr) == 0, Stage::kInit);
}

void install_filter(const wire::Plan& plan) {
  sock_fprog program{};
  program.len = static_cast<unsigned short>(plan.filter.size() / sizeof(sock_filter));
  // The kernel copies it; the type wants a pointer that is not const.
  program.filter = reinterpret_cast<sock_filter*>(const_cast<char*>(c_string(plan.filter)));
  require(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0, Stage::kSeccomp);
}

char** c_strings(const std::vector<std::string_view>& texts) {
  char** list = new char*[texts.size() + 1];
  std::size_t i = 0;
  for (const std::string_view text : texts) list[i++] = const_cast<char*>(c_string(text));
  list[i] = nullptr;
  return list;
}

}  // namespace

void become_payload(const wire::Plan& plan) {
  char** argv = c_strings(plan.argv);
  char** env = c_strings(plan.env);
  const char* cwd = c_string(plan.cwd);
  require(::setsid() >= 0, Stage::kSession);
  ::umask(022);
  default_signals();
  set_rlimits(plan);
  drop_bounding_set();
  lock_securebits();
  take_ids(plan);
  drop_capabilities();
  require(::chdir(cwd) == 0, Stage::kWorkingFolder);
  require(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, Stage::kNoNewPrivileges);
  apply_landlock(plan);
  close_the_rest(plan);
  install_filter(plan);
  ::execve(argv[0], argv, env);
  give_up(Stage::kExec);
}

}  // namespace assay::sandbox::helper
