// Which system calls each filter names. README.md explains the choices; the tests
// read these tables through filter_table().
#include <seccomp.h>

#include <string>

#include "base/text.h"
#include "sandbox/filter.h"

namespace assay::sandbox {
namespace {

// What a Go test binary under the race detector needs, and small C programs beside it. "name=N"
// gives a number for a call that is newer than the libseccomp we build with. chdir and fchdir are
// left out on purpose: hidden tests find their testdata by relative names, and whoever could move
// the process could put expected results of his own in its way.
constexpr std::string_view kRunAllow =
    "read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 close close_range "
    "fstat newfstatat stat lstat statx statfs fstatfs lseek open openat openat2 access faccessat "
    "faccessat2 readlink readlinkat getdents getdents64 getcwd umask mkdir mkdirat "
    "rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat chmod fchmod "
    "fchmodat fchmodat2=452 mknod mknodat utimensat utimes utime truncate ftruncate fallocate "
    "fsync fdatasync "
    "sync_file_range flock fadvise64 readahead sendfile splice tee copy_file_range "
    "mmap munmap mprotect mremap madvise brk mincore msync membarrier "
    "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait rt_sigsuspend rt_sigpending "
    "rt_sigqueueinfo rt_tgsigqueueinfo sigaltstack restart_syscall "
    "futex futex_waitv set_robust_list get_robust_list rseq set_tid_address "
    "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getitimer "
    "setitimer alarm timer_create timer_settime timer_gettime timer_getoverrun timer_delete "
    "timerfd_create timerfd_settime timerfd_gettime "
    "sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_getscheduler "
    "sched_get_priority_max sched_get_priority_min getcpu "
    "getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp "
    "getpgid getsid setsid setpgid getpriority capget "
    "kill tkill tgkill pidfd_open pidfd_send_signal "
    "exit exit_group wait4 waitid pause execve execveat fork vfork "
    "pipe pipe2 dup dup2 dup3 fcntl poll ppoll select pselect6 "
    "epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 "
    "eventfd eventfd2 signalfd signalfd4 inotify_init inotify_init1 inotify_add_watch "
    "inotify_rm_watch bind connect listen accept accept4 getsockname getpeername getsockopt "
    "setsockopt sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg shutdown "
    "getrandom uname sysinfo getrlimit setrlimit prlimit64 getrusage arch_prctl";

// Ways into other processes, ways out, and what changes the machine. Nobody who solves an
// exercise calls these, so a test binary that does gets a clear end.
constexpr std::string_view kHostile =
    "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd "
    "bpf perf_event_open userfaultfd add_key request_key keyctl "
    "mount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick "
    "mount_setattr open_tree_attr=467 statmount=457 listmount=458 unshare setns "
    "kexec_load kexec_file_load init_module finit_module delete_module reboot swapon swapoff acct "
    "quotactl quotactl_fd iopl ioperm modify_ldt open_by_handle_at name_to_handle_at "
    "settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname syslog vhangup "
    "fanotify_init fanotify_mark";

// System V and POSIX IPC: nothing in a build needs them, and they outlive processes.
constexpr std::string_view kIpc =
    "shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl "
    "mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr";

// libc and the Go runtime fall back when these do not exist, and fail when they are forbidden.
constexpr std::string_view kAbsent = "clone3 io_uring_setup io_uring_enter io_uring_register";

constexpr std::string_view kRunByArgument = "clone socket socketpair ioctl prctl";
constexpr std::string_view kBuildByArgument = "clone socket socketpair ioctl";

void add(std::vector<FilterEntry>& table, std::string_view names, Verdict verdict) {
  for (const std::string_view word : split(names, ' ')) {
    const std::size_t equals = word.find('=');
    const std::string name(word.substr(0, equals));
    // Below zero: there is no such call on this architecture, and the default stands.
    int number = ::seccomp_syscall_resolve_name(name.c_str());
    if (number < 0 && equals != std::string_view::npos)
      number = std::stoi(std::string(word.substr(equals + 1)));
    if (number >= 0) table.push_back({word.substr(0, equals), number, verdict});
  }
}

std::vector<FilterEntry> run_table() {
  std::vector<FilterEntry> table;
  add(table, kRunAllow, Verdict::kAllow);
  add(table, kRunByArgument, Verdict::kByArgument);
  add(table, kHostile, Verdict::kKill);
  add(table, kAbsent, Verdict::kNoSuchCall);
  return table;
}

std::vector<FilterEntry> build_table() {
  std::vector<FilterEntry> table;
  add(table, kAbsent, Verdict::kNoSuchCall);
  add(table, kBuildByArgument, Verdict::kByArgument);
  add(table, kHostile, Verdict::kNotPermitted);
  add(table, kIpc, Verdict::kNotPermitted);
  return table;
}

}  // namespace

const std::vector<FilterEntry>& filter_table(Filter filter) {
  static const std::vector<FilterEntry> build = build_table();
  static const std::vector<FilterEntry> run = run_table();
  return filter == Filter::kBuild ? build : run;
}

Verdict default_verdict(Filter filter) {
  return filter == Filter::kBuild ? Verdict::kAllow : Verdict::kNoSuchCall;
}

}  // namespace assay::sandbox
